import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Results } from '../plugin/container.ts';
import { type GivenCall, given } from '../testing/given.ts';
import { runSignature } from '../testing/run-signature.ts';
import { readYamlSignatures, yamlProblems } from './read-signatures.ts';
import { registerCases } from './register-cases.ts';
import { yamlSignatureSchema } from './schema.ts';

const HEAD = 'name: a\ndescription: Does a\nseverity: 2\n';

/** What a condition finds; undefined where it does not hold. */
async function matching(condition: string, results: Results): Promise<unknown[] | undefined> {
  const read = readYamlSignatures(`${HEAD}match:\n${condition.replace(/^/gm, '  ')}`, 'a.yaml');
  expect(read.diagnostics).toEqual([]);
  const { fired, data } = await runSignature(read.signatures[0]!.Class, results);
  return fired ? data : undefined;
}

const mistakes = (text: string) =>
  readYamlSignatures(text, 'a.yaml').diagnostics.map(({ code, where }) => `${where.line}:${where.column} ${code}`);

const write = (filepath: string): GivenCall => ['NtWriteFile', { filepath }];

describe('conditions over calls', () => {
  const results = given(
    'sample.exe',
    write('C:\\a.txt'),
    write('C:\\b.txt'),
    write('C:\\B.TXT'),
    ['NtClose', {}, { status: 'FAILURE', repeated: 4 }],
    ['NtDelayExecution', { milliseconds: '600000' }],
  );

  it.each([
    ['call: { api: NtWriteFile }', 3],
    ['call: { api: Nt*, arguments: { filepath: "*.txt" } }', 3],
    ['call: { action: writesFile, category: filesystem }', 3],
    ['call: { action: writesFile, process: SAMPLE.EXE }', 3],
    ['call: { action: writesFile, process: other.exe }', undefined],
    ['call: { api: NtWriteFile }\ndistinct: filepath\nat_least: 2', 2],
    ['call: { api: NtWriteFile }\ndistinct: filepath\nat_least: 3', undefined],
    ['call: { api: NtWriteFile }\nat_most: 2', undefined],
    ['call: { api: NtClose }\nat_least: 5', 1],
    ['call: { api: NtClose }\nat_least: 6', undefined],
    ['call: { api: NtClose, succeeded: true }', undefined],
    ['call: { api: NtClose, succeeded: false }', 1],
    ['call: { api: NtDelayExecution, arguments: { milliseconds: { at_least: 600000 } } }', 1],
    ['call: { api: NtDelayExecution, arguments: { milliseconds: { at_least: 600001 } } }', undefined],
    ['call: { api: NtDelayExecution, arguments: { milliseconds: 0x927c0 } }', 1],
    ['call: { api: NtWriteFile, arguments: { filepath: { contains: "A.T" } } }', 1],
    ['call: { api: NtWriteFile, arguments: { filepath: { regex: "b.txt$" } } }', 2],
    ['call: { api: NtWriteFile, arguments: { filepath: { regex: "b.txt$", case_sensitive: true } } }', 1],
    ['call: { arguments: { filepath: [x, "?:\\\\a.txt"] } }', 1],
  ])('%s', async (condition, count) => {
    expect((await matching(condition, results))?.length).toBe(count);
  });

  it('point to the calls', async () => {
    expect(await matching('call: { arguments: { filepath: "*a.txt" } }', results)).toEqual([
      { pid: 1000, process: 'sample.exe', cid: 0, api: 'NtWriteFile', filepath: 'C:\\a.txt' },
    ]);
  });
});

describe('sequences', () => {
  const steps = 'sequence:\n  - { api: A }\n  - { api: B }\n  - { api: A }\n';
  const calls = (...given: [api: string, ms?: number, thread?: number, x?: string][]): GivenCall[] =>
    given.map(([api, ms = 0, thread = 1, x = '']) => [
      api,
      { x },
      { thread_id: thread, timestamp: `2020-01-01 00:00:0${ms},000` },
    ]);

  it.each([
    ['in order', '', calls(['A'], ['B'], ['A']), [0, 1, 2]],
    ['with others between', '', calls(['A'], ['C'], ['B'], ['B'], ['C'], ['A']), [0, 3, 5]],
    ['one call is one step', '', calls(['A'], ['B']), undefined],
    ['in another order', '', calls(['B'], ['A'], ['A']), undefined],
    [
      'in time, beginning with the last that is',
      'within: 2s',
      calls(['A', 0], ['A', 3], ['B', 4], ['A', 5]),
      [1, 2, 3],
    ],
    ['too late', 'within: 2s', calls(['A', 0], ['B', 2], ['A', 3]), undefined],
    ['of two threads', 'per: thread', calls(['A'], ['B', 0, 2], ['A']), undefined],
    ['of one thread', 'per: thread', calls(['A'], ['A', 0, 2], ['B', 0, 2], ['A', 0, 2]), [1, 2, 3]],
    [
      'with one value',
      'same: x',
      calls(['A', 0, 1, 'k'], ['B', 0, 1, 'l'], ['B', 0, 1, 'K'], ['A', 0, 1, 'k']),
      [0, 2, 3],
    ],
    ['with several values', 'same: x', calls(['A', 0, 1, 'k'], ['B', 0, 1, 'l'], ['A', 0, 1, 'k']), undefined],
  ])('%s', async (_name, options, made, cids) => {
    const found = await matching(steps + options, given('a.exe', ...made));
    expect(found?.map((piece) => (piece as { cid: number }).cid)).toEqual(cids);
  });

  it('of several processes are in the order of time', async () => {
    const results = given(
      given.process('one.exe', ...calls(['A', 1], ['A', 5])),
      given.process('two.exe', ...calls(['B', 3])),
    );
    expect(await matching(steps, results)).toBeUndefined();
    const found = await matching(`${steps}per: analysis`, results);
    expect(found?.map((piece) => (piece as { process: string }).process)).toEqual(['one.exe', 'two.exe', 'one.exe']);
  });
});

describe('conditions over the container', () => {
  const results = given.container({
    behavior: {
      processes: [given.process({ name: 'a.exe', command_line: 'a.exe /x' }, write('C:\\new.exe'))],
      summary: { mutexes: ['m1', 'm2'], resolves_host: ['x.example'] },
    },
    strings: ['This program', 'secret'],
    yara: [{ category: 'sample', path: null, yara: [{ name: 'Evil' } as never] }],
    static: {
      pe_sections: [
        { name: '.text', entropy: 6 },
        { name: 'UPX0', entropy: 7.9 },
      ],
    },
    network: { http: [{ uri: 'http://x.example/a', 'user-agent': 'Agent' }] },
    dropped: [{ name: 'b.dll', filepath: 'C:\\b.dll' } as never],
    signatures: [{ name: 'persistence_x', description: 'Does x' } as never],
  });

  it.each([
    ['mutex: m*', [{ mutex: 'm1' }, { mutex: 'm2' }]],
    ['mutex: m*\nat_least: 3', undefined],
    ['mutex: m*\nat_most: 1', undefined],
    ['domain: [no, "*.example"]', [{ domain: 'x.example' }]],
    ['command: "*/x"', [{ command_line: 'a.exe /x' }]],
    ['process: A.EXE', [{ process: 'a.exe' }]],
    ['string: { contains: SECRET }', [{ string: 'secret' }]],
    ['yara: evil', [{ yara: 'Evil' }]],
    ['url: { regex: "^http://[^/]+/a$" }', [{ url: 'http://x.example/a' }]],
    ['user_agent: agent', [{ user_agent: 'Agent' }]],
    ['dropped: "*.dll"', [{ dropped: 'b.dll' }, { dropped: 'C:\\b.dll' }]],
    ['field: { path: "static.pe_sections[].name", is: upx* }', [{ field: 'static.pe_sections[].name', value: 'UPX0' }]],
    ['field: { path: "static.none[].name", is: "*" }', undefined],
    ['field: { path: constructor.name, is: "*" }', undefined],
    ['signature: persistence_*', [{ signature: 'persistence_x', description: 'Does x' }]],
    ['all: [{ mutex: m1 }, { yara: evil }]', [{ mutex: 'm1' }, { yara: 'Evil' }]],
    ['any: [{ mutex: none }, { yara: evil }]', [{ yara: 'Evil' }]],
    ['- mutex: m1\n- not: { yara: evil }', undefined],
    ['- mutex: m1\n- not: [{ yara: other }, { mutex: m3 }]', [{ mutex: 'm1' }]],
    ['- mutex: m1\n- not: { not: { yara: evil } }', [{ mutex: 'm1' }]],
  ])('%s', async (condition, found) => {
    expect(await matching(condition, results)).toEqual(found);
  });

  it('of files point to the call', async () => {
    expect(await matching('file_written: "*.exe"', results)).toEqual([
      { pid: 1000, process: 'a.exe', cid: 0, api: 'NtWriteFile', filepath: 'C:\\new.exe' },
    ]);
  });

  it('hold for nothing in an empty container', async () => {
    for (const name of ['string: "*"', 'yara: "*"', 'dropped: "*"', 'command: "*"', 'call: {}', 'signature: "*"'])
      expect(await matching(name, {})).toBeUndefined();
  });
});

describe('mistakes', () => {
  it.each([
    ['name: a', ['1:1 SIGNATURE_YAML_MISSING_KEY', '1:1 SIGNATURE_YAML_MISSING_KEY', '1:1 SIGNATURE_YAML_MISSING_KEY']],
    [`${HEAD}match: { mutx: x }`, ['4:10 SIGNATURE_YAML_UNKNOWN_KEY']],
    [`${HEAD}match: { mutex: x, file: y }`, ['4:20 SIGNATURE_YAML_CONDITION']],
    [`${HEAD}match: { at_least: 3 }`, ['4:8 SIGNATURE_YAML_CONDITION']],
    [`${HEAD}match: { mutex: x, within: 3s }`, ['4:20 SIGNATURE_YAML_MODIFIER']],
    [`${HEAD}match: { not: { mutex: x } }`, ['4:10 SIGNATURE_YAML_NO_EVIDENCE']],
    [`${HEAD}match: { any: [{ mutex: x }, { not: { mutex: y } }] }`, ['4:10 SIGNATURE_YAML_NO_EVIDENCE']],
    [`${HEAD}match: { mutex: { regex: "a(?=b)" } }`, ['4:26 SIGNATURE_YAML_REGEX']],
    [`${HEAD}match: { mutex: { regex: "(" } }`, ['4:26 SIGNATURE_YAML_REGEX']],
    [`${HEAD}match: { mutex: { regx: a } }`, ['4:19 SIGNATURE_YAML_UNKNOWN_KEY']],
    [`${HEAD}match: { mutex: [] }`, ['4:17 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { mutex: true }`, ['4:17 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { sequence: [{ api: a }] }`, ['4:20 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { call: { action: setValue } }`, ['4:26 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { mutex: x }\nseverity: 9`, ['5:1 SIGNATURE_YAML_DUPLICATE_KEY']],
    [`${HEAD}match: { mutex: x }\nconfidence: 900`, ['5:13 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { mutex: x }\nreferences: foo`, ['5:13 SIGNATURE_YAML_VALUE']],
    [`${HEAD}match: { mutex: *x }`, ['4:17 SIGNATURE_YAML_UNSUPPORTED']],
    [`${HEAD}match: &x { mutex: x }`, ['4:11 SIGNATURE_YAML_UNSUPPORTED']],
    [`${HEAD}match: !!js/function x`, ['4:22 SIGNATURE_YAML_UNSUPPORTED']],
    [`${HEAD}match: { mutex: x }\n<<: { alert: true }`, ['5:1 SIGNATURE_YAML_UNSUPPORTED']],
    [`${HEAD}match: { mutex: x`, ['4:18 SIGNATURE_YAML_SYNTAX']],
    ['[a, b]', ['1:1 SIGNATURE_YAML_VALUE']],
    ['', ['1:1 SIGNATURE_YAML_SYNTAX']],
    ['# nothing', ['1:1 SIGNATURE_YAML_SYNTAX']],
  ])('%s', (text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });

  it('show the place and the nearest key', () => {
    const [problem] = yamlProblems(readYamlSignatures(`${HEAD}match: { mutx: x }`, 'a.yaml'));
    expect(problem!.message).toBe('a.yaml:4:10 unknown key "mutx"');
    expect(problem!.hint).toBe('Did you mean "mutex"?\n  |\n4 | match: { mutx: x }\n  |          ^^^^');
  });

  it('cost their own signature only', () => {
    const text = `${HEAD}match: { mutx: x }\n---\n${HEAD}match: { mutex: x }\n`;
    const { signatures, diagnostics } = readYamlSignatures(text, 'a.yaml');
    expect(signatures).toHaveLength(1);
    expect(diagnostics).toHaveLength(1);
  });
});

describe('hostile files', () => {
  const deep = (count: number, open: string) => `${HEAD}match: ${open.repeat(count)}`;
  it.each([
    ['lists in lists', deep(100_000, '[')],
    ['mappings in mappings', deep(100_000, '{a: ')],
    ['items of items', `${HEAD}match:\n  ${'- '.repeat(100_000)}x`],
    ['keys of keys', `${HEAD}match:\n  ${'? '.repeat(100_000)}x`],
    ['indentation', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('%s are too deep', (_name, text) => {
    expect(mistakes(text)).toEqual([expect.stringContaining('SIGNATURE_YAML_TOO_DEEP')]);
  });

  it('aliases are refused before they multiply', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    const found = mistakes(`a0: &a0 x\n${lines.join('\n')}`);
    expect(found.length).toBeGreaterThan(30);
    expect(found.every((line) => line.includes('UNSUPPORTED'))).toBe(true);
  });

  it('too many bytes are not looked at', () => {
    expect(mistakes('#'.repeat(9 << 20))).toEqual(['1:1 SIGNATURE_YAML_TOO_LARGE']);
  });

  it('keys of objects are ordinary keys', async () => {
    expect(mistakes(`${HEAD}match: { mutex: x }\n__proto__: 1`)).toEqual(['5:1 SIGNATURE_YAML_UNKNOWN_KEY']);
    const results = given('a.exe', ['A', { ['__proto__']: 'x' }]);
    expect(await matching('call: { arguments: { __proto__: y } }', results)).toBeUndefined();
  });
});

const examples = new URL('../../examples/modules/signatures/', import.meta.url);
const files = readdirSync(examples).filter((name) => name.endsWith('.yaml'));

describe('examples', () => {
  for (const file of files) registerCases(file, readFileSync(new URL(file, examples), 'utf8'), { describe, it });

  it('are there', () => {
    expect(files.length).toBeGreaterThan(2);
  });
});

describe('the schema for editors', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(yamlSignatureSchema());

  it('is the one that stands in schema/', () => {
    const kept = readFileSync(new URL('../../schema/signature.schema.json', import.meta.url), 'utf8');
    expect(kept, 'run node scripts/run.mjs scripts/make-signature-schema.ts').toBe(
      `${JSON.stringify(yamlSignatureSchema(), undefined, 2)}\n`,
    );
  });

  it.each(files)('accepts %s', (file) => {
    expect(validate(parse(readFileSync(new URL(file, examples), 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    '{ mutx: x }',
    '{ mutex: x, file: y }',
    '{ mutex: x, within: 3s }',
    '{ call: { action: setValue } }',
    '{ sequence: [{ api: a }] }',
    '{ mutex: true }',
  ])('refuses %s, as the reader does', (condition) => {
    expect(validate(parse(`${HEAD}match: ${condition}`))).toBe(false);
    expect(mistakes(`${HEAD}match: ${condition}`)).not.toEqual([]);
  });
});
