import { expect, it } from 'vitest';
import { launch } from './launches.ts';
import { children, commandLineOf, descendants, parentOf, processByPid, processName } from './processes.ts';
import { sampleCall, sampleProcess, sampleResults } from './sample.cases.ts';

const process = (process_id: number, parent_id: number, process_name = `${process_id}.exe`) =>
  sampleProcess([], { process_id, parent_id, process_name });

const tree = sampleResults([process(1, 0), process(2, 1), process(3, 2), process(4, 1), process(5, 9)]);
const pids = (list: { process_id: number }[]) => list.map((each) => each.process_id);

it('finds by id, with parent and children', () => {
  expect(processName(tree, 3)).toBe('3.exe');
  expect(processByPid(tree, 77)).toBeUndefined();
  expect(parentOf(tree, processByPid(tree, 3)!)?.process_id).toBe(2);
  expect(parentOf(tree, processByPid(tree, 5)!)).toBeUndefined();
  expect(pids(children(tree, 1))).toEqual([2, 4]);
  expect(pids(descendants(tree, 1))).toEqual([2, 4, 3]);
});

it('ends where ids go in a circle', () => {
  const circle = sampleResults([process(1, 3), process(2, 1), process(3, 2), process(4, 4)]);
  expect(pids(descendants(circle, 1))).toEqual([2, 3]);
  expect(pids(descendants(circle, 4))).toEqual([]);
  expect(parentOf(circle, processByPid(circle, 4)!)).toBeUndefined();
});

it('reads the command line wherever a sandbox put it', () => {
  expect(commandLineOf(sampleProcess([], { command_line: 'a' }))).toBe('a');
  expect(commandLineOf(sampleProcess([], { environ: { CommandLine: 'b' } }))).toBe('b');
  expect(commandLineOf(sampleProcess([]))).toBe('');
});

const parent = sampleProcess([]);

it.each([
  [
    [
      'CreateProcessInternalW',
      'process',
      { ApplicationName: 'C:\\Windows\\CMD.exe', CommandLine: 'cmd /c x', ProcessId: '7' },
    ],
    { program: 'cmd.exe', image: 'C:\\Windows\\CMD.exe', command_line: 'cmd /c x', pid: 7 },
  ],
  [
    ['CreateProcessInternalW', 'process', { filepath: '', command_line: '"C:\\a b\\c" /d', process_identifier: 0 }],
    { program: 'c.exe', image: '', command_line: '"C:\\a b\\c" /d', pid: undefined },
  ],
  [
    ['ShellExecuteExW', 'process', { FilePath: 'a.hta', Parameters: '/p' }],
    { program: 'a.hta', image: 'a.hta', command_line: 'a.hta /p', pid: undefined },
  ],
  [
    ['system', 'process', { command: 'dir C:\\' }],
    { program: 'dir.exe', image: '', command_line: 'dir C:\\', pid: undefined },
  ],
] as const)('launch of %j', (call, expected) => {
  expect(launch(sampleCall(call as never), parent)).toEqual(expected);
});
