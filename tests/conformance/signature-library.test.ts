import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { technique } from '../../src/attack/attack.ts';
import type { Signature, SignatureClass } from '../../src/index.ts';
import { SignatureTester } from '../../src/testing/index.ts';
import { filesBelow, isTest, ROOT, textOf } from '../meta/sources.ts';

const paths = filesBelow(
  'modules/signatures',
  (path) => path.endsWith('.ts') && !isTest(path) && !basename(path).startsWith('_'),
);
const library = await Promise.all(
  paths.map(async (path): Promise<{ path: string; signature: Signature }> => {
    const { default: Class } = (await import(join(ROOT, path))) as { default: SignatureClass };
    return { path, signature: new Class() };
  }),
);

/** How many cases each has, told by a test runner that runs none. */
async function cases(): Promise<Map<string, { detects: number; ignores: number }>> {
  const counts = new Map<string, { detects: number; ignores: number }>();
  let name = '';
  const count = (check: string) => {
    const kind = /^(detects|ignores) (?!the same as CAPE|an empty container)/.exec(check)?.[1] as 'detects' | undefined;
    const known = counts.get(name) ?? { detects: 0, ignores: 0 };
    if (kind) known[kind]++;
    counts.set(name, known);
  };
  const it = Object.assign(count, { skip: count, only: count });
  SignatureTester.hooks = {
    describe: (suite: string, register: () => void) => {
      name = suite;
      register();
    },
    it,
  };
  try {
    for (const path of paths) await import(join(ROOT, path.replace(/\.ts$/, '.test.ts')));
  } finally {
    SignatureTester.hooks = undefined;
  }
  return counts;
}

const counts = await cases();

it('the library has at least 160 signatures', () => {
  expect(library.length).toBeGreaterThanOrEqual(160);
});

it('every signature has two cases that fire and two that stay quiet', () => {
  const few = library.flatMap(({ signature: { name } }) => {
    const { detects, ignores } = counts.get(name) ?? { detects: 0, ignores: 0 };
    return detects < 2 || ignores < 2 ? [`${name} ${detects} ${ignores}`] : [];
  });
  expect(few).toEqual([]);
});

it('every signature names techniques that ATT&CK has', () => {
  // Those of Android are of the mobile matrix, of which there is no table here.
  const enterprise = library.filter(({ signature }) => !signature.categories.includes('android'));
  const unknown = enterprise.flatMap(({ signature: { name, ttps } }) =>
    ttps.filter((id) => technique(id) === undefined).map((id) => `${name} ${id}`),
  );
  expect(unknown).toEqual([]);
});

it('every signature says when it is wrong', () => {
  const silent = library.filter(
    ({ path }) => !/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*export default class/.test(textOf(path)),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

it('the document of the library has a row for each', () => {
  const text = readFileSync(join(ROOT, 'docs/signature-library.md'), 'utf8');
  const rows = new Set([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name));
  expect(library.filter(({ signature }) => !rows.has(signature.name)).map(({ path }) => path)).toEqual([]);
});
