import { expect, it } from 'vitest';
import { firstUses } from './first-use.ts';
import { type SampleCalls, sampleProcess, sampleResults } from './sample.cases.ts';

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
