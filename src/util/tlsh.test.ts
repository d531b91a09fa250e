import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { Tlsh, tlsh } from './tlsh.ts';

test.each([
  ['nothing', Buffer.alloc(0)],
  ['49 bytes', Buffer.from(Array.from({ length: 49 }, (_, i) => i * 5))],
  ['one byte over and over', Buffer.alloc(10_000, 'a')],
  ['two bytes in turn', Buffer.alloc(10_000, 'ab')],
])('%s has no hash', (_, bytes) => expect(tlsh(bytes)).toBeNull());

test('where the bytes are cut makes no difference', () => {
  const bytes = fc.uint8Array({ minLength: 60, maxLength: 400 });
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(400), { maxLength: 8 }), (data, cuts) => {
      const at = [0, ...cuts.filter((cut) => cut <= data.length).sort((a, b) => a - b), data.length];
      const hash = new Tlsh();
      for (const [i, end] of at.slice(1).entries()) hash.update(data.subarray(at[i], end));
      expect(hash.digest()).toBe(tlsh(data));
    }),
  );
});

describeShared('published hashes', () => {
  test('the reference’s own texts', () => {
    const lines = readFileSync(sharedData('5-static/hashvectors/tlsh/exp/example_data.128.1.len.out_EXP'), 'utf8');
    const facts = lines
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]);
    expect(facts.length).toBeGreaterThan(40);
    const wrong = facts.filter(
      ([hash, file]) => tlsh(readFileSync(sharedData(`5-static/hashvectors/tlsh/${file}`))) !== hash,
    );
    expect(wrong).toEqual([]);
  });

  // py-tlsh 3.4.4 prints no T1, and hashes nothing below 256 bytes.
  test('the files of the static collection', () => {
    const facts: { file: string; size: number; tlsh_py344?: string | null }[] = JSON.parse(
      readFileSync(sharedData('5-static/hashvectors/hashes.json'), 'utf8'),
    );
    const known = facts.filter(({ tlsh_py344 }) => tlsh_py344 !== undefined);
    expect(known.length).toBeGreaterThan(150);
    for (const { file, size, tlsh_py344 } of known) {
      const hash = tlsh(readFileSync(sharedData(`5-static/${file}`)));
      if (tlsh_py344) expect(hash, file).toBe(`T1${tlsh_py344}`);
      else if (size >= 256) expect(hash, file).toBeNull();
    }
  });
});
