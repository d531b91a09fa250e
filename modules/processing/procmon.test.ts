import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import Procmon from './procmon.ts';

const XML = '<procmon><event><PID>4</PID></event><event><PID>5</PID></event></procmon>';
const run = (files: { [path: string]: string | Uint8Array }, options = {}) =>
  runModule(Procmon, memoryTask(files), { options });

test('nothing where Process Monitor did not run', async () => {
  expect(await run({})).toEqual({ value: undefined, problems: [] });
});

test('the limit', async () => {
  const { value, problems } = await run({ 'logs/procmon.xml': XML }, { count: 1 });
  expect(value).toEqual([{ PID: '4' }]);
  expect(problems).toMatchObject([{ code: 'PROCMON_TOO_MANY' }]);
});

test('survives any file', () =>
  expectSurvives(Procmon, { files: { 'logs/procmon.xml': XML }, problems: ['PROCMON_DAMAGED'] }));

describeShared('a real export', () => {
  test('has five events', async () => {
    const { value, problems } = await run({ 'logs/procmon.xml': readFileSync(sharedData('cuckoo/misc/procmon.xml')) });
    expect(problems).toEqual([]);
    expect(value).toHaveLength(5);
    expect(value![0]).toEqual({
      Detail: 'Thread ID: 1328',
      Operation: 'Thread Create',
      PID: '4',
      Path: null,
      ProcessIndex: '5',
      Process_Name: 'System',
      Result: 'SUCCESS',
      Time_of_Day: '12:57:15.0645467 AM',
    });
  });
});
