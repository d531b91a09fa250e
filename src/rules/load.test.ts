import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadRules, readRuleBytes } from './load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovoscope-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const GOOD = '{"info": {"type": "hash"}, "rules": {}}';

it('reads the rule files of a folder by name, and nothing else in it', () => {
  for (const name of ['b.json', 'a.json', 'a.cases.json', 'x.schema.json', '.hidden.json', 'notes.txt'])
    write(name, GOOD);
  const { files, problems } = loadRules([folder]);
  expect(files.map(({ source }) => source.name)).toEqual([join(folder, 'a.json'), join(folder, 'b.json')]);
  expect(problems).toEqual([]);
});

it('reads a file once, however often it is named', () => {
  write('a.json', GOOD);
  expect(loadRules([folder, join(folder, 'a.json'), folder]).files).toHaveLength(1);
});

it('refuses a bad file whole and keeps the others', () => {
  write('a.json', '{"info": {"type": "hash"}, "rules": {"tcp_port": [{"rules": [1], "score": 1}], "x": []}}');
  write('b.json', GOOD);
  const { files, problems } = loadRules([folder]);
  expect(files.map(({ file }) => file?.objects.length)).toEqual([undefined, 0]);
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `RULES_REFUSED ${join(folder, 'a.json')} was not applied: 1 error`,
  ]);
});

it('tells what it cannot read', () => {
  mkdirSync(join(folder, 'empty'));
  symlinkSync('/dev/zero', join(folder, 'zero.json'));
  const { files, problems } = loadRules([join(folder, 'none.json'), join(folder, 'empty'), join(folder, 'zero.json')]);
  expect(files).toEqual([]);
  expect(problems.map(({ code }) => code)).toEqual(['RULES_UNREADABLE', 'RULES_NO_FILES', 'RULES_UNREADABLE']);
  expect(() => readRuleBytes(join(folder, 'none.json'))).toThrow(/cannot be read/);
});

it('does not read beyond its limit', () => {
  write('big.json', GOOD + ' '.repeat(1000));
  const { files } = loadRules([join(folder, 'big.json')], { limits: { bytes: 500 } });
  expect(files[0]!.diagnostics.map(({ code }) => code)).toEqual(['RULES_FILE_TOO_LARGE']);
});
