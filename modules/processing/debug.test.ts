import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import DebugLogs from './debug.ts';

const at = (second: number) => `2024-01-02 03:04:${String(second).padStart(2, '0')},000`;

const log = [
  `${at(1)} [root] DEBUG: Starting analyzer from: C:\\abcdef`,
  `${at(2)} [lib.api.process] ERROR: Failed to open process`,
  'Traceback (most recent call last):',
  '  File "x.py", line 1',
  `${at(3)} [root] WARNING: Folder is missing`,
  `${at(4)} [lib.api.process] ERROR: Timeout`,
  `${at(5)} [lib.api.process] ERROR: Timeout`,
  `${at(6)} [analyzer] CRITICAL: Unknown process: "ERROR: no"`,
  '',
].join('\n');

test('the log as it is, and its errors once each with the lines that belong to them', async () => {
  const { value, problems } = await runModule(DebugLogs, memoryTask({ 'analysis.log': log }));
  expect(value).toEqual({
    log,
    errors: [
      'Failed to open process\nTraceback (most recent call last):\n  File "x.py", line 1',
      'Timeout',
      'Unknown process: "ERROR: no"',
    ],
  });
  expect(problems).toEqual([]);
});

test("the host's log, errors and advice", async () => {
  const task = memoryTask({
    'analysis.log': '',
    'cuckoo.log': `${at(1)} [cuckoo.core.guest] ERROR: Virtual machine failed\n\n${at(2)} [x] INFO: done\n`,
    'analysis.json': '{"action": ["gatherer", 7, "gatherer"], "errors": ["The guest was lost"]}',
    'action.json': '["vmrouting"]',
    'mitm.err': 'mitm is missing',
  });
  expect(await runModule(DebugLogs, task)).toEqual({
    problems: [],
    value: {
      log: '',
      errors: ['The guest was lost', 'mitm is missing', 'Virtual machine failed'],
      cuckoo: [`${at(1)} [cuckoo.core.guest] ERROR: Virtual machine failed`, '', `${at(2)} [x] INFO: done`],
      action: ['gatherer', 'vmrouting'],
    },
  });
});

test('a log that passes the limit is cut, and the cut is told', async () => {
  const task = memoryTask({ 'analysis.log': 'x'.repeat(50) });
  const { value, problems } = await runModule(DebugLogs, task, { options: { limit: 20 } });
  expect(value.log).toBe('x'.repeat(20));
  expect(problems).toMatchObject([{ code: 'FILE_TEXT_CUT', message: expect.stringMatching(/50 bytes.*first 20/) }]);
});

test('an absent log is told', async () => {
  const { value, problems } = await runModule(DebugLogs, memoryTask({}));
  expect(value).toEqual({ log: '', errors: [] });
  expect(problems.map(({ code }) => code)).toEqual(['LOG_MISSING']);
});

test('damaged files of the sandbox are told', async () => {
  const task = memoryTask({ 'analysis.log': '', 'action.json': '{"action": [', 'analysis.json': '' });
  const { value, problems } = await runModule(DebugLogs, task);
  expect(value).toEqual({ log: '', errors: [] });
  expect(problems.map(({ code, where }) => [code, where.file])).toEqual([['FILE_DAMAGED_JSON', 'action.json']]);
});

test('a flood of errors does not fill the container', async () => {
  const flood = Array.from({ length: 5000 }, (_, i) => `${at(1)} [x] ERROR: number ${i}`).join('\n');
  const trace = `${at(1)} [x] ERROR: long\n${'at\n'.repeat(5000)}`;
  const { value } = await runModule(DebugLogs, memoryTask({ 'analysis.log': trace + flood }));
  expect(value.errors).toHaveLength(1000);
  expect(value.errors[0]!.split('\n')).toHaveLength(100);
});
