import { pluginProblems } from '../errors/engine.ts';
import type { Problem } from '../errors/problem.ts';
import type { PluginKind } from '../plugin/kind.ts';
import type { Processing } from '../plugin/processing.ts';
import type { Reporting } from '../plugin/reporting.ts';
import type { Signature } from '../plugin/signature.ts';
import { namesOf, ROOT_FIELDS } from '../rules/structure.ts';
import { nearest } from '../util/nearest.ts';
import { shownValue } from './config/read.ts';
import type { PluginFile } from './discover.ts';
import { isVersion } from './version.ts';

/** Keys of the container that the engine fills. */
export const ENGINE_KEYS: readonly string[] = ['signatures', 'verdict', 'rules', 'problems', 'statistics'];

export interface Validation {
  name: string;
  /** With any of these, the module must not run. */
  errors: Problem[];
  warnings: Problem[];
}

/** Looks at every field of a module's instance; all mistakes at once, each with its field and value. */
export function validate(kind: PluginKind, instance: Processing | Signature | Reporting, file: PluginFile): Validation {
  if (kind === 'processing') return validateProcessing(instance as Processing, file);
  if (kind === 'signature') return validateSignature(instance as Signature, file);
  return validateReporting(instance as Reporting, file);
}

interface Rule {
  expected: string;
  holds: (value: unknown) => boolean;
}

const NAME: Rule = {
  expected: 'a name of letters, digits, "_", "." and "-"',
  holds: (value) => typeof value === 'string' && value.length <= 200 && /^[A-Za-z0-9_][\w.-]*$/.test(value),
};
const LINE: Rule = {
  expected: 'one line of text',
  holds: (value) => typeof value === 'string' && value !== '' && !/[\r\n]/.test(value),
};
const FLAG: Rule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
const SEVERITY: Rule = {
  expected: 'a whole number from 1 to 5',
  holds: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 5,
};
const PERCENT: Rule = {
  expected: 'a number from 0 to 100',
  holds: (value) => typeof value === 'number' && value >= 0 && value <= 100,
};
const TEXTS = listOf('texts', (item) => typeof item === 'string' && item !== '');
const URLS = listOf('http or https URLs', (item) => {
  return typeof item === 'string' && URL.canParse(item) && /^https?:$/.test(new URL(item).protocol);
});
const LIMIT: Rule = {
  expected: 'null or a version such as "1.2"',
  holds: (value) => value === null || (typeof value === 'string' && isVersion(value)),
};
const EMPTY_LIST: Rule = {
  expected: 'an empty list before the signature runs',
  holds: (value) => Array.isArray(value) && value.length === 0,
};
const TABLE: Rule = {
  expected: 'an object',
  holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const METHOD: Rule = { expected: 'a method', holds: (value) => typeof value === 'function' };
const COUNT: Rule = {
  expected: 'a whole number from 1 on',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};
const EXAMPLES: Rule = {
  expected: 'a list of at least one text or number',
  holds: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'string' || Number.isFinite(item)),
};
const JSON_TABLE: Rule = {
  expected: 'an object that JSON can hold',
  holds: (value) => TABLE.holds(value) && isJson(value),
};

function isJson(value: unknown): boolean {
  try {
    return typeof JSON.stringify(value) === 'string';
  } catch {
    return false;
  }
}

function listOf(what: string, accepts: (item: unknown) => boolean): Rule {
  return { expected: `a list of ${what}`, holds: (value) => Array.isArray(value) && value.every(accepts) };
}

const SIGNATURE_FIELDS: { [field: string]: Rule } = {
  severity: SEVERITY,
  confidence: PERCENT,
  categories: TEXTS,
  families: TEXTS,
  ttps: TEXTS,
  mbcs: TEXTS,
  authors: TEXTS,
  references: URLS,
  alert: FLAG,
  enable: FLAG,
  enabled: FLAG,
  platforms: TEXTS,
  minimum: LIMIT,
  maximum: LIMIT,
  data: EMPTY_LIST,
};

const WATCH_FIELDS: readonly string[] = ['apis', 'categories', 'processes', 'arguments'];
const PATTERNS: Rule = {
  expected: 'texts and regular expressions by the names of arguments',
  holds: (value) =>
    TABLE.holds(value) && Object.values(value as Fields).every((patterns) => [patterns].flat().every(isPattern)),
};

function isPattern(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof RegExp) return true;
  const search = value as { test?: unknown; literals?: unknown } | null | undefined;
  return typeof search?.test === 'function' && Array.isArray(search.literals);
}

function validateSignature(signature: Signature, file: PluginFile): Validation {
  const check = new Checker(signature as unknown as Fields, file, 'name');
  check.field('name', NAME);
  for (const [field, rule] of Object.entries(SIGNATURE_FIELDS)) check.field(field, rule);
  if (check.has('after')) check.field('after', TEXTS);
  check.warn('description', LINE);
  check.watch();
  check.method('run', 'onCall', 'onComplete');
  if (!check.has('run') && !check.has('onCall') && !check.has('onComplete'))
    check.noEntry('run(), onCall() or onComplete()');
  return check.result();
}

function validateProcessing(module: Processing, file: PluginFile): Validation {
  const check = new Checker(module as unknown as Fields, file, 'key');
  check.field('key', NAME);
  if (ENGINE_KEYS.includes(module.key))
    check.wrong('key', shownValue(module.key), 'a key that the engine does not fill itself');
  check.field('needs', TEXTS);
  if (check.has('after')) check.field('after', TEXTS);
  if (check.has('waits')) check.field('waits', FLAG);
  check.field('enable', FLAG);
  check.field('defaults', TABLE);
  check.method('run');
  if (!check.has('run')) check.noEntry('run()');
  return check.result();
}

function validateReporting(module: Reporting, file: PluginFile): Validation {
  const check = new Checker(module as unknown as Fields, file, 'name');
  check.field('name', NAME);
  check.field('enable', FLAG);
  check.field('defaults', TABLE);
  check.method('run');
  if (!check.has('run')) check.noEntry('run()');
  return check.result();
}

/** Looks at an object that a file in `rules/keys` exports. */
export function validateRuleKey(key: object, file: PluginFile): Validation {
  const check = new Checker(key as Fields, file, 'name');
  check.rulePart();
  check.field('reads', LINE);
  check.field('isAboutCandidates', FLAG);
  if (check.has('caseSensitive')) check.field('caseSensitive', FLAG);
  if (check.has('quirkMinimum')) check.field('quirkMinimum', COUNT);
  const { values } = key as Fields;
  check.field('values', TABLE);
  if (TABLE.holds(values)) {
    const { name, examples, schema, parse } = values as Fields;
    check.value('values.name', name, LINE);
    check.value('values.examples', examples, EXAMPLES);
    check.value('values.schema', schema, JSON_TABLE);
    check.value('values.parse', parse, METHOD);
  }
  check.field('collect', METHOD);
  check.field('compile', METHOD);
  check.method('isKnown');
  return check.result();
}

/** Looks at an object that a file in `rules/types` exports. */
export function validateRuleType(type: object, file: PluginFile): Validation {
  const check = new Checker(type as Fields, file, 'name');
  check.rulePart();
  check.field('candidates', METHOD);
  check.method('ownersOf');
  return check.result();
}

type Fields = { [field: string]: unknown };

class Checker {
  readonly #instance: Fields;
  readonly #file: PluginFile;
  readonly #name: string;
  readonly #errors: Problem[] = [];
  readonly #warnings: Problem[] = [];

  constructor(instance: Fields, file: PluginFile, nameField: 'name' | 'key') {
    this.#instance = instance;
    this.#file = file;
    const name = instance[nameField];
    this.#name = typeof name === 'string' && name !== '' ? name : file.stem;
  }

  has(field: string): boolean {
    return this.#instance[field] !== undefined;
  }

  field(field: string, rule: Rule): void {
    const value = this.#instance[field];
    if (!rule.holds(value)) this.wrong(field, shownValue(value), rule.expected);
  }

  value(field: string, value: unknown, rule: Rule): void {
    if (!rule.holds(value)) this.wrong(field, shownValue(value), rule.expected);
  }

  /** What rule keys and types have in common. */
  rulePart(): void {
    this.field('name', NAME);
    // A rule file may have its rule keys beside these.
    const isTaken = namesOf(ROOT_FIELDS).includes(this.#instance['name'] as string);
    if (isTaken) this.wrong('name', shownValue(this.#instance['name']), 'a name that rule files have no other use for');
    this.field('summary', LINE);
  }

  warn(field: string, rule: Rule): void {
    const value = this.#instance[field];
    if (rule.holds(value)) return;
    this.#warnings.push(pluginProblems.field(this.#file.shown, this.#name, field, shownValue(value), rule.expected));
  }

  wrong(field: string, found: string, expected: string): void {
    this.#errors.push(pluginProblems.field(this.#file.shown, this.#name, field, found, expected));
  }

  method(...names: string[]): void {
    for (const name of names) {
      const value = this.#instance[name];
      if (value !== undefined && typeof value !== 'function') this.wrong(name, shownValue(value), 'a method');
    }
  }

  noEntry(methods: string): void {
    this.#errors.push(pluginProblems.noEntry(this.#file.shown, this.#name, methods));
  }

  watch(): void {
    const watches = this.#instance['watches'];
    if (watches === undefined) this.#oneWatch('watch', this.#instance['watch']);
    else if (!Array.isArray(watches)) this.wrong('watches', shownValue(watches), 'a list');
    else for (const [i, watch] of watches.entries()) this.#oneWatch(`watches[${i}]`, watch);
  }

  #oneWatch(name: string, watch: unknown): void {
    if (!TABLE.holds(watch)) {
      this.wrong(name, shownValue(watch), 'an object');
      return;
    }
    for (const [field, value] of Object.entries(watch as Fields)) {
      if (!WATCH_FIELDS.includes(field)) {
        const meant = nearest(field, WATCH_FIELDS);
        this.wrong(
          `${name}.${field}`,
          'unknown',
          meant === undefined ? `one of ${WATCH_FIELDS.join(', ')}` : `"${meant}"`,
        );
      } else {
        const rule = field === 'arguments' ? PATTERNS : TEXTS;
        if (value !== undefined && !rule.holds(value)) this.wrong(`${name}.${field}`, shownValue(value), rule.expected);
      }
    }
    const isUsed = Object.keys(watch as Fields).length > 0;
    if (isUsed && !this.has('onCall')) this.wrong(name, shownValue(watch), 'left out, or joined by a method onCall()');
  }

  result(): Validation {
    return { name: this.#name, errors: this.#errors, warnings: this.#warnings };
  }
}

/** What a value is, in words. */
export function describeValue(value: unknown): string {
  if (typeof value === 'function')
    return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class' : 'a function';
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : shownValue(value);
}
