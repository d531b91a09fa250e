import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Strings from './strings.ts';
import StringsEx from './strings_ex.ts';

const wide = (text: string) => Buffer.from(text, 'utf16le');
const MIXED = Buffer.concat([
  Buffer.from('first one\n'),
  wide('wide text'),
  Buffer.from('\xff\xffsecond one\0', 'latin1'),
]);

const run = (binary: string | Uint8Array, options = {}) => runModule(Strings, memoryTask({ binary }), { options });

test('ASCII in the order of the file, then UTF-16', async () => {
  expect(await run(MIXED)).toEqual({ value: ['first one', 'second one', 'wide text'], problems: [] });
});

test('offsets stand beside, in the same order', async () => {
  const task = memoryTask({ binary: MIXED });
  const { value } = await runModule(Strings, task);
  expect(value).toHaveLength(3);
  expect(await runModule(StringsEx, task)).toEqual({
    value: { ascii: 2, utf16: 1, found: { ascii: 2, utf16: 1 }, offsets: [0, 30, 10] },
    problems: [],
  });
});

test('offsets of an analysis whose strings came from elsewhere are unknown', async () => {
  const { value } = await runModule(StringsEx, memoryTask({ binary: MIXED }), { results: { strings: ['first one'] } });
  expect(value).toBeUndefined();
});

test('the limits of Cuckoo 2: 2048 strings of 1024 characters', async () => {
  const many = await run('ABCDEFGH\n'.repeat(0x1000), { count: 2048 });
  expect(many.value).toEqual(Array(2048).fill('ABCDEFGH'));
  expect(many.problems).toMatchObject([
    { code: 'STRINGS_TOO_MANY', message: 'binary has 4096 ASCII strings, of which the first 2048 were kept' },
  ]);
  const long = await run(`${'A'.repeat(0x1000)}\n`.repeat(200));
  expect(long.value).toEqual(Array(200).fill('A'.repeat(1024)));
  expect(long.problems).toMatchObject([
    { code: 'STRINGS_CUT', message: 'binary: 200 strings were cut to 1024 characters' },
  ]);
});

test('what was not searched is told', async () => {
  const { value, problems } = await run('ABCDEFGH\nIJKLMNOP', { bytes: 12 });
  expect(value).toEqual(['ABCDEFGH']);
  expect(problems).toMatchObject([{ code: 'STRINGS_UNREAD', message: expect.stringContaining('17 bytes') }]);
});

test('options that are no numbers count as the defaults', async () => {
  expect((await run(MIXED, { minimum: '6', count: -1, longest: Number.NaN, bytes: null })).value).toHaveLength(3);
});

test('without a sample there are none; that it is missing, the target tells', async () => {
  expect(await runModule(Strings, memoryTask({}))).toEqual({ value: undefined, problems: [] });
});

test('a sample that cannot be read is one problem', async () => {
  const task = memoryTask({ binary: MIXED });
  const open = () => {
    throw new Error('permission denied');
  };
  const { value, problems } = await runModule(Strings, { ...task, open });
  expect(value).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual(['FILE_UNREADABLE']);
});

test('survives any sample', () => expectSurvives(Strings, { files: { binary: MIXED }, problems: [] }));
