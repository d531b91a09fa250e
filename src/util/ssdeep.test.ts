import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { Ssdeep, ssdeep } from './ssdeep.ts';

const STATIC = '5-static/';
const VECTORS = `${STATIC}hashvectors/ssdeep-ffuzzy/`;

test('the hash of nothing', () => {
  expect(ssdeep(new Uint8Array())).toBe('3::');
});

test('a few bytes', () => {
  expect(ssdeep(Buffer.from('Hello, World!'))).toBe('3:aaX8n:aF');
});

test('bytes may follow after the hash was asked for', () => {
  const hash = new Ssdeep();
  hash.update(Buffer.from('Hello, '));
  hash.digest();
  hash.update(Buffer.from('World!'));
  expect(hash.digest()).toBe('3:aaX8n:aF');
});

describeShared('published hashes', () => {
  test('every file of the static collection', () => {
    const facts: { file: string; ssdeep?: string }[] = JSON.parse(
      readFileSync(sharedData(`${STATIC}hashvectors/hashes.json`), 'utf8'),
    );
    const known = facts.filter((fact) => fact.ssdeep !== undefined);
    const got = known.map(({ file }) => ({ file, ssdeep: ssdeep(readFileSync(sharedData(STATIC + file))) }));
    expect(got.length).toBeGreaterThan(160);
    expect(got).toEqual(known.map(({ file, ssdeep }) => ({ file, ssdeep })));
  });

  test('inputs that end at or near the limits of the hash', () => {
    let compared = 0;
    for (const line of readFileSync(sharedData(`${VECTORS}generate-small.ssdeep.txt`), 'utf8').split('\n')) {
      const [path = '', flags = '', expected] = line.split(/\s+/);
      // Bit 0: the vector has the usual length; bit 2: runs of equal characters are shortened.
      if (!path.startsWith('data/') || !(Number.parseInt(flags, 16) & 1)) continue;
      const bytes = read(sharedData(VECTORS + path.replace('data/testsuite/', '')));
      if (!bytes) continue;
      const hash = ssdeep(bytes);
      expect(Number.parseInt(flags, 16) & 4 ? hash.replace(/(.)\1{3,}/g, '$1$1$1') : hash, path).toBe(expected);
      compared++;
    }
    expect(compared).toBe(343);
  });
});

/** The collection holds a part of the published inputs only. */
function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
