import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../tests/support/apk-writer.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readZip, readZipMember } from './read.ts';

const ZIP = zipOf({ 'a.txt': 'hello', 'b/c.txt': 'x'.repeat(1000) }, ['a.txt']);
const read = (bytes: Buffer, limit = 100) => readZip(new MemorySource(bytes), limit);
const names = (bytes: Buffer) => read(bytes)!.members.map(({ name }) => name);
const content = (bytes: Buffer, index: number, limit = 10_000, asAndroid = false) =>
  readZipMember(new MemorySource(bytes), read(bytes)!.members[index]!, { limit, asAndroid });

describe('a zip file', () => {
  it('has members with their bytes', () => {
    expect(read(ZIP)).toMatchObject({
      members: [
        { name: 'a.txt', method: 0, size: 5, isUnlisted: false },
        { name: 'b/c.txt', method: 8, size: 1000 },
      ],
      oddities: [],
    });
    expect(read(ZIP)!.damage).toBeUndefined();
    expect(content(ZIP, 0)).toEqual({ bytes: Buffer.from('hello') });
    expect(content(ZIP, 1)).toEqual({ bytes: Buffer.from('x'.repeat(1000)) });
  });

  it('may have a program before it', () => {
    const bytes = Buffer.concat([Buffer.alloc(1000, 'MZ'), ZIP]);
    expect(names(bytes)).toEqual(['a.txt', 'b/c.txt']);
    expect(content(bytes, 1).bytes.length).toBe(1000);
    expect(read(bytes)!.oddities).toEqual([{ offset: 0, what: '1000 bytes lie before it' }]);
  });

  it('without directory has what its headers say', () => {
    const cut = ZIP.subarray(0, ZIP.indexOf('PK\x01\x02'));
    expect(names(cut)).toEqual(['a.txt', 'b/c.txt']);
    expect(read(cut)!.damage).toEqual({
      offset: cut.length,
      reason: 'its directory, which is the last part, is missing',
    });
    expect(content(cut, 1).bytes.length).toBe(1000);
  });

  it('whose directory breaks off has the rest by its headers', () => {
    const bytes = Buffer.from(ZIP);
    bytes.write('XX', bytes.lastIndexOf('PK\x01\x02'));
    expect(read(bytes)!.members.map(({ name, isUnlisted }) => [name, isUnlisted])).toEqual([
      ['a.txt', false],
      ['b/c.txt', true],
    ]);
    expect(read(bytes)!.damage!.reason).toBe('the directory has 1 readable entries of 2');
  });

  it('is not any file', () => {
    expect(read(Buffer.from('hello PK\x03\x04'))).toBeUndefined();
    expect(read(Buffer.alloc(0))).toBeUndefined();
  });

  it('has no more members than the limit', () =>
    expect(read(ZIP, 1)).toMatchObject({ members: [{}], damage: { reason: 'there are more than 1 members' } }));
});

describe('a member', () => {
  it('that unpacks to more than it says or may is left out', () => {
    expect(content(ZIP, 1, 999)).toMatchObject({ bytes: { length: 0 }, damage: 'it is longer than 999 bytes' });
    const bytes = Buffer.from(ZIP);
    bytes.writeUInt32LE(10, bytes.lastIndexOf('PK\x01\x02') + 24);
    expect(content(bytes, 1).damage).toBe('it unpacks to more than 10 bytes');
  });

  it('that is cut has its beginning', () => {
    const bytes = Buffer.from(ZIP);
    const at = bytes.lastIndexOf('PK\x01\x02');
    bytes.writeUInt32LE(bytes.readUInt32LE(at + 20) - 3, at + 20);
    const found = content(bytes, 1);
    expect(found.damage).toMatch(/^it has \d+ bytes, not 1000$/);
    expect(found.bytes.length).toBeGreaterThan(0);
  });

  it('with another checksum is kept and told', () => {
    const bytes = Buffer.from(ZIP);
    bytes.write('j', bytes.indexOf('hello'));
    expect(content(bytes, 0)).toEqual({ bytes: Buffer.from('jello'), damage: 'its checksum is another' });
  });

  it('that says it is encrypted is read as Android does or not at all', () => {
    const bytes = Buffer.from(ZIP);
    bytes.writeUInt16LE(1, bytes.indexOf('PK\x01\x02') + 8);
    expect(content(bytes, 0).damage).toBe('it is encrypted');
    expect(content(bytes, 0, 100, true).bytes.toString()).toBe('hello');
  });
});
