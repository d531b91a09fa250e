import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Signature, SignatureClass } from 'ovoscope';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !basename(path).startsWith('_'))
  .sort();
const loaded: [file: string, signature: Signature][] = await Promise.all(
  files.map(async (file) => {
    const { default: Class } = (await import(join(root, file))) as { default: SignatureClass };
    return [file, new Class()];
  }),
);

/** Ids that ATT&CK 19 replaced. */
const REVOKED = /^T1(?:562(?:\.\d{3})?|070\.00[12]|656|672|574\.002)$/;

describe('built-in signatures', () => {
  it('are there', () => {
    expect(loaded.length).toBeGreaterThan(30);
  });

  it('have names of their own', () => {
    const names = loaded.map(([, signature]) => signature.name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const descriptions = loaded.map(([, signature]) => signature.description);
    expect(descriptions.filter((text, i) => descriptions.indexOf(text) !== i)).toEqual([]);
  });
});

describe.each(loaded)('%s', (file, signature) => {
  it('is called as its file is and has a test beside it', () => {
    expect(signature.name).toBe(basename(file, '.ts'));
    expect(existsSync(join(root, file.replace(/\.ts$/, '.test.ts')))).toBe(true);
  });

  // The documented example is kept as it is printed.
  it.skipIf(signature.name === 'creates_exe')('says what it is about', () => {
    expect(signature.categories).not.toEqual([]);
    expect(signature.references).not.toEqual([]);
    expect(signature.description).toMatch(/^[A-Z].{10,110}[^.]$/);
    expect(signature.ttps.filter((id) => REVOKED.test(id))).toEqual([]);
  });
});
