import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { Processing } from '../../plugin/processing.ts';
import { loaded } from '../fake.cases.ts';
import { parseConfig, readConfig } from './read.ts';
import { checkSections } from './sections.ts';

const parse = (toml: string) => parseConfig(toml, 'ovoscope.toml', '/project/ovoscope.toml');
const messages = (toml: string) => parse(toml).problems.map(({ message }) => message);

describe('a configuration that is right', () => {
  it('is read whole, with paths from its own folder', () => {
    const { config, problems } = parse(`
      out = "reports"
      modules = ["./mine", "/shared/modules"]
      calls = 1000
      jobs = 2
      fail_on = 7.5
      [limits]
      module_seconds = 10
      [input]
      password = "secret"
      max_files = 10
      [processing.behavior]
      enabled = false
      depth = 3
      [signatures]
      creates_exe = { enabled = false }
    `);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      out: '/project/reports',
      modules: ['/project/mine', '/shared/modules'],
      calls: 1000,
    });
    expect(config).toMatchObject({ jobs: 2, failOn: 7.5, limits: { moduleSeconds: 10, signatureSeconds: 30 } });
    expect(config.input).toEqual({ password: 'secret', maxFiles: 10 });
    expect(config.processing.get('behavior')).toMatchObject({ enabled: false, options: { depth: 3 } });
    expect(config.signatures.get('creates_exe')).toMatchObject({ enabled: false });
  });

  it('may be empty, or absent', () => {
    expect(parse('').problems).toEqual([]);
    const { config, problems } = readConfig(undefined, temporaryFolder('config'));
    expect(problems).toEqual([]);
    expect(config.file).toBeUndefined();
  });

  it('is found in the working folder', () => {
    const folder = temporaryFolder('config');
    writeFileSync(join(folder, 'ovoscope.toml'), 'jobs = 3\n');
    expect(readConfig(undefined, folder).config.jobs).toBe(3);
  });
});

describe('mistakes', () => {
  it('are told all at once, each with its place', () => {
    const found = messages('jbos = 2\ncalls = "some"\nmodules = "x"\n[limits]\nmodule_seconds = -1\nwat = 1\n');
    expect(found).toEqual([
      'ovoscope.toml:1:1: unknown option "jbos"',
      'ovoscope.toml:2:1: calls is "some", but should be "all", "none" or a whole number',
      'ovoscope.toml:3:1: modules is "x", but should be a list of texts',
      'ovoscope.toml:5:1: limits.module_seconds is -1, but should be a number of seconds above 0',
      'ovoscope.toml:6:1: unknown option "limits.wat"',
    ]);
  });

  it('say what was probably meant', () => {
    expect(parse('jbos = 2').problems[0]!.hint).toBe('Did you mean "jobs"?');
    expect(parse('zebra = 2').problems[0]!.hint).toContain('Known here: out, modules, ');
  });

  it('of TOML itself have line and column', () => {
    const [problem] = parse('jobs = 2\ncalls = = 3\n').problems;
    expect(problem).toMatchObject({ code: 'CONFIG_SYNTAX', where: { line: 2 } });
    expect(problem!.message).toMatch(/^ovoscope\.toml:2:\d+: not TOML: /);
  });

  it('of kind are told: a table is no value, a value no table', () => {
    expect(messages('[jobs]\nx = 1')).toEqual([
      'ovoscope.toml:1:1: jobs is {"x":1}, but should be a whole number from 1 to 64',
    ]);
    expect(messages('limits = 3')).toEqual(['ovoscope.toml:1:1: limits is 3, but should be a table, [limits]']);
    expect(messages('[processing]\nbehavior = false')).toEqual([
      'ovoscope.toml:2:1: processing.behavior is false, but should be a table, [processing.behavior]',
    ]);
  });

  it('a file that was named must be there', () => {
    expect(readConfig('/nowhere/x.toml').problems[0]!.code).toBe('CONFIG_UNREADABLE');
  });

  it('__proto__ is an unknown option like any other', () => {
    expect(messages('"__proto__" = 1')).toEqual(['ovoscope.toml:1:1: unknown option "__proto__"']);
  });
});

describe('sections of modules', () => {
  class Strings extends Processing {
    key = 'strings';
    override defaults = { minimum: 6, encodings: ['ascii'], calls: 'all' };
    run() {
      return [];
    }
  }
  const check = (toml: string) => {
    const module = loaded(Strings);
    const plugins = { processing: [module], signatures: [], reporting: [], problems: [] };
    return checkSections(parse(toml).config, plugins, 'ovoscope.toml').map(({ message, hint }) => [message, hint]);
  };

  it('may set what the module knows', () => {
    expect(check('[processing.strings]\nenabled = true\nminimum = 8\nencodings = []\ncalls = 5')).toEqual([]);
  });

  it('name modules and options that there are', () => {
    expect(check('[processing.string]\nminimum = 8')).toEqual([
      ['ovoscope.toml:1:1: there is no processing module called "string"', 'Did you mean "strings"?'],
    ]);
    expect(check('[processing.strings]\nminimun = 8')).toEqual([
      ['ovoscope.toml:2:1: unknown option "strings.minimun"', 'Did you mean "minimum"?'],
    ]);
  });

  it('give values of the right kind', () => {
    expect(check('[processing.strings]\nminimum = "8"\ncalls = true')).toEqual([
      ['ovoscope.toml:2:1: strings.minimum is "8", but should be a number, such as 6', undefined],
      ['ovoscope.toml:3:1: strings.calls is true, but should be "all", "none" or a whole number', undefined],
    ]);
  });
});
