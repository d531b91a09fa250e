import { describe, expect, it } from 'vitest';
import {
  AUTO_OPEN,
  compiled,
  compressVba,
  type SampleModule,
  vbaProject,
} from '../../../tests/support/office-samples.ts';
import { oleFile } from '../../../tests/support/ole-writer.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { openCompoundFile } from '../ole/compound-file.ts';
import { decompressVba } from './decompress.ts';
import { foldStrings } from './fold.ts';
import { findKeywords } from './keywords.ts';
import { readVbaProjects } from './project.ts';

function project(
  modules: readonly SampleModule[],
  change: (storages: ReturnType<typeof vbaProject>) => void = () => {},
) {
  const storages = vbaProject(modules);
  change(storages);
  const source = new MemorySource(oleFile(storages), 'sample');
  const problems: Problem[] = [];
  const damage = new Damage(source, 'Office', (problem) => problems.push(problem));
  const [found] = readVbaProjects(openCompoundFile(source, damage)!, damage);
  return { found: found!, problems };
}

describe('decompressing', () => {
  // The examples of MS-OVBA 3.2.
  it.each([
    ['0119b000616263646566676800696a6b6c6d6e6f70007172737475762e', 'abcdefghijklmnopqrstuv.'],
    [
      '012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c',
      '#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa',
    ],
    ['0103b002614500', 'a'.repeat(73)],
  ])('%s', (hex, text) => {
    expect(decompressVba(Buffer.from(hex, 'hex'), 1 << 16).bytes.toString('latin1')).toBe(text);
  });

  it('undoes what packs, over more than one chunk', () => {
    const text = `${AUTO_OPEN.code.repeat(50)}end`;
    expect(decompressVba(compressVba(text), 1 << 20)).toEqual({ bytes: Buffer.from(text, 'latin1') });
  });

  it('keeps what comes before a copy from nowhere', () => {
    const { bytes, damage } = decompressVba(Buffer.from('0103b0026100f0', 'hex'), 100);
    expect(bytes[0]).toBe(0x61);
    expect(damage).toMatch(/copies from before/);
  });

  it('stops at the limit', () => {
    const many = Buffer.concat([
      Buffer.of(1),
      ...Array.from({ length: 100 }, () => Buffer.from('03b0026100ff', 'hex')),
    ]);
    expect(decompressVba(many, 10_000).bytes.length).toBeLessThanOrEqual(10_000);
  });
});

describe('a VBA project', () => {
  it('has its modules with source, in the order of the list', () => {
    const { found, problems } = project([
      AUTO_OPEN,
      { name: 'ThisDocument', code: 'x', kind: 'Document' },
      { name: 'F', code: '', kind: 'BaseClass' },
    ]);
    expect(found.modules.map(({ name, fileName, kind }) => [name, fileName, kind])).toEqual([
      ['Module1', 'Module1.bas', 'module'],
      ['ThisDocument', 'ThisDocument.cls', 'document'],
      ['F', 'F.frm', 'form'],
    ]);
    expect(found.modules[0]!.code).toBe(`Attribute VB_Name = "Module1"\r\n${AUTO_OPEN.code}`);
    expect(found.references).toEqual([{ name: 'stdole', target: '*\\G{0002}#2#' }]);
    expect(problems).toEqual([]);
  });

  it('reads the code page of the project', () => {
    const code = Buffer.from([0xcf, 0xf0, 0xe8]).toString('latin1');
    const storages = vbaProject([{ name: 'M', code }], 1251);
    const source = new MemorySource(oleFile(storages), 'sample');
    const damage = new Damage(source, 'Office', () => {});
    expect(readVbaProjects(openCompoundFile(source, damage)!, damage)[0]!.modules[0]!.code).toContain('При');
  });

  it('sees compiled code whose source was taken away', () => {
    const modules = (code: string) => project([{ name: 'M', code, cache: compiled(12) }]).found.modules[0]!;
    expect(modules('')).toMatchObject({ pCodeLines: 12, sourceLines: 0, isStomped: true });
    expect(modules('x\r\n'.repeat(12))).toMatchObject({ pCodeLines: 12, sourceLines: 12, isStomped: false });
  });

  it('names what only the compiled project knows', () => {
    const { found } = project([{ name: 'M', code: 'MsgBox 1' }], (storages) => {
      (storages['VBA'] as { [name: string]: Uint8Array })['_VBA_PROJECT'] = Buffer.from(
        '..Shell..MsgBox..CreateObject..',
      );
    });
    expect(found.hiddenNames).toEqual(['Shell', 'CreateObject']);
  });

  it('finds source in a stream that no record lists, and without the list', () => {
    const hidden = project([AUTO_OPEN], (storages) => {
      (storages['VBA'] as { [name: string]: Uint8Array })['Secret'] = Buffer.concat([
        Buffer.alloc(20, 7),
        compressVba('Attribute VB_Name = "Secret"\r\nSub Hidden()\r\nEnd Sub\r\n'),
      ]);
    });
    expect(hidden.found.modules.map(({ name, isUnlisted }) => [name, isUnlisted])).toEqual([
      ['Module1', false],
      ['Secret', true],
    ]);
    const broken = project([AUTO_OPEN], (storages) => {
      (storages['VBA'] as { [name: string]: Uint8Array })['dir'] = Buffer.from('garbage');
    });
    expect(broken.found.modules.map(({ name, isUnlisted }) => [name, isUnlisted])).toEqual([['Module1', true]]);
    expect(broken.problems.map(({ code }) => code)).toEqual(['STATIC_DAMAGED']);
  });

  it('reads texts of forms', () => {
    const { found } = project([AUTO_OPEN], (storages) => {
      storages['UserForm1'] = { f: Buffer.from('\0\0powershell -enc\0'), o: Buffer.from('hidden text', 'utf16le') };
    });
    expect(found.forms).toEqual([{ path: 'UserForm1', strings: ['powershell -enc', 'hidden text'] }]);
  });
});

describe('putting texts together', () => {
  it.each([
    ['x = "a" & "b"', 'x = "ab"'],
    ['x = "a" + Chr(98) & ChrW(&H63) & Chr$(100)', 'x = "abcd"'],
    ['x = Chr(90 + 7)', 'x = "a"'],
    ['x = StrReverse("olleh")', 'x = "hello"'],
    ['x = StrReverse(StrReverse("a" ) )', 'x = "a"'],
    ['x = "a" & _\r\n  "b"', 'x = "ab"'],
    ['x = "say ""hi""" & "!"', 'x = "say ""hi""!"'],
    ['x = "a" & y & "b" & "c"', 'x = "a" & y & "bc"'],
    ['x = Chr(y)', 'x = Chr(y)'],
    ['x = 1 \' "a" & "b"', 'x = 1 \' "a" & "b"'],
    ['Rem "a" & "b"', 'Rem "a" & "b"'],
    ['x = "open & "', 'x = "open & "'],
  ])('%s', (code, expected) => {
    expect(foldStrings(code).code).toBe(expected);
  });

  it('takes time in proportion to the code', () => {
    const code = `x = ${'"a" & '.repeat(100_000)}y ${'StrReverse('.repeat(50_000)}`;
    expect(foldStrings(code).strings.length).toBeGreaterThan(0);
  });
});

describe('keywords', () => {
  it('tells what runs by itself from what malware needs', () => {
    const { auto, telling } = findKeywords(
      'Sub Document_Open()\nShell x\nSub Button1_Click()\nCall URLDownloadToFileA(1)\nEnd Sub',
    );
    expect(auto.map(({ word }) => word)).toEqual(['Document_Open', 'Button1_Click']);
    expect(telling.map(({ word }) => word)).toEqual(['Shell', 'URLDownloadToFileA']);
  });

  it('does not mind words that every macro has', () => {
    expect(findKeywords('x = Mid(Replace(a, Chr(10), ""), 1)').telling).toEqual([]);
    expect(findKeywords('Chr(1) '.repeat(10)).telling).toHaveLength(1);
  });
});
