import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { type ByteSource, MemorySource } from './byte-source.ts';
import { hashSource } from './hash-file.ts';

test('an empty source', async () => {
  expect(await hashSource(new MemorySource(new Uint8Array()))).toEqual({
    size: 0,
    crc32: '00000000',
    md5: 'd41d8cd98f00b204e9800998ecf8427e',
    sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    sha512:
      'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
    ssdeep: '3::',
    tlsh: null,
  });
});

test('the check value of CRC-32, in upper case', async () => {
  const { crc32, size } = await hashSource(new MemorySource(Buffer.from('123456789')));
  expect({ crc32, size }).toEqual({ crc32: 'CBF43926', size: 9 });
});

test('a source longer than one read', async () => {
  const bytes = Buffer.alloc(600_000, 'an ordinary line of text\n');
  const { size, sha1, crc32 } = await hashSource(new MemorySource(bytes));
  expect({ size, sha1, crc32 }).toEqual({
    size: 600_000,
    sha1: '50fc7f4726f277fc95ce1a25b96ee2ec10493ce3',
    crc32: '88EC440C',
  });
});

test('a source that became shorter is hashed as far as it goes', async () => {
  const source: ByteSource = { ...new MemorySource(Buffer.from('abc')), name: 'x', size: 10, close() {}, read: cut };
  function cut(target: Uint8Array, position: number): number {
    return new MemorySource(Buffer.from('abc')).read(target, position);
  }
  expect(await hashSource(source)).toMatchObject({ size: 3, md5: '900150983cd24fb0d6963f7d28e17f72' });
});

test('an abort in the middle ends it', async () => {
  const abort = new AbortController();
  let reads = 0;
  const endless: ByteSource = {
    name: 'endless',
    size: Number.MAX_SAFE_INTEGER,
    read: (target) => {
      if (++reads === 20) setImmediate(() => abort.abort(new Error('enough')));
      return target.length;
    },
    close() {},
  };
  await expect(hashSource(endless, { signal: abort.signal })).rejects.toThrow('enough');
});

describeShared('known files', () => {
  test('size and hashes equal those of other programs', async () => {
    const facts: { file: string; size: number; md5: string; sha1: string; sha256: string; ssdeep: string }[] =
      JSON.parse(readFileSync(sharedData('5-static/hashvectors/hashes.json'), 'utf8'));
    expect(facts.length).toBeGreaterThan(160);
    for (const { file, size, md5, sha1, sha256, ssdeep } of facts) {
      const got = await hashSource(new MemorySource(readFileSync(sharedData(`5-static/${file}`))));
      expect(got, file).toMatchObject({ size, md5, sha1, sha256, ssdeep });
    }
  });

  test('crc32 as Cuckoo reports it', async () => {
    const file = readFileSync(sharedData('5-static/pe/cuckoo/icardres.dll'));
    expect((await hashSource(new MemorySource(file))).crc32).toBe('3487A9EC');
  });
});
