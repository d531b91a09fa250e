import { expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { textOf } from './sources.ts';

it('docs/reference/exit-codes.md has every exit code, and no other', () => {
  const documented = [...textOf('docs/reference/exit-codes.md').matchAll(/^\| (\d+) \|/gm)].map(([, code]) =>
    Number(code),
  );
  expect(documented).toEqual(Object.values(EXIT).sort((a, b) => a - b));
});

it('exit codes are distinct, and in the ranges that are promised', () => {
  const codes = Object.entries(EXIT);
  expect(new Set(Object.values(EXIT)).size).toBe(codes.length);
  for (const [name, code] of codes) {
    if (name.startsWith('input')) expect([code >= 10, code <= 19], name).toEqual([true, true]);
    if (/^(?:module|report|test)/.test(name)) expect([code >= 20, code <= 29], name).toEqual([true, true]);
  }
});
