import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRuleText } from '../rules/read-rule-file.ts';
import { registry } from '../rules/registry.ts';
import { RuleSet } from '../rules/rule-set.ts';
import { codes } from './fake.cases.ts';
import { loadPlugins, loadRuleParts, preparePlugins } from './load.ts';

const KEY = {
  name: "'word'",
  summary: "'A word of the container.'",
  reads: "'words'",
  isAboutCandidates: 'false',
  values: "{ name: 'a word', examples: ['x'], schema: { type: 'string' }, parse: (node) => node.value }",
  collect: "(view) => view.texts('words')?.map((data) => ({ data, shown: data }))",
  compile:
    '(values) => ({ match(data, found) { values.forEach(({ value }, i) => value === data && found(i)); return true; } })',
};
const TYPE = {
  name: "'color'",
  summary: "'A color.'",
  candidates: "(view) => [{ value: view.value('color') ?? null, isWhitelisted: false }]",
};

const source = (fields: { [name: string]: string }) =>
  `export default { ${Object.entries(fields)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')} };`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovoscope-parts-'));
  process.env['OVOSCOPE_CACHE'] = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const key = (name: string, fields: Partial<typeof KEY> = {}) =>
  put(`rules/keys/${name}.js`, source({ ...KEY, name: `'${name}'`, ...fields }));

/** The ledgers of a container, with a rule `x` of each key. */
async function score(keys: string[], results: object, type = 'hash') {
  const { rules } = await loadRuleParts([folder]);
  const lists = Object.fromEntries(keys.map((name) => [name, [{ rules: ['x'], score: 1 }]]));
  const text = JSON.stringify({ info: { type }, rules: lists });
  const read = readRuleText('r.json', text, { registry: rules! });
  return { read, ledgers: read.file ? new RuleSet([read.file], { registry: rules! }).score(results as never) : [] };
}

describe('finding', () => {
  it('takes a rule key and a type beside the built-in ones', async () => {
    key('word');
    put('rules/types/color.js', source(TYPE));
    const { rules, problems } = await loadRuleParts([folder]);
    expect(problems).toEqual([]);
    expect([...rules!.keys.keys()]).toEqual([...registry().keys.keys(), 'word']);
    expect([...rules!.types.keys()]).toEqual([...registry().types.keys(), 'color']);
    const { ledgers } = await score(['word'], { color: 'red', words: ['x', 'y'] }, 'color');
    expect(ledgers).toMatchObject([{ type: 'color', value: 'red', total: 1, objects: [{ state: 'matched' }] }]);
  });

  it('gives none where there is none, and loads no other module', async () => {
    put('signatures/loud.js', 'throw new Error("was imported")');
    expect(await loadRuleParts([folder])).toMatchObject({ problems: [] });
    expect((await loadRuleParts([folder])).rules).toBeUndefined();
    key('word');
    const { rules, problems } = await loadPlugins(await preparePlugins([folder]));
    expect(codes(problems)).toContain('PLUGIN_IMPORT_FAILED');
    expect(rules!.keys.has('word')).toBe(true);
  });

  it('takes a file name with hyphens, and remarks on any other difference', async () => {
    key('two-words', { name: "'two_words'" });
    key('other');
    put('rules/keys/third.js', source({ ...KEY, name: "'fourth'" }));
    const { rules, problems } = await loadRuleParts([folder]);
    expect(problems.map(({ code, where }) => [code, where.file!.slice(-8)])).toEqual([
      ['PLUGIN_NAME_DIFFERS', 'third.js'],
    ]);
    for (const name of ['two_words', 'other', 'fourth']) expect(rules!.keys.has(name), name).toBe(true);
  });
});

describe('a wrong one is refused', () => {
  it.each([
    ['name', { name: "'two words'" }],
    ['name', { name: "'info'" }],
    ['summary', { summary: '7' }],
    ['reads', { reads: 'undefined' }],
    ['isAboutCandidates', { isAboutCandidates: '1' }],
    ['caseSensitive', { caseSensitive: "'no'" }],
    ['quirkMinimum', { quirkMinimum: '0' }],
    ['values', { values: 'null' }],
    ['values.examples', { values: KEY.values.replace("['x']", '[1n]') }],
    ['values.schema', { values: KEY.values.replace("'string'", '1n') }],
    ['values.parse', { values: KEY.values.replace('(node) => node.value', '/x/') }],
    ['collect', { collect: '[]' }],
    ['compile', { compile: 'undefined' }],
    ['isKnown', { isKnown: 'true' }],
  ])('for its %s', async (field, fields) => {
    put('rules/keys/bad.js', source({ ...KEY, name: "'bad'", ...fields }));
    key('word');
    const { rules, problems } = await loadRuleParts([folder]);
    expect(codes(problems)).toEqual(['PLUGIN_FIELD']);
    expect(problems[0]!.message).toContain(`bad.js: ${field} is `);
    expect(rules!.keys.size).toBe(registry().keys.size + 1);
  });

  it.each([
    ['candidates', { candidates: '[]' }],
    ['ownersOf', { ownersOf: '[]' }],
    ['summary', { summary: "''" }],
  ])('a type for its %s', async (field, fields) => {
    put('rules/types/color.js', source({ ...TYPE, ...fields }));
    const { rules, problems } = await loadRuleParts([folder]);
    expect(problems.map(({ message }) => message).join()).toContain(`color.js: ${field} is `);
    expect(rules!.types.size).toBe(registry().types.size);
  });

  it('for a name that is taken, what it exports, and an import that fails', async () => {
    key('mutex');
    key('word');
    put('rules/keys/word_again.js', source(KEY));
    put('rules/keys/a_class.js', 'export default class {}');
    put('rules/keys/nothing.js', 'export const x = 1;');
    put('rules/keys/trap.js', 'export default { get name() { throw new Error("trap"); } };');
    put('rules/keys/throws.js', 'throw new Error("no");');
    put('rules/keys/syntax.js', 'export default {');
    const { rules, problems } = await loadRuleParts([folder]);
    expect(codes(problems).sort()).toEqual([
      'PLUGIN_DUPLICATE_NAME',
      'PLUGIN_DUPLICATE_NAME',
      'PLUGIN_IMPORT_FAILED',
      'PLUGIN_IMPORT_FAILED',
      'PLUGIN_NOT_A_RULE_PART',
      'PLUGIN_NOT_A_RULE_PART',
      'PLUGIN_SYNTAX',
    ]);
    expect(rules!.keys.get('mutex')).toBe(registry().keys.get('mutex'));
    expect([...rules!.keys.keys()].at(-1)).toBe('word');
  });
});

describe('one that fails', () => {
  const fail = '() => { throw new Error("oops"); }';

  it.each([
    ['collect', { collect: fail }],
    ['compile', { compile: fail }],
    ['match', { compile: `() => ({ match: ${fail} })` }],
    ['isKnown', { isKnown: fail }],
  ])('in %s is not evaluated, and the others are', async (_, fields) => {
    put('rules/keys/bad.js', source({ ...KEY, name: "'bad'", ...fields }));
    key('word');
    const { ledgers } = await score(['bad', 'word'], { words: ['x'] });
    expect(ledgers[0]).toMatchObject({ total: 1, objects: [{ state: 'not-evaluated' }, { state: 'matched' }] });
    expect(ledgers[0]!.problems).toMatchObject([{ code: 'RULES_KEY_FAILED', where: { rule: 'bad' } }]);
    expect(ledgers[0]!.problems[0]!.message).toContain('oops');
  });

  it.each([
    ['throws', fail],
    ['says nothing', '() => undefined'],
  ])('to read a value, and %s, is an error at the value', async (_, parse) => {
    key('bad', { values: KEY.values.replace('(node) => node.value', parse) });
    const { read } = await score(['bad'], {});
    expect(read.diagnostics).toMatchObject([{ code: 'RULES_VALUE_FAILED', severity: 'error' }]);
  });

  it.each([
    ['candidates', { candidates: fail }],
    ['candidates of another shape', { candidates: '() => [{ value: 7 }]' }],
    ['ownersOf', { ownersOf: fail }],
  ])('a type in %s is told by a ledger that blacklists nothing', async (_, fields) => {
    put('rules/types/color.js', source({ ...TYPE, ...fields }));
    key('word', { isAboutCandidates: 'true' });
    const { ledgers } = await score(['word'], { color: 'red', words: ['x'] }, 'color');
    expect(ledgers).toMatchObject([{ type: 'color', total: 0, blacklisted: false }]);
    expect(codes(ledgers[0]!.problems)).toEqual(['RULES_TYPE_FAILED']);
  });
});
