import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ProcessingTester } from 'ovoscope/testing';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import Sysmon from './sysmon.ts';

const event = (id: number, data = '') =>
  `<Event xmlns='x'><System><EventID>${id}</EventID><TimeCreated SystemTime='2019-05-13T04:31:15Z'/>` +
  `<Computer>PC</Computer></System><EventData>${data}</EventData></Event>`;
const xml = (...events: string[]) => `<Events>\n${events.join('\n')}\n</Events>\n`;
const told = (id: number, data = {}) => ({ event_id: id, time: '2019-05-13T04:31:15Z', computer: 'PC', data });

new ProcessingTester().run(Sysmon, {
  gives: [
    {
      name: 'the export of CAPE',
      files: { 'sysmon/sysmon.xml': xml(event(1, "<Data Name='Image'>C:\\a.exe</Data>"), event(3)) },
      results: { sysmon: [told(1, { Image: 'C:\\a.exe' }), told(3)] },
      problems: [],
    },
    {
      name: 'the exports of Cuckoo in their order in time',
      files: { 'sysmon/10.5.sysmon.xml': xml(event(2)), 'sysmon/9.5.sysmon.xml': xml(event(1)) },
      results: { sysmon: [told(1), told(2)] },
      problems: [],
    },
  ],
  survives: [
    { name: 'no Sysmon', files: { 'sysmon/readme.txt': 'x' }, results: {}, problems: [] },
    {
      name: 'one of two files damaged',
      files: { 'sysmon/1.xml': xml(event(1), event(2)).slice(0, -30), 'sysmon/2.xml': xml(event(3)) },
      results: { sysmon: [told(1), told(3)] },
      problems: ['SYSMON_DAMAGED'],
    },
    {
      name: 'more bytes than are read',
      files: { 'sysmon/1.xml': xml(event(1), event(2)) },
      options: { bytes: event(1).length + 20 },
      results: { sysmon: [told(1)] },
      problems: ['FILE_TEXT_CUT', 'SYSMON_DAMAGED'],
    },
  ],
});

test('what the limit leaves out is counted', async () => {
  const task = memoryTask({ 'sysmon/sysmon.xml': xml(event(1), event(3), event(11), event(3)) });
  const { value, problems } = await runModule(Sysmon, task, { options: { count: 1 } });
  expect(value).toEqual([told(1)]);
  expect(problems.map(({ message }) => message)).toEqual([
    'of 4 events of Sysmon the first 1 were kept; the others by their event id: 2 of 3, 1 of 11',
  ]);
});

test('survives any file', () =>
  expectSurvives(Sysmon, { files: { 'sysmon/sysmon.xml': xml(event(1), event(3)) }, problems: ['SYSMON_DAMAGED'] }));

describeShared('exports of a real run', () => {
  const parts = ['1075910_1557721881.41', '1075910_1557721901.94', '1075910_1557721922.58'];
  const load = (part: string) => gunzipSync(readFileSync(sharedData(`1-rawlogs/sysmon/${part}.sysmon.xml.gz`)));

  test('every event is there', async () => {
    const files = Object.fromEntries(parts.map((part) => [`sysmon/${part}.sysmon.xml`, load(part)]));
    const { value, problems } = await runModule(Sysmon, memoryTask(files));
    expect(problems).toEqual([]);
    expect(value).toHaveLength(7 + 395 + 756);
    expect(value!.every((each) => each.event_id !== null && each.time !== null && each.computer !== null)).toBe(true);
    expect(value!.reduce((sum, { data }) => sum + Object.keys(data).length, 0)).toBe(
      parts.reduce((sum, part) => sum + load(part).toString('latin1').split('<Data ').length - 1, 0),
    );
  });
});
