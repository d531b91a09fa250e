import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SignatureClass } from 'ovoscope';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !basename(path).startsWith('_'))
  .sort();
const signatures = await Promise.all(
  files.map(async (file) => {
    const { default: Class } = (await import(join(root, file))) as { default: SignatureClass };
    return new Class();
  }),
);

/** Ids that ATT&CK 19 replaced. */
const REVOKED = /^T1(?:562(?:\.\d{3})?|070\.00[12]|656|672|574\.002)$/;

it('signatures name techniques that ATT&CK still has', () => {
  const revoked = signatures.flatMap(({ name, ttps }) =>
    ttps.filter((id) => REVOKED.test(id)).map((id) => `${name} ${id}`),
  );
  expect(signatures.length).toBeGreaterThan(60);
  expect(revoked).toEqual([]);
});

it('signatures say each something else', () => {
  const descriptions = signatures.map(({ description }) => description);
  expect(descriptions.filter((text, i) => descriptions.indexOf(text) !== i)).toEqual([]);
});

it('signatures say where to read more', () => {
  // The documented example is kept as it is printed.
  const silent = signatures.filter(({ name, references }) => references.length === 0 && name !== 'creates_exe');
  expect(silent.map(({ name }) => name)).toEqual([]);
});
