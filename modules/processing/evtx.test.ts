import { ProcessingTester } from 'ovoscope/testing';
import { describe, expect, it } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { zipOf } from '../../tests/support/apk-writer.ts';
import { evtxEvent, evtxOf, field, wide } from '../../tests/support/evtx-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import WindowsEventLogs from './evtx.ts';
import Sysmon from './sysmon.ts';

const TIME = '2025-01-01T00:00:00.1234567Z';
const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
const SYSMON_FILE = 'Microsoft-Windows-Sysmon%4Operational.evtx';
const log = (channel: string, ...ids: number[]) =>
  evtxOf([ids.map((id) => evtxEvent(id, channel, [field('Image', wide(`${id}.exe`))]))]);
const told = (record: number, id: number, channel = 'System') => ({
  ...{ record, event_id: id, provider: 'Test', channel, computer: 'PC', time: TIME, level: 4, pid: 42 },
  ...{ user: 'S-1-5-18', data: { Image: `${id}.exe` } },
});
const ZIP = zipOf({ 'System.evtx': log('System', 7045, 7036), [SYSMON_FILE]: log(SYSMON, 1, 3), 'readme.txt': 'x' });

new ProcessingTester().run(WindowsEventLogs, {
  gives: [
    {
      name: 'the logs that CAPE took along',
      files: { 'evtx/evtx.zip': ZIP },
      results: {
        evtx: {
          logs: [
            {
              ...{ file: 'evtx/evtx.zip/System.evtx', channel: 'System', events: 2, first: TIME, last: TIME },
              ids: { 7036: 1, 7045: 1 },
            },
            {
              ...{ file: `evtx/evtx.zip/${SYSMON_FILE}`, channel: SYSMON, events: 2, first: TIME, last: TIME },
              ids: { 1: 1, 3: 1 },
            },
          ],
          events: [told(1, 7045), told(2, 7036)],
        },
      },
      problems: [],
    },
  ],
  survives: [
    { name: 'no log', files: { 'evtx/readme.txt': 'x' }, results: { evtx: { logs: [], events: [] } }, problems: [] },
    {
      name: 'no archive',
      files: { 'evtx/evtx.zip': 'hello', 'evtx/a.evtx': log('System', 1) },
      results: { evtx: expect.objectContaining({ events: [told(1, 1)] }) },
      problems: ['EVTX_ARCHIVE'],
    },
    {
      name: 'a log that is longer than may be unpacked',
      files: { 'evtx/evtx.zip': ZIP },
      options: { member: 1000 },
      results: { evtx: { logs: [], events: [] } },
      problems: ['EVTX_ARCHIVE', 'EVTX_ARCHIVE'],
    },
    {
      name: 'a damaged log',
      files: { 'evtx/a.evtx': log('System', 1, 2).subarray(0, 6000) },
      results: { evtx: expect.objectContaining({ events: [told(1, 1)] }) },
      problems: ['EVTX_DAMAGED'],
    },
  ],
});

describe('event logs', () => {
  const run = async (files: { [path: string]: Buffer }, options = {}) =>
    runModule(WindowsEventLogs, memoryTask(files), { options });

  it('of more events than are kept have the latest', async () => {
    const { value, problems } = await run({ 'evtx/a.evtx': log('System', 1, 2, 3, 4, 5) }, { count: 2 });
    expect(value!.events.map(({ event_id }) => event_id)).toEqual([4, 5]);
    expect(value!.logs).toMatchObject([{ events: 5 }]);
    expect(problems).toMatchObject([
      { code: 'EVTX_TOO_MANY', message: 'of 5 events of evtx/a.evtx the latest 2 were kept' },
    ]);
  });

  it('in snapshots have the events of the end once', async () => {
    const before = zipOf({ 'System.evtx': log('System', 1, 2) });
    const after = zipOf({ 'System.evtx': log('System', 1, 2, 3) });
    const { value } = await run({ 'evtx/evtx.zip': after, 'evtx/evtx_snapshot_1.zip': before });
    expect(value!.events.map(({ record, event_id }) => [record, event_id])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('of Sysmon stand in where there is no export', async () => {
    const files = { 'evtx/evtx.zip': ZIP };
    const events = [1, 3].map((id) => ({ event_id: id, time: TIME, computer: 'PC', data: { Image: `${id}.exe` } }));
    expect(await runModule(Sysmon, memoryTask(files))).toEqual({ value: events, problems: [] });
    const { value } = await runModule(Sysmon, memoryTask({ ...files, 'sysmon/sysmon.xml': '<Events></Events>' }));
    expect(value).toEqual([]);
  });

  it('of any kind are survived', async () => {
    const given = { files: { 'evtx/evtx.zip': ZIP }, problems: ['EVTX_DAMAGED', 'EVTX_ARCHIVE'], places: 60 };
    await expectSurvives(WindowsEventLogs, given);
    await expectSurvives(Sysmon, given);
  });
});
