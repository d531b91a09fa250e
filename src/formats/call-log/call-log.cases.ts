import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog, toText } from '../../../tests/support/read-log.ts';
import type { CallLogFormat } from './types.ts';

const withoutRepeats = (call: string | undefined): string | undefined => call?.replace(/"repeated":\d+/, '');

/** What every format of call log must hold to. `sample` is a sound log with at least 8 calls. */
export function describeCallLog(format: CallLogFormat, sample: () => Uint8Array): void {
  describe(`${format.name}: what every call log holds to`, () => {
    const bytes = sample();
    const whole = readLog(format, bytes);

    it('reads the sample without a problem', () => {
      expect(whole.codes).toEqual([]);
      expect(whole.streams.flat().length).toBeGreaterThanOrEqual(8);
    });

    it('cut anywhere, reads a prefix and says where reading stopped', () => {
      let told = 0;
      for (let cut = 0; cut < bytes.length; cut++) {
        const part = readLog(format, bytes.subarray(0, cut));
        for (const [id, calls] of part.streams.entries()) {
          const all = whole.streams[id]!;
          const last = calls.length - 1;
          expect(calls.slice(0, -1), `cut at ${cut}`).toEqual(all.slice(0, Math.max(0, last)));
          // Calls that would have been folded into the last one may be behind the cut.
          expect(withoutRepeats(calls[last])).toEqual(withoutRepeats(last < 0 ? undefined : all[last]));
        }
        for (const offset of part.offsets) expect(offset).toBeLessThanOrEqual(cut);
        if (part.codes.length > 0) {
          expect(part.codes).toEqual(['CALLS_TRUNCATED']);
          told++;
        }
      }
      expect(told).toBeGreaterThan(bytes.length / 2);
    });

    it('gives the same whatever the size of the pieces it reads', () => {
      for (const size of [64, 97, 128, 1000, 4096]) {
        const other = readLog(format, bytes, size);
        expect(other.streams).toEqual(whole.streams);
        expect(other.codes).toEqual([]);
      }
    });

    it('gives the same calls at random as in order', () => {
      for (const { id, length } of whole.log.streams) {
        const list = whole.log.calls(id);
        const all = [...list].map(toText);
        for (let i = length - 1; i >= 0; i -= 3) expect(toText(list.at(i))).toBe(all[i]);
        expect(list.slice(1, 4).map(toText)).toEqual(all.slice(1, 4));
        expect(list.at(length)).toBeUndefined();
        expect(toText(list.at(-1))).toBe(all[length - 1]);
        const api = list.at(0)?.api ?? '';
        expect([...list.ofApi(api)].map(toText)).toEqual([...list].filter((call) => call.api === api).map(toText));
      }
    });

    it('survives any bytes changed', () => {
      const edit = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
          const damaged = Uint8Array.from(bytes);
          for (const { at, byte } of edits) damaged[at] = byte;
          readLog(format, damaged);
        }),
        { numRuns: 400 },
      );
    });

    it('survives any bytes at all', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
          readLog(format, noise);
          readLog(format, Buffer.concat([bytes, noise]));
        }),
        { numRuns: 300 },
      );
    });
  });
}
