import { isIP } from 'node:net';
import type { Results } from '../plugin/container.ts';
import { listOf, once, union } from './lists.ts';

/** Names that were looked up or connected to, from the capture and from the calls. */
export const domains = listOf((results) => {
  const named = union(results, 'resolves_host', 'connects_host').filter((host) => isIP(host) === 0);
  return gathered(results, 'domains', named, (network) => [
    ...fields(network['domains'], 'domain'),
    ...fields(network['dns'], 'request', 'hostname'),
  ]);
});

/** Addresses that were talked to, from the capture and from the calls. */
export const hosts = listOf((results) => {
  const connected = [
    ...union(results, 'connects_ip'),
    ...union(results, 'connects_host').filter((host) => isIP(host) !== 0),
  ];
  return gathered(results, 'hosts', connected, (network) => fields(network['hosts'], 'ip'));
});

/** Addresses of requests that could be read, from the capture and from the calls. */
export const urls = listOf((results) => {
  const asked = union(results, 'fetches_url', 'downloads_file');
  return gathered(results, 'urls', asked, (network) => [
    ...fields(network['http'], 'uri'),
    ...requests(network['http_ex']),
    ...requests(network['https_ex']),
  ]);
});

export const userAgents = listOf((results) =>
  gathered(results, 'userAgents', [], (network) => fields(network['http'], 'user-agent')),
);

const NOT_PUBLIC = [
  /^(?:0|10|127)\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^169\.254\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^192\.0\.[02]\./,
  /^198\.(?:1[89]|51\.100)\./,
  /^203\.0\.113\./,
  /^(?:22[4-9]|23\d|24\d|25[0-5])\./,
  /^(?:::1?$|f[cdef][0-9a-f]{2}:)/i,
];

/** Whether a text is an address that is routed on the internet. */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) !== 0 && !NOT_PUBLIC.some((range) => range.test(address));

type Network = NonNullable<Results['network']>;

function gathered(
  results: Results,
  key: string,
  first: readonly string[],
  more: (network: Network) => string[],
): readonly string[] {
  const compute = () => new Set([...first, ...(results.network ? more(results.network) : [])]);
  return once(results, key, compute);
}

/** Entries are plain text in old reports, and objects later. */
function fields(entries: unknown, ...names: string[]): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    const value = names.map((name) => entry?.[name]).find((each) => typeof each === 'string' && each !== '');
    return value === undefined ? [] : [value as string];
  });
}

function requests(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .filter((entry) => typeof entry?.host === 'string' && typeof entry?.uri === 'string')
    .map((entry) => `${entry.protocol ?? 'http'}://${entry.host}${entry.uri}`);
}
