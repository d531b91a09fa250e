import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OvoscopeError } from '../errors/problem.ts';
import { writeJson } from '../report/json-writer.ts';
import { MemorySource } from '../util/byte-source.ts';
import { importReport } from './import-report.ts';

const sample = JSON.stringify({
  info: { version: '2.4-CAPE', started: 1584895321.5, duration: '3 seconds', options: { a: '1' } },
  behavior: {
    processes: [
      {
        process_id: '10',
        first_seen: '2023-07-11 08:41:54,484',
        calls: [
          {
            timestamp: '2023-07-11 08:41:54,656',
            thread_id: '1',
            category: 'c',
            api: 'A',
            status: false,
            arguments: [{ name: 'n', value: 'v' }],
          },
          {
            time: 1584895321.5,
            tid: 1,
            category: 'c',
            api: 'B',
            status: 1,
            return_value: -1,
            arguments: { a: 12345678901234568, b: [1] },
            flags: {},
          },
        ],
        pid: 11,
      },
      { calls: [], threads: [1] },
    ],
    processtree: [{ pid: 1, children: [{ pid: 2 }] }],
    summary: { file_opened: ['a'], file_moved: [['a', 'b']] },
  },
  network: { hosts: [{ ip: '192.0.2.1' }], dns: [{ request: 'a', answers: [{ type: 'A', data: '192.0.2.1' }] }] },
  debug: { log: ['a\n'] },
  dropped: [{ name: ['a'] }],
  ttps: { T1: 'a' },
});

async function survives(bytes: Uint8Array): Promise<void> {
  let report: Awaited<ReturnType<typeof importReport>>;
  try {
    report = await importReport(new MemorySource(bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(OvoscopeError);
    return;
  }
  for (const { calls } of report.results.behavior?.processes ?? []) {
    let count = 0;
    for (const call of calls) {
      expect(call.id).toBe(count++);
      expect(typeof call.api).toBe('string');
      expect(Array.isArray(call.arguments)).toBe(true);
    }
    expect(count).toBe(calls.length);
  }
  const text = [...writeJson(report.results)].join('');
  expect(() => JSON.parse(text)).not.toThrow();
  report.close();
}

it('bears any change of any bytes', async () => {
  const bits = fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '0',
    '-',
    '9'.repeat(20),
    'null',
    '\u0000',
    'é',
    '{"a":',
  );
  const change = fc.record({
    at: fc.nat(sample.length - 1),
    remove: fc.nat(30),
    insert: fc.oneof(bits, fc.constant('')),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      let text = sample;
      for (const { at, remove, insert } of changes) text = text.slice(0, at) + insert + text.slice(at + remove);
      await survives(Buffer.from(text));
    }),
    { numRuns: 500 },
  );
});

it('bears values of any kind in any place', async () => {
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', 'x', '2023-07-11 08:41:54', '7'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'calls',
          'pid',
          'processes',
          'children',
          'arguments',
          'api',
          'name',
          'value',
          'ip',
          'a',
          '__proto__',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;
  const key = fc.constantFrom(
    'info',
    'behavior',
    'network',
    'dropped',
    'debug',
    'target',
    'static',
    'ttps',
    'detections',
    'signatures',
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, tree), tree, async (report, processes) => {
      await survives(Buffer.from(JSON.stringify({ ...report, behavior: { processes, processtree: processes } })));
    }),
    { numRuns: 500 },
  );
});
