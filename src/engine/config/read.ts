import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { checkDestination } from '../../destinations/destinations.ts';
import { configProblems, type Spot } from '../../errors/config.ts';
import { errorText, type Problem } from '../../errors/problem.ts';
import { REDACTIONS, type Redaction } from '../../report/redact/redactor.ts';
import { nearest } from '../../util/nearest.ts';
import { keyPath, keyPositions, type Position } from './positions.ts';
import { type CallsOption, type Config, defaultConfig, type Section } from './types.ts';

export const CONFIG_NAME = 'ovoscope.toml';

type Table = { [key: string]: unknown };

/**
 * Reads the configuration `file`, or `ovoscope.toml` of the working folder if it is there. All mistakes are told at
 * once; with any, the configuration should not be used.
 */
export function readConfig(file?: string, cwd = process.cwd()): { config: Config; problems: Problem[] } {
  const path = resolve(cwd, file ?? CONFIG_NAME);
  if (file === undefined && !existsSync(path)) return { config: defaultConfig(), problems: [] };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { config: defaultConfig(), problems: [configProblems.unreadable(file ?? CONFIG_NAME, errorText(error))] };
  }
  return parseConfig(text, file ?? CONFIG_NAME, path);
}

/** `shown` is how messages name the file; relative paths in it start from the folder of `path`. */
export function parseConfig(text: string, shown: string, path: string): { config: Config; problems: Problem[] } {
  let table: Table;
  try {
    table = parse(text) as Table;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
    const problem = configProblems.syntax({ file: shown, line: error.line, column: error.column }, what);
    return { config: defaultConfig(), problems: [problem] };
  }
  const reader = new Reader(shown, path, keyPositions(text));
  return { config: reader.read(table), problems: reader.problems };
}

/** Takes a value apart; undefined means it is not as `expected` says. */
export interface Kind<T> {
  expected: string;
  read(value: unknown): T | undefined;
}

const text: Kind<string> = {
  expected: 'text in quotes',
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
};
const texts: Kind<string[]> = {
  expected: 'a list of texts',
  read: (value) => (Array.isArray(value) && value.every((item) => text.read(item) !== undefined) ? value : undefined),
};
const tables: Kind<Table[]> = {
  expected: 'tables that begin with [[lists]]',
  read: (value) => (Array.isArray(value) && value.every(isPlainTable) ? value : undefined),
};
const redactions: Kind<Redaction[]> = {
  expected: `a list of ${REDACTIONS.join(', ')}`,
  read: (value) =>
    Array.isArray(value) && value.every((item) => REDACTIONS.includes(item)) ? (value as Redaction[]) : undefined,
};
const destinationTables: Kind<Table[]> = { ...tables, expected: 'tables that begin with [[destinations]]' };
const flag: Kind<boolean> = {
  expected: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};
const seconds = numberKind('a number of seconds above 0', (n) => n > 0 && n <= 1_000_000);
const amount = numberKind('a whole number above 0', (n) => Number.isInteger(n) && n > 0 && n <= 1_000_000_000);
const jobs = numberKind('a whole number from 1 to 64', (n) => Number.isInteger(n) && n >= 1 && n <= 64);
const score = numberKind('a number from 0 to 10', (n) => n >= 0 && n <= 10);
export const calls: Kind<CallsOption> = {
  expected: '"all", "none" or a whole number',
  read: (value) => (value === 'all' || value === 'none' || isCount(value) ? value : undefined),
};

function numberKind(expected: string, accepts: (value: number) => boolean): Kind<number> {
  return { expected, read: (value) => (typeof value === 'number' && accepts(value) ? value : undefined) };
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(value);
}

function isPlainTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #shown: string;
  readonly #path: string;
  readonly #positions: Map<string, Position>;

  constructor(shown: string, path: string, positions: Map<string, Position>) {
    this.#shown = shown;
    this.#path = path;
    this.#positions = positions;
  }

  read(table: Table): Config {
    const config = defaultConfig();
    config.file = this.#path;
    const folder = dirname(this.#path);
    this.#table(table, [], {
      out: (at) => this.#set(at, text, (value) => (config.out = resolve(folder, value))),
      modules: (at) => this.#set(at, texts, (value) => (config.modules = value.map((item) => resolve(folder, item)))),
      python_signatures: (at) =>
        this.#set(at, texts, (value) => (config.pythonSignatures = value.map((item) => resolve(folder, item)))),
      rules: (at) => this.#set(at, text, (value) => (config.rules = resolve(folder, value))),
      calls: (at) => this.#set(at, calls, (value) => (config.calls = value)),
      jobs: (at) => this.#set(at, jobs, (value) => (config.jobs = value)),
      fail_on: (at) => this.#set(at, score, (value) => (config.failOn = value)),
      store: (at) => this.#set(at, text, (value) => (config.store = isUrl(value) ? value : resolve(folder, value))),
      redact: (at) => this.#set(at, redactions, (value) => (config.redact = value)),
      destinations: (at) => this.#destinations(at, config, folder),
      lists: (at) => this.#set(at, tables, (value) => (config.lists = value)),
      limits: (at) =>
        this.#sub(at, {
          module_seconds: (inner) => this.#set(inner, seconds, (value) => (config.limits.moduleSeconds = value)),
          signature_seconds: (inner) => this.#set(inner, seconds, (value) => (config.limits.signatureSeconds = value)),
          python_seconds: (inner) => this.#set(inner, seconds, (value) => (config.limits.pythonSeconds = value)),
          report_seconds: (inner) => this.#set(inner, seconds, (value) => (config.limits.reportSeconds = value)),
        }),
      input: (at) =>
        this.#sub(at, {
          password: (inner) => this.#set(inner, text, (value) => (config.input.password = value)),
          sample_link: (inner) => this.#set(inner, flag, (value) => (config.input.sampleLink = value)),
          max_files: (inner) => this.#set(inner, amount, (value) => (config.input.maxFiles = value)),
          max_unpacked_mb: (inner) => this.#set(inner, amount, (value) => (config.input.maxUnpackedMb = value)),
          max_file_mb: (inner) => this.#set(inner, amount, (value) => (config.input.maxFileMb = value)),
        }),
      processing: (at) => this.#sections(at, config.processing),
      signatures: (at) => this.#sections(at, config.signatures),
      reporting: (at) => this.#sections(at, config.reporting),
    });
    return config;
  }

  #table(table: Table, path: string[], known: { [key: string]: (at: Entry) => void }): void {
    for (const [key, value] of Object.entries(table)) {
      const at = { path: [...path, key], value };
      if (Object.hasOwn(known, key)) known[key]!(at);
      else {
        const names = Object.keys(known);
        this.problems.push(
          configProblems.unknownKey(this.#spot(at.path), at.path.join('.'), names, nearest(key, names)),
        );
      }
    }
  }

  #sub(at: Entry, known: { [key: string]: (at: Entry) => void }): void {
    if (this.#isTable(at)) this.#table(at.value as Table, at.path, known);
  }

  #sections(at: Entry, sections: Map<string, Section>): void {
    if (!this.#isTable(at)) return;
    for (const [name, value] of Object.entries(at.value as Table)) {
      const inner = { path: [...at.path, name], value };
      if (this.#isTable(inner)) sections.set(name, this.#section(inner));
    }
  }

  #section(at: Entry): Section {
    const section: Section = {
      options: Object.create(null),
      position: this.#spot(at.path) as Position,
      positions: new Map(),
    };
    for (const [name, value] of Object.entries(at.value as Table)) {
      const inner = { path: [...at.path, name], value };
      section.positions.set(name, this.#spot(inner.path) as Position);
      if (name === 'enabled') this.#set(inner, flag, (isEnabled) => (section.enabled = isEnabled));
      else section.options[name] = value;
    }
    return section;
  }

  #destinations(at: Entry, config: Config, folder: string): void {
    this.#set(at, destinationTables, (found) => {
      for (const table of found) {
        for (const { option, expected, known } of checkDestination(table)) {
          const name = `destinations.${option}`;
          const problem =
            expected === undefined
              ? configProblems.unknownKey(this.#spot(at.path), name, known, nearest(option, known))
              : configProblems.wrongValue(this.#spot(at.path), name, shownValue(table[option]), expected);
          this.problems.push(problem);
        }
        const { folder: own } = table;
        config.destinations.push(typeof own === 'string' ? { ...table, folder: resolve(folder, own) } : table);
      }
    });
  }

  #isTable(at: Entry): boolean {
    const isTable = isPlainTable(at.value);
    if (!isTable) this.#wrong(at, `a table, [${at.path.join('.')}]`);
    return isTable;
  }

  #set<T>(at: Entry, kind: Kind<T>, use: (value: T) => void): void {
    const value = kind.read(at.value);
    if (value === undefined) this.#wrong(at, kind.expected);
    else use(value);
  }

  #wrong(at: Entry, expected: string): void {
    this.problems.push(
      configProblems.wrongValue(this.#spot(at.path), at.path.join('.'), shownValue(at.value), expected),
    );
  }

  #spot(path: string[]): Spot {
    for (let length = path.length; length > 0; length--) {
      const position = this.#positions.get(keyPath(path.slice(0, length)));
      if (position !== undefined) return { file: this.#shown, ...position };
    }
    return { file: this.#shown };
  }
}

interface Entry {
  path: string[];
  value: unknown;
}

/** A value as a message shows it. */
export function shownValue(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  let json: string;
  try {
    json = JSON.stringify(value) ?? typeof value;
  } catch {
    json = Array.isArray(value) ? 'a list' : 'an object';
  }
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
