import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import AnalysisInfo from './info.ts';

const run = async (info: { [name: string]: unknown }, dialect = 'cuckoo-2') =>
  (await runModule(AnalysisInfo, memoryTask({}, { info, dialect }))).value;

test('what Cuckoo 2 says of a task', async () => {
  const info = {
    id: 2204,
    category: 'file',
    started_on: '2016-08-25T22:44:58.917943',
    completed_on: '2016-08-25T22:46:05.179941',
    guest: {
      name: 'cuckoo1',
      label: 'cuckoo7',
      manager: 'VirtualBox',
      started_on: '2016-08-25T22:44:59',
      shutdown_on: '2016-08-25 22:46:00',
    },
    machine: 'other',
    custom: '',
    owner: null,
    package: 'pdf',
    platform: 'windows',
    route: 'none',
    options: { procmemdump: 'yes', human: '0', free: '' },
    priority: 3,
  };
  expect(await run(info)).toEqual({
    version: '2',
    dialect: 'cuckoo-2',
    started: '2016-08-25 22:44:58',
    ended: '2016-08-25 22:46:05',
    duration: 66,
    id: 2204,
    category: 'file',
    machine: {
      name: 'cuckoo1',
      label: 'cuckoo7',
      manager: 'VirtualBox',
      started_on: '2016-08-25 22:44:59',
      shutdown_on: '2016-08-25 22:46:00',
    },
    custom: '',
    owner: null,
    package: 'pdf',
    platform: 'windows',
    route: 'none',
    options: 'free=,human=0,procmemdump=yes',
  });
});

test('an analysis that says nothing', async () => {
  expect(await run({}, 'unknown')).toEqual({
    version: 'unknown',
    dialect: 'unknown',
    started: null,
    ended: null,
    duration: -1,
  });
});

test('a task that never ended has no duration', async () => {
  const { started, ended, duration } = await run({ started_on: '2024-05-13T05:32:31', completed_on: null });
  expect([started, ended, duration]).toEqual(['2024-05-13 05:32:31', null, -1]);
});

test('a clock that went backwards gives no duration', async () => {
  expect((await run({ started_on: '2024-05-13T05:32:31', completed_on: '2024-05-13T05:32:30' })).duration).toBe(-1);
});

test.each([
  ['2024-05-13 05:32:31', '2024-05-13 05:32:31'],
  ['2024-05-13T05:32:31.5+02:00', '2024-05-13 03:32:31'],
  ['2024-05-13T05:32:31-0130', '2024-05-13 07:02:31'],
  ['2024-05-13T05:32:31Z', '2024-05-13 05:32:31'],
  [1347617730.5, '2012-09-14 10:15:30'],
  ['2024-13-45T05:32:31', null],
  ['yesterday', null],
  [Number.POSITIVE_INFINITY, null],
  [-1, null],
  [{ $dt: 'x' }, null],
  [true, null],
])('the time %j is %j', async (started_on, expected) => {
  expect((await run({ started_on })).started).toBe(expected);
});

test('times do not move with the time zone of the host', async () => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    expect((await run({ started_on: '2024-05-13T05:32:31' })).started).toBe('2024-05-13 05:32:31');
  } finally {
    process.env['TZ'] = zone;
  }
});

test('a machine that is only named', async () => {
  expect((await run({ machine: 'win7', guest: {} })).machine).toBe('win7');
});

test('values of other kinds than expected are not taken', async () => {
  const odd = JSON.parse(
    '{"id": "12", "category": ["file"], "guest": [1], "package": {"a": 1}, "options": [1], "machine": 5}',
  );
  expect(await run(odd)).toEqual({
    version: '2',
    dialect: 'cuckoo-2',
    started: null,
    ended: null,
    duration: -1,
    id: 12,
    machine: '5',
    package: null,
    options: '',
  });
});

test('__proto__ in the facts is an ordinary name', async () => {
  const { machine } = await run({ guest: JSON.parse('{"name": "x", "__proto__": "y"}') });
  expect(Object.entries(machine!)).toEqual([
    ['name', 'x'],
    ['__proto__', 'y'],
  ]);
});

test('options that are text are sorted too', async () => {
  expect((await run({ options: 'b=2,a=1,' })).options).toBe('a=1,b=2');
});
