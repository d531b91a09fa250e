import { describe, expect, it } from 'vitest';
import { excelStream } from '../../../tests/support/office-samples.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { readBiff } from './biff.ts';
import { formulaText } from './formula.ts';

function read(bytes: Buffer) {
  const problems: Problem[] = [];
  const damage = new Damage(new MemorySource(bytes, 'sample'), 'Office', (problem) => problems.push(problem));
  return { book: readBiff(bytes, damage), problems };
}

const context = { name: (n: number) => `Name${n}`, sheet: () => 'S', externalName: () => undefined };
const text = (...bytes: number[]) => formulaText(Buffer.from(bytes), context);

describe('the stream of a workbook', () => {
  it('has formulas as text, with values', () => {
    const { book, problems } = read(excelStream());
    expect(book.cells.map(({ cell, formula, value }) => [cell, formula, value])).toEqual([
      ['A1', 'EXEC("cmd /c "&CHAR(99)&"alc")', 'done'],
      ['A2', 'HALT()', 0],
      ['A3', 'cmd|/c calc!A0(A1)', 0],
      ['B4', null, 'URL: '],
      ['B5', null, 42],
      ['B6', null, 1.5],
    ]);
    expect(problems).toEqual([]);
  });

  it('has the cells of a sheet that begins where the one before did not end', () => {
    const bytes = excelStream();
    const end = bytes.indexOf(Buffer.from('0a000000', 'hex'));
    bytes.writeUInt16LE(0x9999, end);
    expect(read(bytes).book.cells).toHaveLength(6);
  });

  it('keeps what comes before a record that is cut', () => {
    const { book, problems } = read(excelStream().subarray(0, -20));
    expect(book.cells.length).toBeGreaterThan(3);
    expect(problems.map(({ code }) => code)).toEqual(['STATIC_DAMAGED']);
  });
});

describe('a formula', () => {
  it.each([
    ['1+2*3', [0x1e, 1, 0, 0x1e, 2, 0, 0x1e, 3, 0, 5, 3]],
    ['(A1:$B$2)', [0x25, 0, 0, 1, 0, 0, 0xc0, 1, 0, 0x15]],
    ['SUM(A1)', [0x24, 0, 0, 0, 0xc0, 0x19, 0x10, 0, 0]],
    ['MID("a""b",1,2)', [0x17, 3, 0, 0x61, 0x22, 0x62, 0x1e, 1, 0, 0x1e, 2, 0, 0x41, 31, 0]],
    ['-TRUE%', [0x1d, 1, 0x14, 0x13]],
    ['S!$A$1', [0x3a, 0, 0, 0, 0, 0, 0]],
    ['Name3', [0x23, 3, 0, 0, 0]],
    ['#REF!', [0x1c, 23]],
    ['?+?', [3]],
    ['1…', [0x1e, 1, 0, 0x17, 200]],
  ])('%s', (expected, bytes) => {
    expect(text(...bytes)).toBe(expected);
  });

  it('takes time in proportion to its tokens', () => {
    const tokens = Buffer.alloc(60_000, 0x13);
    tokens.writeUInt8(0x1d, 0);
    expect(formulaText(tokens, context)).toHaveLength((32 << 10) + 1);
  });
});
