import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstUses } from './first-use.ts';
import { type SampleCall, type SampleCalls, sampleProcess, sampleResults } from './sample.cases.ts';

it('points to the first call that used a value, and keeps the value where none is left', () => {
  const first = sampleProcess([
    ['NtOpenFile', 'file', { filepath: 'C:\\b' }],
    ['NtCreateFile', 'file', { filepath: 'C:\\a' }],
    ['NtCreateFile', 'file', { filepath: 'C:\\a' }],
  ]);
  const second = sampleProcess([['NtCreateFile', 'file', { filepath: 'C:\\b' }]], { process_id: 2 });
  const results = sampleResults([first, second]);
  expect(firstUses(results, ['C:\\a', 'C:\\c', 'C:\\b'], ['NtCreateFile'], 'filepath')).toEqual([
    { pid: 1000, process: 'sample.exe', cid: 1, api: 'NtCreateFile', filepath: 'C:\\a' },
    { filepath: 'C:\\c' },
    { pid: 2, process: 'sample.exe', cid: 0, api: 'NtCreateFile', filepath: 'C:\\b' },
  ]);
});

it('reads no further than it has to', () => {
  const first = sampleProcess([['NtCreateFile', 'file', { filepath: 'C:\\a' }]]);
  const second = sampleProcess([['NtCreateFile', 'file', { filepath: 'C:\\b' }]]);
  firstUses(sampleResults([first, second]), ['C:\\a'], ['NtCreateFile'], 'filepath');
  expect((second.calls as SampleCalls).passes).toBe(0);
  firstUses(sampleResults([second]), [], ['NtCreateFile'], 'filepath');
  expect((second.calls as SampleCalls).passes).toBe(0);
});

it('leaves out what only excepted processes used', () => {
  const noise = sampleProcess(
    [
      ['NtCreateFile', 'file', { filepath: 'C:\\a' }],
      ['NtCreateFile', 'file', { filepath: 'C:\\b' }],
    ],
    { process_id: 2, process_name: 'SvcHost.exe' },
  );
  const sample = sampleProcess([['NtCreateFile', 'file', { filepath: 'C:\\b' }]]);
  const results = sampleResults([noise, sample]);
  const options = { except: ['svchost.exe'] };
  expect(firstUses(results, ['C:\\a', 'C:\\b', 'C:\\c'], ['NtCreateFile'], 'filepath', options)).toEqual([
    { pid: 1000, process: 'sample.exe', cid: 0, api: 'NtCreateFile', filepath: 'C:\\b' },
    { filepath: 'C:\\c' },
  ]);
});

it('asks the log of a finished process twice at most', () => {
  const paths = Array.from({ length: 20 }, (_, i) => `C:\\${i}`);
  const process = Object.freeze(sampleProcess(paths.map((filepath) => ['NtCreateFile', 'file', { filepath }])));
  const results = sampleResults([process]);
  for (const path of [...paths, 'C:\\none']) firstUses(results, [path], ['NtCreateFile'], 'filepath');
  expect((process.calls as SampleCalls).passes).toBe(2);
});

it('answers again as it answered first', () => {
  const text = fc.constantFrom('', 'a', 'b', 'c', 'd');
  const calls = fc.array(fc.tuple(fc.constantFrom('NtOpenFile', 'NtCreateFile'), fc.option(text)), { maxLength: 8 });
  const question = fc.tuple(
    fc.uniqueArray(text),
    fc.subarray(['NtOpenFile', 'NtCreateFile']),
    fc.constantFrom([], ['two.exe']),
  );
  fc.assert(
    fc.property(calls, calls, fc.array(question, { maxLength: 8 }), (first, second, questions) => {
      const make = () =>
        [first, second].map((list, i) =>
          sampleProcess(
            list.map(([api, filepath]): SampleCall => [api, 'file', filepath === null ? {} : { filepath }]),
            { process_id: i, process_name: i === 0 ? 'one.exe' : 'two.exe' },
          ),
        );
      const kept = sampleResults(make().map((process) => Object.freeze(process)));
      for (const [values, apis, except] of questions) {
        const fresh = firstUses(sampleResults(make()), values, apis, 'filepath', { except });
        expect(firstUses(kept, values, apis, 'filepath', { except })).toEqual(fresh);
      }
    }),
  );
});
