import { createHash } from 'node:crypto';
import { parseIp } from '../../util/ip.ts';
import { STIX_PRODUCER, stixText } from '../../util/stix.ts';
import { uuidOf } from '../../util/uuid.ts';
import { hashAlgorithm } from '../values.ts';
import { describeEntry } from './describe.ts';
import type { ExportEntry, Exporter } from './types.ts';

const file = 'blacklist.stix.json';

const HASH_NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

/**
 * A STIX 2.1 bundle with one indicator an entry. Ids follow from the values: the next export updates the same
 * indicators, and an unchanged blacklist gives an unchanged bundle.
 */
export const stixExporter: Exporter = {
  files: [file],
  async *write(entries) {
    const contents = createHash('sha256');
    yield { file, text: `{"type":"bundle","objects":[\n${JSON.stringify(STIX_PRODUCER)}` };
    for await (const entry of entries) {
      const object = JSON.stringify(indicatorOf(entry));
      contents.update(object);
      yield { file, text: `,\n${object}` };
    }
    // At the end, for it follows from what came before.
    yield { file, text: `\n],"id":"bundle--${uuidOf(`stix bundle ${contents.digest('hex')}`)}"}\n` };
  },
};

function indicatorOf(entry: ExportEntry) {
  const { name, path } = observable(entry);
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuidOf(`stix indicator ${entry.type} ${entry.value}`)}`,
    created_by_ref: STIX_PRODUCER.id,
    created: entry.first_seen.toISOString(),
    modified: entry.last_seen.toISOString(),
    name,
    description: describeEntry(entry),
    indicator_types: ['malicious-activity'],
    pattern: `[${path} = '${stixText(entry.value)}']`,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: entry.first_seen.toISOString(),
    // The standard demands that it be later than valid_from.
    ...(entry.expires && entry.expires > entry.first_seen ? { valid_until: entry.expires.toISOString() } : {}),
  };
}

function observable({ type, value }: ExportEntry): { name: string; path: string } {
  if (type === 'hash') {
    const name = HASH_NAMES[hashAlgorithm(value)!];
    return { name: `File with ${name} ${value}`, path: `file:hashes.${name === 'MD5' ? name : `'${name}'`}` };
  }
  if (type === 'ip') return { name: `Address ${value}`, path: `ipv${parseIp(value)!.family}-addr:value` };
  if (type === 'domain') return { name: `Domain ${value}`, path: 'domain-name:value' };
  return { name: `URL ${value}`, path: 'url:value' };
}
