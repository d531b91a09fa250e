import { expect, it } from 'vitest';
import { errorCodes, errorsPage } from '../../scripts/error-docs.mjs';
import { filesBelow, isTest, textOf } from './sources.ts';

it('docs/reference/errors.md is what "npm run docs" makes of src/errors', () => {
  expect(textOf('docs/reference/errors.md')).toBe(errorsPage());
});

it('each code has one meaning', () => {
  const places = new Map<string, string>();
  for (const { code, file } of errorCodes()) {
    expect(places.get(code) ?? file, `${code} is in two files`).toBe(file);
    places.set(code, file);
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
  }
});

it('codes are made in src/errors and nowhere else', () => {
  const elsewhere = filesBelow(
    'src',
    (path) => path.endsWith('.ts') && !isTest(path) && !path.startsWith('src/errors/'),
  );
  expect(elsewhere.filter((path) => /\bcode: '[A-Z]+_[A-Z_]+'/.test(textOf(path)))).toEqual([]);
});

it('messages do not say what helps nobody', () => {
  const page = errorsPage();
  expect(page).not.toMatch(/something went wrong|illegal|\bplease\b/i);
});
