import type { Results } from '../plugin/container.ts';
import { asList, asText, isRecord } from './view-model-text.ts';

export type HashKind = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** Something of the analysis that other systems can look for. */
export interface Indicator {
  kind: 'url' | 'domain' | 'ip' | 'email' | 'hash' | 'mutex' | 'path';
  value: string;
  /** Of hashes. */
  hash?: HashKind;
  /** Where it comes from, in words. */
  comment: string;
}

export interface SampleFacts {
  name: string;
  hashes: Partial<{ [kind in HashKind]: string }>;
  size: number | undefined;
  url: string | undefined;
}

const HASH_LENGTHS = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };
const KINDS = new Set(['url', 'domain', 'ip', 'email', 'hash', 'mutex', 'path']);
/** Longer ones are no use to anyone who looks for them. */
const MAX_LENGTH = 2_048;

/** The sample as far as it is known. */
export function sampleFacts(results: Results): SampleFacts {
  const file = results.target?.file ?? results.file ?? {};
  const url = asText(results.target?.url);
  const size = file.size;
  return {
    name: asText(file.name) ?? url ?? 'unknown sample',
    hashes: hashesOf(file),
    size: Number.isSafeInteger(size) ? size : undefined,
    url,
  };
}

export function hashesOf(file: object): SampleFacts['hashes'] {
  const hashes: SampleFacts['hashes'] = {};
  for (const kind of Object.keys(HASH_LENGTHS) as HashKind[]) {
    const value = asText((file as { [name: string]: unknown })[kind])?.toLowerCase();
    if (value !== undefined && hashKind(value) === kind) hashes[kind] = value;
  }
  return hashes;
}

export function hashKind(value: string): HashKind | undefined {
  if (!/^[0-9a-f]+$/.test(value)) return undefined;
  return (Object.keys(HASH_LENGTHS) as HashKind[]).find((kind) => HASH_LENGTHS[kind] === value.length);
}

/**
 * What of the analysis others can look for, each once: sample, dropped files, and indicators that the sample did
 * something with. Noise is left out, and so is what only stood in some text.
 */
export function indicatorsOf(results: Results): Indicator[] {
  const known = new Map<string, Indicator>();
  const add = (indicator: Indicator) => {
    const key = `${indicator.kind} ${indicator.value}`;
    if (indicator.value !== '' && indicator.value.length <= MAX_LENGTH && !known.has(key)) known.set(key, indicator);
  };
  for (const value of Object.values(sampleFacts(results).hashes)) {
    add({ kind: 'hash', value, hash: hashKind(value)!, comment: 'the sample' });
  }
  for (const file of asList(results.dropped)) {
    const sha256 = isRecord(file) ? hashesOf(file).sha256 : undefined;
    if (sha256 !== undefined) add({ kind: 'hash', value: sha256, hash: 'sha256', comment: 'dropped' });
  }
  for (const ioc of asList(results.iocs)) {
    if (!isRecord(ioc) || !KINDS.has(String(ioc['kind'])) || ioc['noise'] !== undefined) continue;
    const roles = asList(ioc['seen']).flatMap((place) => (isRecord(place) ? (asText(place['role']) ?? []) : []));
    const acted = [...new Set(roles)].filter((role) => role !== 'mentioned');
    const value = asText(ioc['value']);
    if (value === undefined || acted.length === 0) continue;
    const kind = ioc['kind'] as Indicator['kind'];
    const hash = kind === 'hash' ? hashKind(value) : undefined;
    if (kind !== 'hash') add({ kind, value, comment: acted.join(', ') });
    else if (hash !== undefined) add({ kind, value, hash, comment: acted.join(', ') });
  }
  return [...known.values()];
}

/** When the analysis ended, or began; 1970 where it does not say, so that the same analysis gives the same bytes. */
export function analysisDate({ info }: Results): Date {
  for (const text of [info?.ended, info?.started]) {
    const ms = typeof text === 'string' ? Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`) : Number.NaN;
    if (ms >= 0) return new Date(ms);
  }
  return new Date(0);
}

/** What tells this analysis from others: the sample and when it ran. */
export function analysisKey(results: Results): string {
  const { hashes, name } = sampleFacts(results);
  return [hashes.sha256 ?? hashes.sha1 ?? hashes.md5 ?? name, analysisDate(results).toISOString()].join(' ');
}

/** ATT&CK techniques with the signatures that show them, in order of id. */
export function techniquesOf(results: Results): Map<string, { name: string; severity: number }[]> {
  const found = new Map<string, { name: string; severity: number }[]>();
  for (const match of asList(results.signatures)) {
    if (!isRecord(match)) continue;
    for (const ttp of new Set(asList(match['ttps']))) {
      const id = asText(ttp);
      if (id === undefined || !/^T\d{4}(?:\.\d{3})?$/.test(id)) continue;
      const list = found.get(id) ?? [];
      if (list.length === 0) found.set(id, list);
      list.push({ name: asText(match['name']) ?? '', severity: Number(match['severity']) || 0 });
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
