import type { Results } from 'ovoscope';
import { isPublicAddress } from 'ovoscope/query';

export interface Flow {
  src: string;
  sport: number;
  dst: string;
  dport: number;
  /** Seconds since the first packet, where that is known. */
  time: number | undefined;
}

export type Entry = { readonly [name: string]: unknown };

const kept = new WeakMap<object, Flow[]>();

/** Connections of the capture. Reports of other sandboxes are read as well, so nothing of an entry is certain. */
export function flows(results: Results, list: 'tcp' | 'udp'): readonly Flow[] {
  const entries = results.network?.[list];
  if (!Array.isArray(entries)) return [];
  const known = kept.get(entries);
  if (known) return known;
  const found = entries.flatMap((entry: Entry | null) => {
    const { src, sport, dst, dport, time } = entry ?? {};
    if (typeof src !== 'string' || typeof dst !== 'string' || typeof dport !== 'number') return [];
    return [{ src, sport: number(sport) ?? 0, dst, dport, time: number(time) }];
  });
  kept.set(entries, found);
  return found;
}

/** Connections to addresses that are routed on the internet. */
export const publicFlows = (results: Results, list: 'tcp' | 'udp'): Flow[] =>
  flows(results, list).filter(({ dst }) => isPublicAddress(dst));

/** The first connection over TCP to each server on the internet whose port is wanted, at most `most` of them. */
export function publicServers(
  results: Results,
  isWanted: (port: number) => boolean,
  most: number,
): Omit<Flow, 'time'>[] {
  const servers = new Map<string, Omit<Flow, 'time'>>();
  for (const { src, sport, dst, dport } of publicFlows(results, 'tcp')) {
    const key = `${dst} ${dport}`;
    if (servers.size < most && isWanted(dport) && !servers.has(key)) servers.set(key, { src, sport, dst, dport });
  }
  return [...servers.values()];
}

/** Entries of a list of the network part that are objects. */
export function networkEntries(results: Results, ...lists: string[]): Entry[] {
  return lists.flatMap((list) => {
    const entries: unknown = results.network?.[list];
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  });
}

export const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const entry = (value: unknown): Entry => (isEntry(value) ? value : {});

export const entries = (value: unknown): Entry[] => (Array.isArray(value) ? value.filter(isEntry) : []);

/** Fields as evidence: null where there is none. */
export const pick = (from: Entry, ...names: string[]): Entry =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
