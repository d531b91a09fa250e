import { expect, test } from 'vitest';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Screenshots from './screenshots.ts';

const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
const png = Buffer.from('89504e470d0a1a0a0000', 'hex');

test('in the order of their numbers, without thumbnails', async () => {
  const task = memoryTask({
    'shots/0010.jpg': jpeg,
    'shots/2.png': png,
    'shots/0001.jpg': jpeg,
    'shots/0001_small.jpg': jpeg,
    'shots/100.JPG': jpeg,
    'shots/last.jpeg': jpeg,
    'shots/notes.txt': 'x',
    'shots/0001.jpg.exe': 'MZ',
    'shots/below/0001.jpg': jpeg,
  });
  const { value, problems } = await runModule(Screenshots, task);
  expect(value.map(({ path }) => path)).toEqual([
    'shots/0001.jpg',
    'shots/2.png',
    'shots/0010.jpg',
    'shots/100.JPG',
    'shots/last.jpeg',
  ]);
  expect(problems).toEqual([]);
});

test('what is no image is left out and told', async () => {
  const task = memoryTask({ 'shots/0001.jpg': '<html>', 'shots/0002.jpg': '', 'shots/0003.jpg': jpeg });
  const { value, problems } = await runModule(Screenshots, task);
  expect(value).toEqual([{ path: 'shots/0003.jpg' }]);
  expect(problems.map(({ code, where }) => [code, where.file])).toEqual([
    ['SCREENSHOT_NOT_AN_IMAGE', 'shots/0001.jpg'],
    ['SCREENSHOT_NOT_AN_IMAGE', 'shots/0002.jpg'],
  ]);
});

test('none', async () => {
  expect(await runModule(Screenshots, memoryTask({}))).toEqual({ value: [], problems: [] });
});
