import type { YaraHit } from './types.ts';

/** What the engine says of a rule that matched. */
export interface EngineMatch {
  identifier: string;
  namespace: string;
  isPrivate: boolean;
  tags?: string[];
  metadata?: { identifier: string; value: unknown }[];
  patterns?: { identifier: string; isPrivate: boolean; matches?: { offset: number; length: number }[] }[];
}

/** Longer matches are cut to so many bytes. */
const LONGEST = 4096;

/** A match in Cuckoo's shape, with the bytes that the rule found. */
export function toHit(match: EngineMatch, bytes: Uint8Array): YaraHit {
  const found: { identifier: string; offset: number; text: string }[] = [];
  for (const { identifier, isPrivate, matches = [] } of match.patterns ?? []) {
    if (isPrivate) continue;
    for (const { offset, length } of matches) {
      const part = bytes.subarray(offset, offset + Math.min(length, LONGEST));
      const text = Buffer.from(part.buffer, part.byteOffset, part.length).toString('base64');
      found.push({ identifier: identifier.replace(/^\$/, ''), offset, text });
    }
  }
  const strings = [...new Set(found.map(({ text }) => text))].sort();
  const places = new Map(strings.map((text, i) => [text, i]));
  const offsets = new Map<string, [number, number][]>();
  for (const { identifier, offset, text } of found) {
    const list = offsets.get(identifier) ?? [];
    offsets.set(identifier, list);
    list.push([offset, places.get(text)!]);
  }
  return {
    name: match.identifier,
    meta: metaOf(match),
    strings,
    offsets: Object.fromEntries(offsets),
    ...(match.tags?.length && { tags: match.tags }),
    ...(match.namespace !== 'default' && { file: match.namespace }),
  };
}

function metaOf({ metadata = [] }: EngineMatch): YaraHit['meta'] {
  const isPlain = (value: unknown): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value);
  const entries = metadata.map(({ identifier, value }) => [identifier, isPlain(value) ? value : textOf(value)]);
  return Object.fromEntries([['description', '(no description)'], ...entries]);
}

/** Numbers beyond 2^53, and bytes that are no text. */
function textOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return Array.isArray(value) ? Buffer.from(value as number[]).toString('latin1') : String(value);
}
