import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import File from './file.ts';
import Target from './target.ts';

const info = { category: 'file', target: '/tmp/x/sample.exe', file_name: 'sample.exe' };

test('the sample, under the name it was submitted with', async () => {
  const { value, problems } = await runModule(Target, memoryTask({ binary: 'MZ' }, { info }));
  expect(value).toMatchObject({ category: 'file', file: { name: 'sample.exe', path: 'binary', size: 2 } });
  expect(problems).toEqual([]);
});

test('without a submitted name, the last part of its path', async () => {
  const target = { target: 'C:\\Users\\me\\evil.doc' };
  expect((await runModule(Target, memoryTask({ binary: 'x' }, { info: target }))).value).toMatchObject({
    category: 'file',
    file: { name: 'evil.doc' },
  });
  expect((await runModule(Target, memoryTask({ binary: 'x' }))).value).toMatchObject({ file: { name: 'binary' } });
});

test('a sample that is not there', async () => {
  const { value, problems } = await runModule(Target, memoryTask({}, { info }));
  expect(value).toEqual({ category: 'file', file: { name: 'sample.exe', path: null } });
  expect(problems).toMatchObject([{ code: 'TARGET_MISSING', message: expect.stringContaining('sample.exe') }]);
  expect((await runModule(Target, memoryTask({}))).value).toEqual({ category: 'file', file: { path: null } });
});

test('a URL has no file', async () => {
  const url = { category: 'url', target: 'http://example.com/' };
  const expected = { value: { category: 'url', url: 'http://example.com/' }, problems: [] };
  expect(await runModule(Target, memoryTask({}, { info: url }))).toEqual(expected);
  expect(await runModule(Target, memoryTask({}, { info: { target: url.target } }))).toEqual(expected);
});

test('a member of an archive', async () => {
  const archive = { category: 'archive', target: '/tmp/pdf0.zip', options: { filename: 'files/pdf0.pdf' } };
  const { value } = await runModule(Target, memoryTask({ binary: 'PK' }, { info: archive }));
  expect(value).toMatchObject({
    category: 'archive',
    filename: 'files/pdf0.pdf',
    archive: { name: 'pdf0.zip', size: 2 },
    file: { name: 'pdf0.pdf', path: null },
    human: 'files/pdf0.pdf @ pdf0.zip',
  });
  const unnamed = memoryTask({ binary: 'PK' }, { info: { ...archive, options: null } });
  expect((await runModule(Target, unnamed)).value).toMatchObject({ archive: { name: 'pdf0.zip' }, file: {} });
});

test('other categories analyse nothing of their own', async () => {
  const task = memoryTask({}, { info: { category: 'baseline' } });
  expect(await runModule(Target, task)).toEqual({ value: { category: 'baseline' }, problems: [] });
});

test('file is the file of target', async () => {
  const file = { name: 'a', path: null };
  const give = (target: object) =>
    runModule(File, memoryTask({}), { results: { target: { category: 'x', ...target } } });
  expect(await give({ file })).toEqual({ value: file, problems: [] });
  expect(await give({ url: 'http://example.com/' })).toEqual({ value: undefined, problems: [] });
  expect(new File().needs).toEqual(['target']);
});
