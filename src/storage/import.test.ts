import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, fromCsvCell } from './export/csv.ts';
import { type ImportOptions, readImport } from './import.ts';
import { parseCsv } from './parse-csv.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

function read(text: string, options: Partial<ImportOptions> = {}) {
  const { entries, refused } = readImport(text, { file: 'f', reason: 'r', now: NOW, ...options });
  return {
    values: entries.map(({ type, value }) => `${type} ${value}`),
    entries,
    lines: refused.map((problem) => problem.where.line),
    refused,
  };
}

describe('plain text', () => {
  test('takes values by their looks, and tells lines that are none', () => {
    const text = `\ufeff# comment\r\n${MD5.toUpperCase()}\r\n\r\n 192.0.2.1 \nexample.com\nhttp://e.example/x\nwpad\n1.2.3\n`;
    expect(read(text)).toMatchObject({
      values: [`hash ${MD5}`, 'ip 192.0.2.1', 'domain example.com', 'url http://e.example/x'],
      lines: [7, 8],
    });
  });

  test('takes them for what they are said to be', () => {
    expect(read('wpad\n192.0.2.1\n', { type: 'domain' })).toMatchObject({ values: ['domain wpad'], lines: [2] });
  });

  test('makes manual entries with the reason', () => {
    expect(read(MD5).entries[0]).toMatchObject({
      score: null,
      manual: true,
      manual_reason: 'r',
      first_seen: NOW,
      last_seen: NOW,
      reasons: [],
    });
  });
});

describe('csv', () => {
  test('takes its columns by name', () => {
    const text = `type,score,value,reason\ndomain,2.5,wpad,"a, ""b""\nc"\n,,${MD5},\nip,x,192.0.2.1,\n`;
    const { entries, lines } = read(text);
    expect(entries).toMatchObject([
      { type: 'domain', value: 'wpad', score: '2.5', manual: false, manual_reason: 'a, "b"\nc' },
      { type: 'hash', score: null, manual: true },
    ]);
    expect(lines).toEqual([5]);
  });

  test('without a column of values is refused', () => {
    expect(() => read('a,b\n1,2\n', { format: 'csv' })).toThrow(expect.objectContaining({ code: 'IMPORT_UNREADABLE' }));
  });
});

describe('json', () => {
  test('takes texts, objects, and what is around them', () => {
    const list = [
      MD5,
      { value: '192.0.2.1', score: 2.5 },
      { type: 'domain', value: 'wpad' },
      7,
      { type: 'x', value: 'y' },
      {},
    ];
    const expected = { values: [`hash ${MD5}`, 'ip 192.0.2.1', 'domain wpad'], lines: [4, 5, 6] };
    expect(read(JSON.stringify(list))).toMatchObject(expected);
    expect(read(JSON.stringify({ entries: list }))).toMatchObject(expected);
    expect(read(JSON.stringify(list)).entries[1]).toMatchObject({ score: '2.5', manual: false });
  });

  test.each(['{', '{}', '{"entries":{}}', '[', '{"format":"ovoscope-blacklist","version":2,"entries":[]}'])(
    '%s is refused as a whole',
    (text) =>
      expect(() => read(text, { format: 'json' })).toThrow(expect.objectContaining({ code: 'IMPORT_UNREADABLE' })),
  );

  test.each([
    { first_seen: 'yesterday' },
    { expires: '99999-01-01' },
    { score: '1e3' },
    { score: {} },
    { reasons: 7 },
    { reasons: [7] },
    { analysis: {} },
    { value: 7 },
  ])('an entry with %j is refused', (fields) => {
    expect(read(JSON.stringify([{ value: MD5, ...fields }]))).toMatchObject({ values: [], lines: [1] });
  });

  test('takes names of the language as ordinary names', () => {
    const text = `[{"value":"${MD5}","__proto__":{"score":"9"},"constructor":1}]`;
    expect(read(text).entries[0]).toMatchObject({ score: null });
  });
});

test('no text is too odd to be read or refused', () => {
  const text = fc.string({ unit: fc.constantFrom(...'[{"}],:\n\r#a1.\0\ud800é'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.constantFrom('plain', 'csv', 'json', undefined), (odd, format) => {
      try {
        read(odd, { format: format as ImportOptions['format'] });
      } catch (error) {
        expect(error).toMatchObject({ code: 'IMPORT_UNREADABLE' });
      }
    }),
  );
});

describe('parseCsv', () => {
  test('reads what csvLine wrote', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'a1"\',; \t\n=+-'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
        const read = [...parseCsv(rows.map(csvLine).join(''))].map((row) => row.cells.map(fromCsvCell));
        // Line ends inside cells are written as blanks.
        expect(read).toEqual(rows.map((row) => row.map((text) => text.replace(/[\t\n]+/g, ' '))));
      }),
    );
  });

  test('takes line ends, doubled quotes and open quotes as RFC 4180 and people write them', () => {
    expect([...parseCsv('a,"b\r\n""c""",\r\n"d"x,e"f\n\n"open,\n')]).toEqual([
      { line: 1, cells: ['a', 'b\r\n"c"', ''] },
      { line: 3, cells: ['dx', 'e"f'] },
      { line: 4, cells: [''] },
      { line: 5, cells: ['open,\n'] },
    ]);
  });
});
