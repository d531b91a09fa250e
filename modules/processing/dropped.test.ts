import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Dropped from './dropped.ts';

const lines = (...entries: unknown[]) => entries.map((entry) => JSON.stringify(entry)).join('\n');
const codes = (problems: { code: string }[]) => problems.map((problem) => problem.code);

test('all that is known of a dropped file', async () => {
  const task = memoryTask({
    'files/5feceb66ffc86f38_zero.txt': '0',
    'files.json': lines({ path: 'files/5feceb66ffc86f38_zero.txt', pids: [1234], filepath: 'C:\\Temp\\zero.txt' }),
  });
  expect(await runModule(Dropped, task)).toEqual({
    problems: [],
    value: [
      {
        name: '5feceb66ffc86f38_zero.txt',
        path: 'files/5feceb66ffc86f38_zero.txt',
        filepath: 'C:\\Temp\\zero.txt',
        pids: [1234],
        size: 1,
        crc32: 'F4DBDF21',
        md5: 'cfcd208495d565ef66e7dff9f98764da',
        sha1: 'b6589fc6ab0dc82cf12099d1c2d40ab994e8410c',
        sha256: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
        sha512:
          '31bca02094eb78126a517b206a88c73cfa9ec6f704c7030d18212cace820f025f00bf0ea68dbf3f3a5436ca63b53bf7bf80ad8d5de7d8359d0b7fed9dbc3ab99',
        ssdeep: '3:V:V',
        tlsh: null,
        type: 'very short file (no magic)',
      },
    ],
  });
});

test('an analysis that dropped nothing', async () => {
  expect(await runModule(Dropped, memoryTask({}))).toEqual({ value: [], problems: [] });
});

test('0.4 appends one .bin to every name, in folders of their own', async () => {
  const files = { 'files/18042/notes.txt.bin': 'a', 'files/18043/robin.bin.bin': 'b', 'files/direct.bin': 'c' };
  const names = async (dialect: string) =>
    (await runModule(Dropped, memoryTask(files, { dialect }))).value.map(({ name, path }) => [path, name]);
  expect(await names('cuckoo-0.4')).toEqual([
    ['files/18042/notes.txt.bin', 'notes.txt'],
    ['files/18043/robin.bin.bin', 'robin.bin'],
    ['files/direct.bin', 'direct'],
  ]);
  expect(await names('cuckoo-0.6')).toEqual(expect.arrayContaining([['files/direct.bin', 'direct.bin']]));
});

test('two lines for one file are one upload with both paths and all processes', async () => {
  const task = memoryTask(
    {
      'files/aa': 'x',
      'files.json': lines(
        { path: 'files/aa', filepath: 'C:\\one.exe', pids: [1, 2], ppids: [9], metadata: '', category: 'files' },
        { path: 'files/aa', filepath: 'C:\\two.exe', pids: [2, 3], ppids: [9], metadata: '', category: 'files' },
        { path: 'files/aa', filepath: 'C:\\one.exe', pids: [], ppids: [], metadata: '', category: 'files' },
      ),
    },
    { dialect: 'cape' },
  );
  const { value } = await runModule(Dropped, task);
  expect(value).toMatchObject([
    { name: 'one.exe', filepath: 'C:\\one.exe', guest_paths: ['C:\\one.exe', 'C:\\two.exe'], pids: [1, 2, 3] },
  ]);
});

test('package files come last and need no line', async () => {
  const task = memoryTask({ 'package_files/out.txt': 'x', 'files/a.txt': 'y', 'files.json': '' });
  const { value } = await runModule(Dropped, task);
  expect(value.map(({ path, pids }) => [path, pids])).toEqual([
    ['files/a.txt', undefined],
    ['package_files/out.txt', undefined],
  ]);
});

test('damaged lines and values are told with their number, and the others count', async () => {
  const files = [
    '{"path": "files/a", "pids": [1, "two", -3, 4], "filepath": "C:\\\\a"}',
    '{"path": "files/a", "pids"',
    '[]',
    '{"pids": [5], "path": 7}',
    '',
    '{"path": "files/a", "filepath": {"x": 1}, "pids": {"length": 3}}',
    '{"__proto__": {"path": "files/a", "pids": [6]}}',
    '{"path": "__proto__", "pids": [7]}',
  ].join('\r\n');
  const { value, problems } = await runModule(Dropped, memoryTask({ 'files/a': 'x', 'files.json': files }));
  expect(value).toMatchObject([{ filepath: 'C:\\a', pids: [1, 4] }]);
  expect(problems).toMatchObject([
    {
      code: 'UPLOADS_SKIPPED_LINES',
      where: { file: 'files.json', line: 2 },
      message: expect.stringContaining('4 lines'),
    },
    {
      code: 'UPLOADS_SKIPPED_VALUES',
      where: { file: 'files.json', line: 1 },
      message: expect.stringContaining('4 values'),
    },
  ]);
});

test('one path on very many lines', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) => ({ path: 'files/a', filepath: `C:\\${i}`, pids: [i] }));
  const { value, problems } = await runModule(Dropped, memoryTask({ 'files/a': 'x', 'files.json': lines(...many) }));
  expect(value[0]!.pids).toHaveLength(10_000);
  expect(codes(problems)).toEqual(['UPLOADS_SKIPPED_VALUES']);
});

test('dropped files that never arrived are told', async () => {
  const task = memoryTask({
    'files.json': lines(
      { path: 'files/gone', pids: [] },
      { path: 'shots/0001.jpg', pids: [] },
      { path: 'files/b', pids: [] },
    ),
  });
  const { problems } = await runModule(Dropped, task);
  expect(problems).toMatchObject([
    { code: 'UPLOADS_MISSING', message: expect.stringMatching(/2 dropped.*files\/gone/) },
  ]);
});

test('an upload that the sandbox cut is marked', async () => {
  const task = memoryTask({ 'files/long': 'abcdef... (truncated)', 'files/whole': '(truncated)' });
  const { value, problems } = await runModule(Dropped, task);
  expect(value.map(({ truncated }) => truncated)).toEqual([true, undefined]);
  expect(problems).toMatchObject([{ code: 'FILE_UPLOAD_CUT', where: { file: 'files/long' } }]);
});

test('a file that cannot be read costs only itself', async () => {
  const task = memoryTask({ 'files/a': 'x', 'files/b': 'y', 'files/c': 'z' });
  const open = (path: string) => {
    if (path === 'files/a') throw new Error('permission denied');
    const source = task.open(path);
    if (path !== 'files/b') return source;
    const read = () => {
      throw new Error('input/output error');
    };
    return { name: path, size: source.size, close() {}, read };
  };
  const { value, problems } = await runModule(Dropped, { ...task, open });
  expect(value.map(({ path }) => path)).toEqual(['files/c']);
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'FILE_UNREADABLE files/a was left out, as it cannot be read: permission denied',
    'FILE_UNREADABLE files/b was left out, as it cannot be read: input/output error',
  ]);
});

test('a type that cannot be told, and a file that became shorter', async () => {
  const task = memoryTask({ 'files/a': 'abc' });
  let reads = 0;
  const read = (target: Uint8Array, at: number) => {
    if (++reads > 2) throw new Error('gone');
    return task.open('files/a').read(target, at);
  };
  const open = (name: string) => ({ name, size: 5, close() {}, read });
  const { value, problems } = await runModule(Dropped, { ...task, open });
  expect(value).toMatchObject([{ size: 3, md5: '900150983cd24fb0d6963f7d28e17f72', type: null }]);
  expect(codes(problems)).toEqual(['FILE_SHORTER', 'FILE_TYPE_FAILED']);
});

test('an abort ends it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(runModule(Dropped, memoryTask({ 'files/a': 'x' }), { signal })).rejects.toThrow('enough');
});
