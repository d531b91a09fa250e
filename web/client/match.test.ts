import { describe, expect, it } from 'vitest';
import { BlockBuilder, NameTable } from '../../src/report/html-blocks.ts';
import type { CallIndex } from '../../src/report/html-calls.ts';
import { sampleCall } from '../../tests/support/fixture-results.ts';
import { openBlock } from './blocks.ts';
import { matcher } from './match.ts';
import { parseQuery } from './query.ts';

const START = Date.UTC(2026, 10, 3, 9, 14, 7, 120);
const apis = new NameTable();
const categories = new NameTable();
const builder = new BlockBuilder(4, START, apis, categories, Number.POSITIVE_INFINITY);
// Two runs of ids, as a file that leaves calls out has.
const calls = [
  ...Array.from({ length: 300 }, (_, id) => sampleCall(id)),
  ...Array.from({ length: 100 }, (_, id) => sampleCall(900 + id)),
];
for (const call of calls) builder.add(call, call.id === 7);
const { json, summary } = builder.finish();
const open = openBlock(JSON.parse(json));
const index = {
  processes: [{ index: 4, pid: 2388, name: 'a.exe', hue: 0, calls: 400, kept: 400 }],
  apis: apis.names,
  categories: categories.names,
} as unknown as CallIndex;

const match = (query: string, processes?: Set<number>, time?: [number, number]) => {
  const made = matcher(index, parseQuery(query).terms, { processes, time });
  return { mayHold: made.mayHold(summary), ids: made.rows(open).map((row) => open.ids[row]!) };
};
const expected = (fits: (call: (typeof calls)[number]) => boolean) => calls.filter(fits).map(({ id }) => id);

describe('a block', () => {
  it('gives back what went in', () => {
    expect([...open.ids]).toEqual(calls.map(({ id }) => id));
    expect(open.times[0]).toBe(0);
    expect(open.times[399]).toBe(Math.floor(999 * 1.7));
    const row = 5;
    const texts = Array.from(
      { length: open.block.xc[row]! },
      (_, i) => open.block.s[open.block.x[open.args[row]! + i * 2 + 1]!],
    );
    expect(texts).toEqual(
      calls[row]!.arguments.map(({ value, pretty_value }) =>
        pretty_value ? `${pretty_value} (${value})` : String(value),
      ),
    );
    expect(summary).toMatchObject({ p: 4, n: 400, i: [0, 999], t: [0, Math.floor(999 * 1.7)], cited: 1 });
  });
});

describe('a query over a block', () => {
  it.each<[string, (call: (typeof calls)[number]) => boolean]>([
    ['api:Reg*', ({ api }) => api.startsWith('Reg')],
    ['-api:Reg*', ({ api }) => !api.startsWith('Reg')],
    ['cat:file status:ok', ({ category, status }) => category === 'file' && status === 'SUCCESS'],
    ['status:fail', ({ status }) => status === 'FAILURE'],
    ['ret:c0000034', ({ return: value }) => value === '0xc0000034'],
    ['arg:KERNEL32.dll', ({ arguments: list }) => list.some(({ value }) => value === 'kernel32.dll')],
    ['arg:stage.delivery.example', ({ api }) => api === 'InternetConnectA'],
    ['tid:2396', ({ thread_id }) => thread_id === 2396],
    ['is:cited', ({ id }) => id === 7],
    ['-is:cited', ({ id }) => id !== 7],
    ['pid:2388', () => true],
    ['NtReadFile', ({ api }) => api === 'NtReadFile'],
    ['time:0.1..0.2', ({ id }) => Math.floor(id * 1.7) >= 100 && Math.floor(id * 1.7) <= 200],
  ])('%s', (query, fits) => {
    const wanted = expected(fits);
    expect(wanted.length).toBeGreaterThan(0);
    expect(match(query)).toEqual({ mayHold: true, ids: wanted });
  });

  it.each(['api:None', 'pid:1', 'cat:none', 'time:100s..'])('%s skips the block', (query) => {
    expect(match(query)).toEqual({ mayHold: false, ids: [] });
    expect(match(`-${query}`).ids).toHaveLength(400);
  });

  it('stays with the selected processes', () => {
    expect(match('', new Set([4])).mayHold).toBe(true);
    expect(match('', new Set([3])).mayHold).toBe(false);
  });
});
