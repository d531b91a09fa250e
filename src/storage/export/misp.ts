import { uuidOf } from '../../util/uuid.ts';
import { hashAlgorithm } from '../values.ts';
import { describeEntry } from './describe.ts';
import type { ExportEntry, Exporter } from './types.ts';

const file = 'blacklist.misp.json';

/**
 * One MISP event (core format) with an attribute an entry. Its uuids follow from the values: importing the next export
 * updates the same event. It is unpublished and for the own organisation only, until someone decides otherwise.
 */
export const mispExporter: Exporter = {
  files: [file],
  async *write(entries, { generated }) {
    let newestMs = 0;
    let count = 0;
    yield { file, text: '{"Event":{"Attribute":[' };
    for await (const entry of entries) {
      newestMs = Math.max(newestMs, entry.last_seen.getTime());
      yield { file, text: `${count === 0 ? '' : ','}\n${JSON.stringify(attributeOf(entry))}` };
      count += 1;
    }
    const changed = newestMs > 0 ? new Date(newestMs) : generated;
    const event = {
      uuid: uuidOf('misp event blacklist'),
      info: 'Ovoscope blacklist',
      date: changed.toISOString().slice(0, 10),
      timestamp: seconds(changed),
      // 2: medium. 2: analysis completed. 0: this organisation only.
      threat_level_id: '2',
      analysis: '2',
      distribution: '0',
      published: false,
      attribute_count: String(count),
    };
    yield { file, text: `\n],${JSON.stringify(event).slice(1)}}\n` };
  },
};

function attributeOf(entry: ExportEntry) {
  return {
    uuid: uuidOf(`misp attribute ${entry.type} ${entry.value}`),
    ...kindOf(entry),
    value: entry.value,
    comment: describeEntry(entry),
    to_ids: true,
    // 5: as the event.
    distribution: '5',
    disable_correlation: false,
    deleted: false,
    timestamp: seconds(entry.last_seen),
    first_seen: microseconds(entry.first_seen),
    last_seen: microseconds(entry.last_seen),
  };
}

function kindOf({ type, value }: ExportEntry): { type: string; category: string } {
  if (type === 'hash') return { type: hashAlgorithm(value)!, category: 'Payload delivery' };
  return { type: type === 'ip' ? 'ip-dst' : type, category: 'Network activity' };
}

function seconds(date: Date): string {
  return String(Math.floor(date.getTime() / 1000));
}

function microseconds(date: Date): string {
  return date.toISOString().replace('Z', '000+00:00');
}
