import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeShared, hasSharedData, sharedData } from '../support/shared-data.ts';
import { CLEAN, codes, Workbench } from './workbench.ts';

const HOSTILE = sharedData('7-hostile');

function archives(): string[] {
  if (!hasSharedData) return [];
  return ['zip', 'tar', 'bombs'].flatMap((folder) =>
    readdirSync(join(HOSTILE, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(zip|tar|tgz|bz2|bin)$/.test(name))
      .map((name) => join(folder, name)),
  );
}

describeShared('hostile archives', () => {
  const bench = new Workbench();
  afterAll(() => bench.remove());

  it.each(archives())('%s ends in an error or an analysis, and leaves nothing', async (name) => {
    const { error } = await bench.open(join(HOSTILE, name), () => undefined);
    // None of them is an analysis.
    expect(error?.code).toMatch(/^(ANALYSIS|ARCHIVE)_/);
    expect(bench.traces()).toEqual(CLEAN);
  });

  it('stops at a bomb by its ratio', async () => {
    const { error } = await bench.open(join(HOSTILE, 'bombs/1025mb.tar.bz2'), () => undefined);
    expect(error?.message).toContain('unpacks to more than 200 times its 887 bytes');
  });

  /** Names and sizes as Python's zipfile lists them, which reads all of these. */
  it.each([
    ['big-compression', { '0x21000': 135168 }],
    ['cygwin-info-zip', { 'a.txt': 5, 'b.txt': 5 }],
    ['deflate', { 'index.js': 10689 }],
    ['directories', { 'a/a.txt': 0 }],
    ['linux-info-zip', { 'a.txt': 5, 'b.txt': 5 }],
    ['streaming', { 'test1.txt': 25, 'test2.txt': 25 }],
    ['unicode-path-extra-field', { '七个房间.txt': 0 }],
    ['unix-epoch', { 'unix-epoch.txt': 0 }],
    ['windows-7-zip', { 'a.txt': 5, 'b.txt': 5 }],
    ['windows-compressed-folder', { 'a.txt': 5, 'b.txt': 5 }],
    ['zip64', { 'test1.txt': 3, 'test2.txt': 3 }],
  ])('unpacks all of %s.zip', async (name, expected) => {
    const { files, problems } = await bench.unpack(join(HOSTILE, `zip/yauzl/success/${name}.zip`));
    expect(Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.length]))).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it('unpacks a thousand entries', async () => {
    const { files, problems } = await bench.unpack(join(HOSTILE, 'zip/yauzl/success/everything.zip'));
    expect(files.size).toBe(1003);
    expect(files.get('a/b/c/0x21000')).toHaveLength(135168);
    expect(problems).toEqual([]);
  });

  it.each([
    ['junk-at-end', ['test', 'testdir/test2'], ['ARCHIVE_DAMAGED']],
    ['incons-cdsize-small', ['a'], []],
    ['incons-eocd-magic-bad', ['a'], ['ARCHIVE_CUT']],
    ['incons-central-magic-bad', ['a'], ['ARCHIVE_DAMAGED']],
    ['incons-central-crc', ['a'], ['ARCHIVE_DAMAGED_ENTRY']],
    ['incons-local-magic-bad', undefined, undefined],
    ['incons-filename-nul-byte', [], ['ARCHIVE_REFUSED_ENTRY']],
    ['testfile-cp437', ['üéâäàåçêëèïîìÄÅÉ'], []],
    ['testfile-UTF8', ['ÄÖÜßäöü'], []],
  ])('keeps the good part of %s.zip', async (name, names, problemCodes) => {
    const path = join(HOSTILE, `zip/libzip/${name}.zip`);
    if (names === undefined) {
      await expect(bench.unpack(path)).rejects.toThrow('was taken for other');
      return;
    }
    const { files, problems } = await bench.unpack(path);
    expect([...files.keys()]).toEqual(names);
    expect(codes(problems)).toEqual(problemCodes);
  });

  it('says of each entry of broken.zip what is wrong with it', async () => {
    const { files, problems } = await bench.unpack(join(HOSTILE, 'zip/libzip/broken.zip'));
    const told = Object.fromEntries(problems.map(({ where, message }) => [where.file, message]));
    expect([...files.keys()]).toEqual([
      'deflatecrcerror',
      'deflateok',
      'deflatezliberror',
      'storedcrcerror',
      'storedok',
    ]);
    expect(told['storedok']).toBeUndefined();
    expect(told['deflateok']).toBeUndefined();
    expect(told['storedcrcerror']).toContain('its checksum does not fit; 10240 bytes of it were kept');
    expect(told['deflatecrcerror']).toContain('its checksum does not fit; 43133 bytes of it were kept');
    expect(told['deflatezliberror']).toContain('its compressed data are not readable');
    expect(told['cryptok']).toContain('no password fits');
  });

  it('decrypts AES with the password given', async () => {
    const path = join(HOSTILE, 'zip/libzip/encrypt-aes192.zip');
    const { files, problems } = await bench.unpack(path, { password: 'foofoofoo' });
    expect(files.get('encrypted')?.toString()).toBe('encrypted\n');
    expect(problems).toEqual([]);
    expect(codes((await bench.unpack(path)).problems)).toEqual(['ARCHIVE_ENCRYPTED_ENTRY']);
  });

  /** Files that node-tar's parser reports; a global header may not rename files, here as there. */
  it.each(['bad-cksum', 'emptypax', 'global-header', 'links', 'long-pax', 'next-file-has-long', 'null-byte'])(
    'takes the files that another parser takes from %s.tar',
    async (name) => {
      const truth = JSON.parse(readFileSync(join(HOSTILE, `tar/node-tar/${name}.events.json`), 'utf8')) as unknown[][];
      const expected = truth
        .filter(([event]) => event === 'entry')
        .map(([, entry]) => entry as { type: string; path: string; size: number })
        .filter(({ type }) => type === 'File' || type === 'OldFile')
        .map(({ path, size }): [string, number] => [path, size]);
      const { files } = await bench.unpack(join(HOSTILE, `tar/node-tar/${name}.tar`));
      expect(expected.length).toBeGreaterThan(0);
      expect(new Map([...files].map(([path, bytes]) => [path, bytes.length]))).toEqual(new Map(expected));
    },
  );

  it.each([
    ['reading_files', { a: 22, b: 22 }],
    ['simple_missing_last_header', { a: 0, b: 0, c: 0 }],
    ['directory', { 'a/c': 2 }],
    ['biguid_gnu', { 'test.txt': 14 }],
    ['biguid_pax', { 'test.txt': 14 }],
    ['xattrs', { 'a/b': 0 }],
    ['file_times', { a: 0 }],
  ])('unpacks all of %s.tar', async (name, expected) => {
    const { files, problems } = await bench.unpack(join(HOSTILE, `tar/tar-rs/${name}.tar`));
    expect(Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.length]))).toEqual(expected);
    expect(problems).toEqual([]);
  });
});
