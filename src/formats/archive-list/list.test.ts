import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { zipOf } from '../../../tests/support/apk-writer.ts';
import {
  CABINET,
  ISO,
  newRar,
  oldRar,
  SEVEN_ZIP,
  SEVEN_ZIP_SECRET,
  tarOf,
} from '../../../tests/support/archive-samples.ts';
import { describeShared, sharedData } from '../../../tests/support/shared-data.ts';
import type { Problem } from '../../errors/problem.ts';
import { FileSource, MemorySource } from '../../util/byte-source.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { listArchive } from './list.ts';

const LIMITS = { limit: 1000, bytes: 1 << 20 };
async function list(bytes: Buffer, options = LIMITS) {
  const problems: Problem[] = [];
  const listing = await listArchive(new MemorySource(bytes, 'a'), (problem) => problems.push(problem), options);
  return { ...listing!, codes: problems.map(({ code }) => code) };
}
const FILES = { 'a.txt': 'hello', 'sub/invoice.pdf.exe': 'MZ' };
const remarks = async (bytes: Buffer) => (await list(bytes)).members.map((member) => member.remarks.join());

test.each<[string, Buffer, object]>([
  ['zip', zipOf(FILES), { method: 'deflate' }],
  ['tar', tarOf(FILES), { modified: '2025-02-03 10:00:00' }],
  ['tar', gzipSync(tarOf(FILES)), { modified: '2025-02-03 10:00:00' }],
  ['7z', SEVEN_ZIP, { crc32: '3610a686', modified: '2025-02-03 10:00:00', packed: null }],
  ['rar', oldRar(FILES), { crc32: '3610a686', method: 'stored', modified: '2025-02-03 10:00:00' }],
  ['rar', newRar(FILES), { crc32: '3610a686', method: 'stored', modified: '2025-02-03 10:00:00' }],
  ['cab', CABINET, {}],
  ['iso', ISO, { modified: '2025-02-03 10:00:00' }],
])('%s lists its members', async (format, bytes, facts) => {
  const { codes, ...listing } = await list(bytes);
  expect(codes).toEqual([]);
  expect(listing.format).toBe(format);
  const files = listing.members.filter(({ kind }) => kind === 'file');
  const byName = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(byName).toMatchObject([
    { name: 'a.txt', size: 5, isEncrypted: false, remarks: [], ...facts },
    { name: 'sub/invoice.pdf.exe', size: 2, remarks: ['double_extension'] },
  ]);
});

describe('names', () => {
  it('are remarked on where they are made to harm', async () => {
    const names = ['../../x', '/etc/x', 'C:\\x', 'a\u202egpj.exe', 'a.pdf          .exe', 'a/../b', 'a\x07'];
    const bytes = zipOf(Object.fromEntries(names.map((name) => [name, ''])));
    expect(await remarks(bytes)).toEqual([
      ...['climbs', 'absolute', 'absolute', 'right_to_left', 'double_extension,blanks', '', 'control_characters'],
    ]);
  });

  it('of links are followed', async () => {
    const bytes = tarOf({ 'a/b': { link: '../c' }, x: { link: '../y' }, z: { link: '/etc' } });
    expect(await remarks(bytes)).toEqual(['', 'climbs', 'climbs']);
    expect((await list(bytes)).members[0]).toMatchObject({ kind: 'link', target: '../c', size: null });
  });

  it('in a zip may be two, or one that is not listed', async () => {
    const two = zipOf({ abc: 'x', def: 'y' });
    two.write('xyz', 30);
    expect(await remarks(two)).toEqual(['two_names', '']);
    const unlisted = Buffer.from(zipOf({ abc: 'x', def: 'y' }));
    unlisted.write('XX', unlisted.lastIndexOf('PK\x01\x02'));
    expect(await remarks(unlisted)).toEqual(['', 'unlisted']);
  });

  it('whose data are the same are told', async () => {
    const bytes = zipOf({ abc: 'x', def: 'y' });
    bytes.writeUInt32LE(0, bytes.lastIndexOf('PK\x01\x02') + 42);
    expect((await remarks(bytes)).every((text) => text.includes('overlaps'))).toBe(true);
  });
});

describe('what is encrypted', () => {
  it('is told of each member', async () => {
    const bytes = zipOf({ a: 'x' });
    bytes.writeUInt16LE(1, bytes.lastIndexOf('PK\x01\x02') + 8);
    expect((await list(bytes)).members).toMatchObject([{ isEncrypted: true }]);
    expect((await list(oldRar({ a: 'x' }, { flags: 4 }))).members).toMatchObject([{ isEncrypted: true }]);
    expect((await list(newRar({ a: 'x' }, Buffer.from([1, 1])))).members).toMatchObject([{ isEncrypted: true }]);
  });

  it('may be the names', async () => {
    for (const bytes of [SEVEN_ZIP_SECRET, oldRar(FILES, { mainFlags: 0x80 })])
      expect(await list(bytes)).toMatchObject({ isHeaderEncrypted: true, members: [], codes: [] });
  });
});

describe('limits', () => {
  it('on members are told', async () => {
    for (const bytes of [zipOf(FILES), tarOf(FILES), SEVEN_ZIP, oldRar(FILES), newRar(FILES), CABINET, ISO]) {
      const { members, codes } = await list(bytes, { ...LIMITS, limit: 1 });
      expect([members.length, codes.length]).toEqual([1, 1]);
    }
  });

  it('on what is unpacked end bombs', async () => {
    const { members, codes } = await list(gzipSync(Buffer.alloc(8 << 20)));
    expect(members).toMatchObject([{ size: null }]);
    expect(codes).toEqual(['STATIC_BUDGET']);
  });

  it('on folders of disks that are in themselves are not needed', async () => {
    const bytes = Buffer.from(ISO);
    // The folder `sub` is the root.
    const name = Buffer.from('sub', 'utf16le').swap16();
    const record = bytes.indexOf(Buffer.concat([Buffer.from([6]), name])) - 32;
    const root = bytes.readUInt32LE(17 * 2048 + 158);
    bytes.writeUInt32LE(root, record + 2);
    expect((await list(bytes)).codes).toEqual(['STATIC_DAMAGED']);
  });
});

const read = async (source: ConstructorParameters<typeof Object>[0], problem: (problem: Problem) => void) => {
  const listing = await listArchive(source as MemorySource, problem, LIMITS);
  return listing && { ...listing, members: listing.members.map(({ read: _, ...member }) => member) };
};
describeReader('an archive', [zipOf(FILES), tarOf(FILES), SEVEN_ZIP, oldRar(FILES), newRar(FILES), CABINET], read, 300);
describeReader('an image of a disk', [ISO.subarray(0, 60 * 2048)], read, 30);

describeShared('archives of sflock', () => {
  const BAR = { name: 'bar.txt', size: 12, crc32: 'af083b2d' };
  it.each<[string, object[]]>([
    ['7z_plain.7z', [BAR]],
    ['7z_encrypted.7z', [{ ...BAR, isEncrypted: true }]],
    ['7z_nested.7z', [{ ...BAR, name: 'foo/bar.txt' }, { kind: 'folder' }]],
    ['rar_plain.rar', [BAR]],
    ['rar_nested.rar', [{ ...BAR, name: 'foo/bar.txt' }, { kind: 'folder' }]],
    ['sflock_encrypted.rar', []],
    ['zip_encrypted.zip', [{ name: 'sflock.txt', isEncrypted: true }]],
    ['tar_nested.tar.bz2', [{ kind: 'folder' }, { name: 'foo/bar.txt', size: 12 }]],
    ['tar_plain2.tar.gz', [{ name: 'sflock.txt', size: 17 }, { name: 'sflock2.txt' }]],
  ])('%s', async (name, members) => {
    const source = new FileSource(sharedData(`5-static/archives/sflock/${name}`));
    const listing = await listArchive(source, (problem) => expect(problem).toBeUndefined(), LIMITS);
    source.close();
    expect(listing!.members).toMatchObject(members);
  });
});
