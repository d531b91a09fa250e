import type { Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import type { Results } from '../plugin/container.ts';
import { compareDecimals, type Decimal, decimalOf, formatDecimal, ZERO } from './decimal.ts';
import type { Ledger, LedgerObject } from './ledger.ts';
import { contactOf } from './report-view.ts';
import type { RuleFile } from './rule-file.ts';
import { RuleSet, type RuleSetOptions } from './rule-set.ts';
import type { Surroundings, WhitelistData } from './surroundings.ts';

/** Cases that travel with rules, as their file has them. */
export interface CaseFile {
  /** Rule files, relative to the cases file. */
  rules: string[];
  cases: RuleCase[];
}

export interface RuleCase {
  name: string;
  /** A container, or the path of a report or an analysis, relative to the cases file. */
  report: Results | string;
  /** Which scoreboard; the hash unless told otherwise. */
  type?: string;
  /** Which candidate, for types that have several. */
  value?: string;
  whitelist?: WhitelistData;
  /** Category → addresses. */
  lists?: { [category: string]: string[] };
  threshold?: number;
  total?: number;
  blacklisted?: boolean;
  /** Rule objects as `dir_removed[0]`: the rule key, and its place in the list from 0. All that match, in any order. */
  matched?: string[];
  /** All that were not evaluated. */
  not_evaluated?: string[];
}

export interface CaseResult {
  name: string;
  passed: boolean;
  /** What differs, a line each. */
  differences: string[];
}

const FIELDS: ReadonlySet<string> = new Set([
  'name',
  'report',
  'type',
  'value',
  'whitelist',
  'lists',
  'threshold',
  'total',
  'blacklisted',
  'matched',
  'not_evaluated',
]);
const EXPECTATIONS = ['total', 'blacklisted', 'matched', 'not_evaluated'];

/** Reads a cases file; returns a problem where it is not one. `name` is its path, `X.cases.json`. */
export function readCaseFile(name: string, text: string): CaseFile | Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return ruleProblems.caseForm(name, `it is no JSON: ${(error as Error).message}`);
  }
  const { rules, cases } = isObject(value) ? value : {};
  if (!Array.isArray(cases)) return ruleProblems.caseForm(name, 'it has no list "cases"');
  if (rules !== undefined && !isTexts(rules)) return ruleProblems.caseForm(name, '"rules" is no list of paths');
  for (const [index, entry] of cases.entries()) {
    const wrong = wrongWith(entry);
    if (wrong !== undefined) return ruleProblems.caseForm(name, `case ${index + 1} ${wrong}`);
  }
  const own = `${name.replace(/^.*[\\/]/, '').replace(/\.cases\.json$/i, '')}.json`;
  return { rules: isTexts(rules) ? rules : [own], cases: cases as RuleCase[] };
}

function wrongWith(entry: unknown): string | undefined {
  if (!isObject(entry)) return 'is no object';
  if (typeof entry['name'] !== 'string') return 'has no "name"';
  if (typeof entry['report'] !== 'string' && !isObject(entry['report'])) return 'has no "report"';
  const unknown = Object.keys(entry).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) return `has an unknown field "${unknown}"`;
  if (!EXPECTATIONS.some((field) => entry[field] !== undefined)) return 'expects nothing, so it cannot fail';
  const numbers = ['total', 'threshold'].find(
    (field) => entry[field] !== undefined && typeof entry[field] !== 'number',
  );
  if (numbers !== undefined) return `has a "${numbers}" that is no number`;
  const lists = ['matched', 'not_evaluated'].find((field) => entry[field] !== undefined && !isTexts(entry[field]));
  return lists === undefined ? undefined : `has a "${lists}" that is no list of rule objects`;
}

/** Scores the container of a case and compares. */
export function runCase(
  files: readonly RuleFile[],
  wanted: RuleCase,
  results: Results,
  options: RuleSetOptions = {},
): CaseResult {
  const set = new RuleSet(files, {
    ...options,
    ...(wanted.threshold !== undefined && { threshold: wanted.threshold }),
  });
  const ledgers = set.score(results, surroundingsOf(wanted));
  const type = wanted.type ?? 'hash';
  const ledger = ledgers.find((one) => one.type === type && (wanted.value === undefined || one.value === wanted.value));
  const differences = ledger ? compare(wanted, ledger) : compareMissing(wanted, set.types.includes(type), type);
  return { name: wanted.name, passed: differences.length === 0, differences };
}

function surroundingsOf({ whitelist, lists }: RuleCase): Surroundings {
  const entries = new Map<string, { category: string; source: string }[]>();
  for (const [category, addresses] of Object.entries(lists ?? {})) {
    for (const address of addresses) {
      const text = contactOf(address)?.text ?? address;
      entries.set(text, [...(entries.get(text) ?? []), { category, source: 'the case' }]);
    }
  }
  const thirdParty = { find: (address: string) => entries.get(address) ?? [] };
  return { ...(whitelist && { whitelist }), ...(lists && { thirdParty }) };
}

function compare(wanted: RuleCase, ledger: Ledger): string[] {
  const differences: string[] = [];
  if (wanted.total !== undefined && compareDecimals(exact(wanted.total), exact(ledger.total)) !== 0) {
    differences.push(`the total is ${show(ledger.total)}, not ${show(wanted.total)}`);
  }
  if (wanted.blacklisted !== undefined && wanted.blacklisted !== ledger.blacklisted) {
    differences.push(ledger.blacklisted ? 'it is blacklisted' : 'it is not blacklisted');
  }
  const names = objectNames(ledger.objects);
  differences.push(...compareObjects(wanted.matched, 'matched', ['matched', 'did not match'], ledger.objects, names));
  differences.push(
    ...compareObjects(
      wanted.not_evaluated,
      'not-evaluated',
      ['was not evaluated', 'was evaluated'],
      ledger.objects,
      names,
    ),
  );
  return differences;
}

function compareMissing(wanted: RuleCase, hasType: boolean, type: string): string[] {
  if (!hasType) return [`no rule file is about the type "${type}"`];
  const expectsNothing = !wanted.total && !wanted.blacklisted && !wanted.matched?.length;
  return expectsNothing ? [] : [`no rule touched ${wanted.value ?? `a value of type ${type}`}`];
}

function compareObjects(
  expected: readonly string[] | undefined,
  state: LedgerObject['state'],
  [is, isNot]: readonly [is: string, isNot: string],
  objects: readonly LedgerObject[],
  names: readonly string[],
): string[] {
  if (!expected) return [];
  const found = new Set(names.filter((_, index) => objects[index]!.state === state));
  const place = (name: string) => {
    const object = objects[names.indexOf(name)];
    return object ? `${name} (${object.file}:${object.line})` : `${name}, which there is not,`;
  };
  const missing = expected.filter((name) => !found.has(name)).map((name) => `${place(name)} ${isNot}`);
  const surplus = [...found].filter((name) => !expected.includes(name)).map((name) => `${place(name)} ${is}`);
  return [...missing, ...surplus];
}

/** `dir_removed[0]`; where rules come from several files, counted over all of them. */
export function objectNames(objects: readonly LedgerObject[]): string[] {
  const counts = new Map<string, number>();
  return objects.map(({ key }) => {
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return `${key}[${index}]`;
  });
}

function exact(value: number): Decimal {
  return decimalOf(value) ?? ZERO;
}

function show(value: number): string {
  return formatDecimal(exact(value));
}

function isObject(value: unknown): value is { [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
