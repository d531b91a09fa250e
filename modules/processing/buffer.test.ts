import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { bson } from '../../tests/support/bson-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import Buffers from './buffer.ts';

const HELLO = Buffer.from('hello, this is a buffer');
const SHA1 = '9c33af6d4ceadcbc0f2b0e6c2d0a2b83ae9ac8b1';
const call = bson({ I: 1, T: 2, t: 3, h: 0, args: [1, 0] });
const buffer = (bytes: Buffer) => bson({ type: 'buffer', buffer: bytes, checksum: 'x' });

test('files of the folder, and what only logs hold', async () => {
  const log = Buffer.concat([call, buffer(HELLO), call, buffer(Buffer.from('other')), call]);
  const files = { 'buffer/aaaa': HELLO, 'logs/12.bson': log, 'logs/13.bson': log, 'logs/x.txt': buffer(HELLO) };
  const { value, problems } = await runModule(Buffers, memoryTask(files));
  expect(problems).toEqual([]);
  expect(value.map(({ name, path, size, pids, log, offset }) => ({ name, path, size, pids, log, offset }))).toEqual([
    { name: 'aaaa', path: 'buffer/aaaa', size: 23, pids: [12, 13], log: undefined, offset: undefined },
    {
      name: value[1]!.sha1,
      path: null,
      size: 5,
      pids: [12, 13],
      log: 'logs/12.bson',
      offset: call.length * 2 + buffer(HELLO).length,
    },
  ]);
  expect(value[0]!.sha1).not.toBe(SHA1);
});

test('a buffer that is longer than what is read at once', async () => {
  const long = Buffer.alloc(3 << 20, 'x');
  const { value } = await runModule(Buffers, memoryTask({ 'logs/1.bson': Buffer.concat([call, buffer(long), call]) }));
  expect(value).toMatchObject([{ size: 3 << 20, type: expect.stringContaining('ASCII text') }]);
});

test('the limit', async () => {
  const logs = { 'logs/1.bson': Buffer.concat([1, 2, 3].map((n) => buffer(Buffer.from([n])))) };
  const { value, problems } = await runModule(Buffers, memoryTask(logs), { options: { count: 2 } });
  expect(value).toHaveLength(2);
  expect(problems).toMatchObject([{ code: 'BUFFER_TOO_MANY' }]);
});

test('survives any file; damage of logs is told by whoever reads the calls', () =>
  expectSurvives(Buffers, {
    files: { 'buffer/a': 'x', 'logs/1.bson': Buffer.concat([call, buffer(HELLO), call]) },
    problems: [],
    places: 64,
  }));

describeShared('a real log', () => {
  test('has the buffer that its call names', async () => {
    const log = readFileSync(sharedData('cuckoo/analysis-2.x/logs/752.bson'));
    const { value } = await runModule(Buffers, memoryTask({ 'logs/752.bson': log }));
    expect(value.map(({ name, size, pids }) => [name, size, pids])).toEqual([
      [expect.stringMatching(/^[0-9a-f]{40}$/), 7168, [752]],
    ]);
  });
});
