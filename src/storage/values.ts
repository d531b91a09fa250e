import { domainToASCII } from 'node:url';
import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { formatIp, type IpAddress, parseIp } from '../util/ip.ts';

/** What can be blacklisted. */
export const VALUE_TYPES = ['hash', 'ip', 'domain', 'url'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

const HASH_BY_LENGTH: { [digits: number]: HashAlgorithm | undefined } = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  128: 'sha512',
};
const URL_SCHEMES = new Set(['http:', 'https:', 'ftp:', 'ws:', 'wss:']);
/** A value is part of an index, and PostgreSQL's index entries end at 2,704 bytes. */
const MAX_URL_LENGTH = 2048;
const SHOWN = 120;

export function isValueType(text: string): text is ValueType {
  return (VALUE_TYPES as readonly string[]).includes(text);
}

/** `undefined` if the digits are of no known length. */
export function hashAlgorithm(hash: string): HashAlgorithm | undefined {
  return HASH_BY_LENGTH[hash.length];
}

/**
 * The one spelling under which a value is kept, so that equal values are equal text: hashes and domains in lower case,
 * domains as ASCII without the final dot, addresses in their shortest form, URLs as browsers write them and without
 * the fragment, which is never sent. Throws OvoscopeError if it is not a value of the type.
 */
export function normaliseValue(type: ValueType, text: string): string {
  const trimmed = text.trim();
  const result = NORMALISERS[type](trimmed);
  if ('value' in result) return result.value;
  const shown = trimmed.length > SHOWN ? `${trimmed.slice(0, SHOWN)}…` : trimmed;
  throw new OvoscopeError(storageProblems.value(type === 'ip' ? 'IP address' : type, shown, result.problem));
}

/** The type that a value's looks speak for, or `undefined`. */
export function guessType(text: string): ValueType | undefined {
  const trimmed = text.trim();
  if (trimmed.includes('://')) return 'value' in normaliseUrl(trimmed) ? 'url' : undefined;
  if ('value' in normaliseHash(trimmed)) return 'hash';
  if (parseIp(trimmed)) return 'ip';
  return trimmed.includes('.') && 'value' in normaliseDomain(trimmed) ? 'domain' : undefined;
}

/** What a whitelist entry must cover to cover the value: for a URL that is its host. */
export type Target = { kind: 'ip'; address: IpAddress } | { kind: 'domain' | 'hash'; name: string };

/** `undefined` if the text is no value of the type. */
export function targetOf(type: ValueType, text: string): Target | undefined {
  if (type === 'url') return hostOf(text);
  if (type === 'ip') {
    const address = parseIp(text.trim());
    return address && { kind: 'ip', address };
  }
  const result = NORMALISERS[type](text.trim());
  return 'value' in result ? { kind: type, name: result.value } : undefined;
}

type Result = { value: string } | { problem: string };

const NORMALISERS: { [type in ValueType]: (text: string) => Result } = {
  hash: normaliseHash,
  ip: normaliseIp,
  domain: normaliseDomain,
  url: normaliseUrl,
};

function normaliseHash(text: string): Result {
  if (!/^[0-9a-f]*$/i.test(text)) return { problem: 'it has other characters than hexadecimal digits' };
  if (!hashAlgorithm(text)) {
    return { problem: `it has ${text.length} digits; MD5 has 32, SHA-1 40, SHA-256 64, SHA-512 128` };
  }
  return { value: text.toLowerCase() };
}

function normaliseIp(text: string): Result {
  const address = parseIp(text);
  return address ? { value: formatIp(address) } : { problem: 'it is neither IPv4 nor IPv6' };
}

const NOT_IN_A_HOST = /[\x00-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

function normaliseDomain(text: string): Result {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  if (bare.length > 1000) return { problem: 'it is longer than 253 characters' };
  if (parseIp(bare)) return { problem: 'it is an IP address' };
  // Node reads the text as the beginning of a URL and forgets what follows the host.
  const ascii = NOT_IN_A_HOST.test(bare) ? '' : domainToASCII(bare);
  if (ascii === '' || ascii.length > 253) {
    return { problem: bare.length > 253 ? 'it is longer than 253 characters' : 'it has characters a name cannot have' };
  }
  // Browsers read `0x7f.1` as 127.0.0.1; a name server would not.
  if (parseIp(ascii)) return { problem: 'browsers read it as an IP address' };
  const bad = ascii.split('.').find((label) => !/^[a-z0-9_-]{1,63}$/.test(label));
  if (bad !== undefined) return { problem: `"${bad}" is no label of 1 to 63 letters, digits, - and _` };
  return { value: ascii };
}

function normaliseUrl(text: string): Result {
  if (text.length > 4 * MAX_URL_LENGTH) return { problem: `it is longer than ${MAX_URL_LENGTH} characters` };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { problem: 'it has no scheme and host that can be read' };
  }
  if (!URL_SCHEMES.has(url.protocol)) return { problem: `its scheme is ${url.protocol.slice(0, -1)}` };
  url.hash = '';
  if (url.href.length > MAX_URL_LENGTH) return { problem: `it is longer than ${MAX_URL_LENGTH} characters` };
  return hostOf(url.href) ? { value: url.href } : { problem: 'its host is neither a name nor an address' };
}

function hostOf(text: string): Target | undefined {
  if (!URL.canParse(text)) return undefined;
  const host = new URL(text).hostname;
  const address = parseIp(host.replace(/^\[(.*)\]$/, '$1'));
  if (address) return { kind: 'ip', address };
  const name = normaliseDomain(host);
  return 'value' in name ? { kind: 'domain', name: name.value } : undefined;
}
