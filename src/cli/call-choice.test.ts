import { describe, expect, it } from 'vitest';
import { given } from '../testing/given.ts';
import { type Asked, callChoice } from './call-choice.ts';
import { UsageError } from './context.ts';

const { processes } = given(
  'sample.exe',
  ['RegOpenKeyExA', { regkey: 'HKEY_LOCAL_MACHINE\\Software\\Run' }, { timestamp: '2020-01-01 10:00:00,000' }],
  ['NtCreateFile', { filepath: 'C:\\a.exe' }, { timestamp: '2020-01-01 10:00:01,500', status: 'FAILURE' }],
  ['RegCloseKey', { key_handle: '0x10' }, { timestamp: '2020-01-01 10:00:03,000' }],
).behavior!;
Object.assign(processes[0]!, { first_seen: '2020-01-01 10:00:00,000' });

function ids(asked: Asked): number[] {
  const choice = callChoice(asked, processes);
  return processes
    .filter((process) => choice.wantsProcess(process))
    .flatMap((process) => [...choice.calls(process)].map(({ id }) => id));
}

describe('callChoice', () => {
  it('takes everything where nothing is asked', () => {
    expect(ids({})).toEqual([0, 1, 2]);
  });

  it.each<[string, Asked, number[]]>([
    ['an API', { api: ['RegCloseKey'] }, [2]],
    ['a glob', { api: ['Reg*'] }, [0, 2]],
    ['one of several', { api: ['Reg?lose*', 'NtCreateFile'] }, [1, 2]],
    ['a category, by the name of any generation', { category: ['filesystem'] }, [1]],
    ['a category in other case', { category: ['REGISTRY'] }, [0, 2]],
    ['text of an argument, in any case', { arg: ['software\\run'] }, [0]],
    ['both of two conditions', { arg: ['a.exe'], api: ['Reg*'] }, []],
    ['a process id', { pid: ['1000'] }, [0, 1, 2]],
    ['another process id', { pid: ['4'] }, []],
    ['a process name', { process: ['SAMPLE*'] }, [0, 1, 2]],
    ['a status', { status: 'FAILURE' }, [1]],
    ['seconds from the start', { from: '1.5' }, [1, 2]],
    ['seconds up to', { to: '+1.5' }, [0, 1]],
    ['a time of day', { from: '10:00:01', to: '10:00:02' }, [1]],
    ['a whole time', { from: '2020-01-01 10:00:01.500' }, [1, 2]],
    ['a time that comes after all', { from: '100000' }, []],
  ])('chooses by %s', (_, asked, wanted) => {
    expect(ids(asked)).toEqual(wanted);
  });

  it('says what it cannot understand', () => {
    expect(() => ids({ pid: ['x'] })).toThrow(UsageError);
    expect(() => ids({ from: 'yesterday' })).toThrow('--from is yesterday, but should be seconds or a time');
  });
});
