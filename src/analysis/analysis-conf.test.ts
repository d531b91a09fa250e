import { expect, it } from 'vitest';
import { parseConf } from './analysis-conf.ts';

it('keeps values as they stand', () => {
  const text = '[analysis]\nfile_name = 100%s of #1; = a:b\noptions = \nPackage=exe\r\n';
  expect([...parseConf(text).get('analysis')!]).toEqual([
    ['file_name', '100%s of #1; = a:b'],
    ['options', ''],
    ['package', 'exe'],
  ]);
});

it('continues a value on indented lines', () => {
  expect(parseConf('[analysis]\ncustom = one\n\ttwo\n').get('analysis')?.get('custom')).toBe('one\ntwo');
});

it('passes over comments, lines without a section and lines that say nothing', () => {
  const conf = parseConf('\ufeffstray = 1\n# [no]\n[a]\n; x = 1\nnonsense\n= 2\nb = 3\n[a]\nc = 4');
  expect([...conf]).toEqual([
    [
      'a',
      new Map([
        ['b', '3'],
        ['c', '4'],
      ]),
    ],
  ]);
});

it('has no trouble with names of the prototype', () => {
  const conf = parseConf('[__proto__]\n__proto__ = x\nconstructor = y');
  expect(conf.get('__proto__')?.get('__proto__')).toBe('x');
});
