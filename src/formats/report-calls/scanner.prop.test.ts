import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../util/byte-source.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { CallLog } from '../call-log/log.ts';
import { readJson } from '../json/read.ts';
import { reportCalls } from './format.ts';
import type { CallRegion } from './types.ts';

/** The regions of `processes.*` in a text, as an importer finds them. */
function logOf(source: ByteSource): CallLog {
  const regions: CallRegion[] = [];
  const streams = {
    'processes.*': () => {
      const index = regions.length;
      const header = { key: String(index), pid: index, ppid: 0, name: '', path: null, startMs: 0 };
      let region: CallRegion | undefined;
      return {
        element(start: number, length: number) {
          region ??= { header, start, end: 0, shiftMs: 0, oversize: new Map() };
          region.end = start + length;
        },
        end() {
          if (region) regions.push(region);
        },
      };
    },
  };
  readJson(source, { streams });
  const log = new CallLog(source, reportCalls(regions));
  log.scan();
  return log;
}

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constantFrom(null, true, [1, { a: '}' }], '"],[{'),
);
const record = fc.record({
  api: fc.constantFrom('A', 'B', 'C'),
  category: fc.constantFrom('x', 'y'),
  timestamp: fc
    .integer({ min: 0, max: 86_399_999 })
    .map((ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',')),
  thread_id: fc.nat(1000).map(String),
  status: fc.boolean(),
  return: fc.nat().map((n) => `0x${n.toString(16).padStart(8, '0')}`),
  repeated: fc.nat(5),
  arguments: fc.array(fc.record({ name: fc.constantFrom('p', 'q', '__proto__'), value }), { maxLength: 4 }),
});

describe('calls of a report', () => {
  it('are those that JSON.parse finds, however the text is laid out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(record, { maxLength: 5 }), { maxLength: 4 }),
        fc.constantFrom(0, 1, 4),
        (lists, indent) => {
          const text = JSON.stringify({ processes: lists, tail: 'x' }, null, indent);
          const log = logOf(new MemorySource(Buffer.from(text)));
          expect(log.problems).toEqual([]);
          const filled = lists.filter((list) => list.length > 0);
          expect(log.streams.map((stream) => stream.length)).toEqual(filled.map((list) => list.length));
          for (const [i, list] of filled.entries()) {
            const calls = [...log.calls(i)];
            expect(calls.map((call) => ({ ...JSON.parse(JSON.stringify(call)), id: undefined }))).toEqual(
              list.map((raw) => ({
                ...raw,
                id: undefined,
                thread_id: Number(raw.thread_id),
                status: raw.status ? 'SUCCESS' : 'FAILURE',
              })),
            );
            const ofA = [...log.calls(i).ofApi('A')].map((call) => call.id);
            expect(ofA).toEqual(list.flatMap((raw, id) => (raw.api === 'A' ? [id] : [])));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are found again in any block of a long list', () => {
    const call = (id: number) => ({
      api: `Api${id % 7}`,
      category: 'c',
      arguments: { n: id, text: 'x'.repeat(id % 300) },
    });
    const text = JSON.stringify({ processes: [[call(0)], Array.from({ length: 20_000 }, (_, id) => call(id))] });
    const log = logOf(new MemorySource(Buffer.from(text)));
    const list = log.calls(1);
    expect(list).toHaveLength(20_000);
    expect(log.streams[1]!.blocks.length).toBeGreaterThan(3);
    const numbers = (calls: Iterable<{ arguments: { value: unknown }[] }>) =>
      [...calls].map((c) => c.arguments[0]!.value);
    expect(numbers(list)).toEqual(Array.from({ length: 20_000 }, (_, id) => id));
    expect(numbers(list.slice(4090, 4100))).toEqual([4090, 4091, 4092, 4093, 4094, 4095, 4096, 4097, 4098, 4099]);
    expect(numbers([list.at(-1)!, list.at(12_345)!])).toEqual([19_999, 12_345]);
    expect(numbers(list.ofApi('Api3'))).toHaveLength(2857);
  });

  it('hand their values to whoever watches the first pass', () => {
    const records = [
      { api: 'A', category: 'c', status: 0, return_value: -1, arguments: { p: 'text', q: 7 }, flags: { q: 'SEVEN' } },
      {
        api: 'A',
        category: 'c',
        status: true,
        return: '0x5',
        arguments: [{ name: 'p', value: 'v', pretty_value: 'V' }],
      },
    ];
    const text = JSON.stringify({ processes: [records] });
    const source = new MemorySource(Buffer.from(text));
    const start = text.indexOf('[[') + 2;
    const region: CallRegion = {
      header: { key: '0', pid: 1, ppid: 0, name: '', path: null, startMs: 0 },
      start,
      end: text.length - 3,
      shiftMs: 0,
      oversize: new Map(),
    };
    const seen: unknown[] = [];
    new CallLog(source, reportCalls([region])).scan({
      handlerFor: (def) => (cursor) => {
        const p = def.indexOf('p');
        const q = def.indexOf('q');
        seen.push([cursor.success, cursor.return32(), cursor.text(p), cursor.value(q), cursor.flag(p), cursor.flag(q)]);
      },
    });
    expect(seen).toEqual([
      [false, 0xffff_ffff, 'text', 7, undefined, 'SEVEN'],
      [true, 5, 'v', undefined, 'V', undefined],
    ]);
  });

  it('go on past a limit of different lists of arguments', () => {
    const records = Array.from({ length: 9000 }, (_, i) => ({ api: 'A', category: 'c', arguments: { [`a${i}`]: i } }));
    const log = logOf(new MemorySource(Buffer.from(JSON.stringify({ processes: [records] }))));
    expect(log.problems.map((problem) => problem.code)).toEqual(['REPORT_NO_TIME']);
    const calls = [...log.calls(0)];
    expect(calls).toHaveLength(9000);
    expect(calls[8999]!.arguments).toEqual([{ name: 'a8999', value: 8999 }]);
  });
});
