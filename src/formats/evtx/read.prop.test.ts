import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evtxEvent, evtxOf, field, wide } from '../../../tests/support/evtx-writer.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readEvtx } from './read.ts';

const events = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => evtxEvent(from + i, 'C', [field('a', wide(`value ${from + i}`))]));
const LOG = evtxOf([events(1, 3), events(4, 3)]);

function ids(bytes: Uint8Array): (number | null)[] {
  const reader = readEvtx(new MemorySource(bytes));
  const found: (number | null)[] = [];
  for (let next = reader.next(); ; next = reader.next()) {
    if (next.done) {
      for (const { offset } of next.value.damage) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(bytes.length);
      }
      return found;
    }
    expect(typeof JSON.stringify(next.value)).toBe('string');
    found.push(next.value.event_id);
  }
}

/** Where the events are; the rest of a chunk is empty. */
const place = fc.oneof(fc.nat(LOG.length - 1), fc.integer({ min: 4096, max: 4096 + 5000 }));

describe('an event log', () => {
  it('that is cut has the events before the cut', () =>
    fc.assert(
      fc.property(place, (at) => {
        const found = ids(LOG.subarray(0, at));
        expect(found).toEqual([1, 2, 3, 4, 5, 6].slice(0, found.length));
      }),
      { numRuns: 150 },
    ));

  it('may have any bytes in any places', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 12 }), (changes) => {
        const bytes = Buffer.from(LOG);
        for (const [at, byte] of changes) bytes[at] = byte;
        expect(ids(bytes)).toEqual(ids(bytes));
      }),
      { numRuns: 300 },
    ));

  it('may be any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        expect(ids(noise)).toEqual([]);
        ids(Buffer.concat([LOG.subarray(0, 4096 + 512), noise]));
      }),
      { numRuns: 100 },
    ));
});
