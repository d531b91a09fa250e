import { describe, expect, it } from 'vitest';
import { msiSample, wordSample } from '../../../tests/support/office-samples.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { decodeMsiName } from './names.ts';
import { readMsi } from './read.ts';
import { readMsiStrings } from './strings.ts';

function read(bytes: Buffer) {
  const problems: Problem[] = [];
  return { msi: readMsi(new MemorySource(bytes, 'sample'), (problem) => problems.push(problem)), problems };
}

describe('a package of Windows Installer', () => {
  it('has tables, streams and what it runs', () => {
    const { msi, problems } = read(msiSample());
    expect(msi).toMatchObject({ kind: 'package', codePage: 1252 });
    expect(msi!.tables.find(({ name }) => name === 'Property')).toEqual({
      name: 'Property',
      columns: ['Property', 'Value'],
      rows: [
        ['ProductName', 'Ovo'],
        ['CMD', 'cmd.exe'],
      ],
      total: 2,
    });
    expect(msi!.actions).toMatchObject([
      {
        name: 'RunScript',
        what: 'runs VBScript in the table Binary',
        source: 'Script',
        target: 'Main',
        isElevated: true,
        isDeferred: true,
        calls: [{ table: 'InstallExecuteSequence', number: 4000, condition: 'NOT Installed' }],
      },
      { name: 'RunCommand', what: 'runs a command whose program is a property', isElevated: false, calls: [] },
    ]);
    expect(msi!.streams.map(({ name, size }) => [name, size])).toEqual([['Binary.Script', 8]]);
    expect(Object.fromEntries(msi!.metadata)).toMatchObject({ title: 'Installation Database' });
    expect(problems).toEqual([]);
  });

  it('is none where it is another compound file', () => {
    expect(read(wordSample()).msi).toBeUndefined();
  });

  it('has texts of more than 64 KB', () => {
    const pool = Buffer.alloc(12);
    pool.writeUInt16LE(1, 6);
    pool.writeUInt16LE(10, 8);
    const strings = readMsiStrings(pool, Buffer.alloc(65_546, 0x61));
    expect(strings.at(1)).toHaveLength(65_546);
  });

  it('decodes names of streams', () => {
    expect(decodeMsiName('\u4840\u3b3f\u43f2\u4438\u45b1')).toBe('!_Columns');
  });
});
