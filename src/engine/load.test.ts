import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { defaultConfig } from './config/types.ts';
import { userFiles } from './discover.ts';
import { codes } from './fake.cases.ts';
import { loadPlugins, preparePlugins } from './load.ts';
import { packageVersion } from './package.ts';

const SIGNATURE = `
  import { Signature } from 'ovoscope';
  export default class extends Signature {
    name = 'NAME';
    description = 'Does it';
    run() { return true; }
  }`;

let folder = '';
beforeEach(() => {
  folder = temporaryFolder('load');
  process.env['OVOSCOPE_CACHE'] = join(folder, 'cache');
});

function put(path: string, text: string): string {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  return target;
}

const signature = (name: string, replace: [string, string][] = []) =>
  replace.reduce((text, [from, to]) => text.replace(from, to), SIGNATURE.replace('NAME', name));

async function load(config = defaultConfig()) {
  const { files, problems } = await preparePlugins([folder]);
  return loadPlugins({ files: files.filter(({ origin }) => origin === 'user'), problems }, { config });
}

const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe('finding', () => {
  it('takes .ts and .js below the three folders, by path, and leaves out tests and helpers', async () => {
    const wanted = ['signatures/b.ts', 'signatures/a/z.js', 'signatures/c.mjs', 'processing/p.ts', 'reporting/r.ts'];
    const ignored = [
      'signatures/b.test.ts',
      'signatures/b.cases.ts',
      'signatures/_shared.ts',
      'signatures/types.d.ts',
      'signatures/.hidden.ts',
      'signatures/_lib/x.ts',
      'signatures/node_modules/x.js',
      'signatures/readme.md',
      'other/x.ts',
    ];
    for (const path of [...wanted, ...ignored]) put(path, '');
    const { files, problems } = userFiles([folder, `${folder}/`]);
    expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'processing/p.ts',
      'signatures/a/z.js',
      'signatures/b.ts',
      'signatures/c.mjs',
      'reporting/r.ts',
    ]);
    expect(problems).toEqual([]);
  });

  it('says so when a folder is none, or has no modules', () => {
    const { problems } = userFiles([join(folder, 'missing'), put('file', ''), folder]);
    expect(codes(problems)).toEqual(['PLUGIN_FOLDER', 'PLUGIN_FOLDER', 'PLUGIN_FOLDER']);
  });

  it('follows links to module files, and ends where they lead nowhere', () => {
    const real = put('elsewhere/x.ts', '');
    mkdirSync(join(folder, 'signatures'));
    symlinkSync(real, join(folder, 'signatures', 'x.ts'));
    symlinkSync(join(folder, 'gone.ts'), join(folder, 'signatures', 'gone.ts'));
    expect(userFiles([folder]).files.map(({ stem }) => stem)).toEqual(['x']);
  });
});

describe('loading', () => {
  it('takes TypeScript without a build step, with relative imports, JSON and import.meta.url', async () => {
    put('signatures/list.json', '["evil.example"]');
    put('signatures/_shared.ts', 'export enum Kind { Domain = 7 }\nexport const here: string = import.meta.url;');
    put(
      'signatures/uses_helpers.ts',
      `import { Signature } from 'ovoscope';
       import list from './list.json';
       import { here, Kind } from './_shared.ts';
       export default class extends Signature {
         name = 'uses_helpers';
         description = \`\${list[0]} \${Kind.Domain} \${new URL(here).pathname.endsWith('/_shared.ts')} \${import.meta.url.endsWith('uses_helpers.ts')}\`;
         run() { return true; }
       }`,
    );
    const { signatures, problems } = await load();
    expect(problems).toEqual([]);
    expect(signatures[0]!.specimen.description).toBe('evil.example 7 true true');
  });

  it('takes CommonJS, and packages of the user', async () => {
    put('node_modules/pkg/package.json', '{"name":"pkg","main":"index.js"}');
    put('node_modules/pkg/index.js', 'exports.word = "from a package";');
    put(
      'signatures/old_style.cjs',
      `const { Signature } = require('ovoscope');
       const { word } = require('pkg');
       module.exports = class extends Signature {
         constructor() { super(); this.name = 'old_style'; this.description = word; }
         run() { return true; }
       };`,
    );
    put(
      'signatures/new_style.ts',
      signature('new_style', [
        ["'Does it'", 'word'],
        ['export', "import { word } from 'pkg'; export"],
      ]),
    );
    const { signatures, problems } = await load();
    expect(problems).toEqual([]);
    expect(signatures.map(({ specimen }) => specimen.description)).toEqual(['from a package', 'from a package']);
  });

  it('takes named exports too, for families of small variants', async () => {
    put(
      'signatures/family.ts',
      `import { Signature } from 'ovoscope';
       abstract class Base extends Signature { description = 'Does it'; run() { return true; } }
       export class A extends Base { name = 'family_a'; }
       export class B extends Base { name = 'family_b'; }`,
    );
    const { signatures, problems } = await load();
    expect(names(signatures)).toEqual(['family_a', 'family_b']);
    expect(codes(problems)).toEqual([]);
  });

  it('sees a change of the file, or of one it imports, at the next start', async () => {
    put('signatures/_word.ts', "export const word = 'first';");
    put(
      'signatures/s.ts',
      signature('s', [
        ["'Does it'", 'word'],
        ['export', "import { word } from './_word.ts'; export"],
      ]),
    );
    const first = (await load()).signatures[0]!.specimen.description;
    put('signatures/_word.ts', "export const word = 'second';");
    const second = (await load()).signatures[0]!.specimen.description;
    expect([first, second]).toEqual(['first', 'second']);
  });

  it('lets the configuration switch modules on and off', async () => {
    put('signatures/on.ts', signature('on', [['run()', 'enable = false; run()']]));
    put('signatures/off.ts', signature('off'));
    const section = (enabled: boolean) => ({
      enabled,
      options: {},
      position: { line: 1, column: 1 },
      positions: new Map(),
    });
    const config = defaultConfig();
    expect((await load(config)).signatures.map(({ enabled }) => enabled)).toEqual([true, false]);
    config.signatures.set('on', section(true)).set('off', section(false));
    expect((await load(config)).signatures.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['off', false],
      ['on', true],
    ]);
  });
});

describe('what is wrong', () => {
  const cases: [string, string, string, RegExp][] = [
    ['a syntax error', 'PLUGIN_SYNTAX', 'export default class {\n  name = ;\n}', /bad\.ts:2:10 cannot be compiled: /],
    ['an import that is not there', 'PLUGIN_SYNTAX', "import './gone.ts';", /bad\.ts:1:8 .*gone\.ts/],
    ['a package that is not there', 'PLUGIN_SYNTAX', "import 'no-such-package';", /bad\.ts:1:8 .*no-such-package/],
    ['an entry that there is not', 'PLUGIN_SYNTAX', "import 'ovoscope/querry';", /has no entry "ovoscope\/querry"/],
    [
      'an import that throws',
      'PLUGIN_IMPORT_FAILED',
      "\nthrow new Error('at import');",
      /bad\.ts:2:7 failed while .*: at import/,
    ],
    ['no export', 'PLUGIN_NO_EXPORT', 'const x = 1;', /bad\.ts exports no signature class/],
    [
      'another export',
      'PLUGIN_NOT_A_CLASS',
      'export default { name: "x" };',
      /is an object, not a class that extends Signature/,
    ],
    [
      'a class of its own',
      'PLUGIN_NOT_A_CLASS',
      'export default class { name = "bad"; run() {} }',
      /is a class, not a class that extends Signature/,
    ],
    [
      'another kind',
      'PLUGIN_WRONG_FOLDER',
      "import { Reporting } from 'ovoscope'; export default class extends Reporting { name = 'bad'; run() { return []; } }",
      /holds a reporting class/,
    ],
    [
      'a constructor that throws',
      'PLUGIN_CONSTRUCTOR',
      signature('bad', [['run()', 'x = (() => { throw new Error("boom"); })(); run()']]),
      /threw: boom/,
    ],
    ['no name', 'PLUGIN_FIELD', signature(''), /bad in .*: name is "", but should be a name/],
    ['a name with a slash', 'PLUGIN_FIELD', signature('a/b'), /name is "a\/b"/],
    [
      'a severity out of range',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'severity = 6; run()']]),
      /severity is 6, but should be a whole number from 1 to 5/,
    ],
    [
      'a severity that is text',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'severity = "3"; run()']]),
      /severity is "3"/,
    ],
    [
      'references that are no URLs',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'references = ["a book"]; run()']]),
      /references is \["a book"\]/,
    ],
    [
      'a watch that is none',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'watch = { api: ["x"] }; onCall() {} run()']]),
      /watch\.api is unknown, but should be "apis"/,
    ],
    [
      'a watch of wrong values',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'watch = { apis: "x" }; onCall() {} run()']]),
      /watch\.apis is "x"/,
    ],
    [
      'a watch that nobody uses',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'watch = { apis: ["x"] }; run()']]),
      /watch is .*left out, or joined by a method onCall/,
    ],
    [
      'a method that is none',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'onCall = 3; run()']]),
      /onCall is 3, but should be a method/,
    ],
    [
      'no method at all',
      'PLUGIN_NO_METHOD',
      signature('bad', [['run() { return true; }', '']]),
      /has no run\(\), onCall\(\) or onComplete\(\)/,
    ],
    [
      'a version that is none',
      'PLUGIN_FIELD',
      signature('bad', [['run()', 'minimum = "soon"; run()']]),
      /minimum is "soon"/,
    ],
    [
      'a version of later',
      'PLUGIN_VERSION',
      signature('bad', [['run()', 'minimum = "999"; run()']]),
      /its minimum version is 999, and this is Ovoscope/,
    ],
  ];
  it.each(cases)('is told: %s; and costs no other module', async (_, code, text, message) => {
    put('signatures/bad.ts', text);
    put('signatures/good.ts', signature('good'));
    const { signatures, problems } = await load();
    expect(names(signatures)).toEqual(['good']);
    expect(codes(problems)).toEqual([code]);
    expect(problems[0]!.message).toMatch(message);
    expect(problems[0]!.where.file).toMatch(/signatures\/bad\.ts$/);
  });

  it('all at once', async () => {
    put('signatures/bad.ts', signature('bad', [['run()', 'severity = 0; alert = "yes"; confidence = 101; run()']]));
    const { problems } = await load();
    expect(problems.map(({ message }) => /: (\w+) is/.exec(message)?.[1])).toEqual(['severity', 'confidence', 'alert']);
  });

  it('a name that is not the file’s is a remark', async () => {
    put('signatures/file_name.ts', signature('other_name'));
    const { signatures, problems } = await load();
    expect(names(signatures)).toEqual(['other_name']);
    expect(codes(problems)).toEqual(['PLUGIN_NAME_DIFFERS']);
  });

  it('two of one name: both files are named, the first is used', async () => {
    put('signatures/a/twin.ts', signature('twin', [['Does it', 'first']]));
    put('signatures/b/twin.ts', signature('twin', [['Does it', 'second']]));
    const { signatures, problems } = await load();
    expect(signatures.map(({ specimen }) => specimen.description)).toEqual(['first']);
    expect(problems[0]!.message).toMatch(/two signatures are called "twin": .*a\/twin\.ts and .*b\/twin\.ts/);
  });

  it('of processing modules: keys and needs', async () => {
    const text = (fields: string) =>
      `import { Processing } from 'ovoscope'; export default class extends Processing { ${fields} run() { return 1; } }`;
    put('processing/a.ts', text("key = 'a'; needs = ['b'];"));
    put('processing/c.ts', text("key = 'verdict';"));
    put('processing/d.ts', text("key = 'd'; needs = 'a';"));
    put('processing/e.ts', text(''));
    const { processing, problems } = await load();
    expect(names(processing)).toEqual([]);
    expect(problems.map(({ code, where }) => [code, where.file?.slice(-4)])).toEqual([
      ['PLUGIN_FIELD', 'c.ts'],
      ['PLUGIN_FIELD', 'd.ts'],
      ['PLUGIN_FIELD', 'e.ts'],
      ['PLUGIN_NEED_MISSING', 'a.ts'],
    ]);
  });
});

it('knows its own version', () => {
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
});

describe('signatures in YAML', () => {
  const yaml = (name: string) => `name: ${name}\ndescription: Does it\nseverity: 2\nmatch: { mutex: x }\n`;

  it('are loaded beside the others, several of one file too', async () => {
    put('signatures/one.yaml', yaml('one'));
    put('signatures/many.yml', `${yaml('first')}---\n${yaml('second')}`);
    put('signatures/b.ts', signature('b'));
    put('processing/not_there.yaml', yaml('none'));
    const { signatures, problems } = await load();
    expect(problems).toEqual([]);
    expect(names(signatures)).toEqual(['b', 'first', 'second', 'one']);
    expect(signatures[1]!.specimen).toMatchObject({ description: 'Does it', severity: 2, enable: true });
  });

  it('are left out where something is wrong with them', async () => {
    put('signatures/bad.yaml', `${yaml('bad')}---\n${yaml('other').replace('mutex', 'mutx')}`);
    put('signatures/other_name.yaml', yaml('name'));
    const { signatures, problems } = await load();
    expect(names(signatures)).toEqual(['bad', 'name']);
    expect(codes(problems)).toEqual(['SIGNATURE_YAML_UNKNOWN_KEY', 'PLUGIN_NAME_DIFFERS']);
    expect(problems[0]!.message).toMatch(/bad\.yaml:9:10 unknown key "mutx"$/);
  });
});
