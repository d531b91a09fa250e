import { expect, it } from 'vitest';
import { baseName, extension } from './path.ts';

it.each([
  ['C:\\a\\b.EXE', 'b.EXE', 'exe'],
  ['C:\\a.b\\c', 'c', ''],
  ['C:/a/b.tar.gz', 'b.tar.gz', 'gz'],
  ['C:\\a\\.profile', '.profile', ''],
  ['C:\\a\\', 'a', ''],
  ['a.', 'a.', ''],
  ['', '', ''],
])('%j', (path, base, ending) => {
  expect(baseName(path)).toBe(base);
  expect(extension(path)).toBe(ending);
});

it('answers at once on a megabyte of separators', () => {
  expect(baseName(`${'\\'.repeat(1 << 20)}a`)).toBe('a');
});
