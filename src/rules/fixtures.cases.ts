import type { Results } from '../plugin/container.ts';
import type { Ledger } from './ledger.ts';
import { readRuleText } from './read-rule-file.ts';
import type { ReadOptions, RuleFile } from './rule-file.ts';
import { RuleSet, type RuleSetOptions } from './rule-set.ts';
import type { Surroundings } from './surroundings.ts';

/** Made for tests: rule objects as short as they can be written. */
export type ObjectSpec = { rules: unknown; score?: number; group_id?: number; case_sensitive?: boolean };
export type RulesSpec = { [key: string]: ObjectSpec | ObjectSpec[] };

export const MD5 = '0123456789abcdef0123456789abcdef';

export function ruleFileOf(rules: RulesSpec, name = 'rules.json', type = 'hash', options: ReadOptions = {}): RuleFile {
  const lists = Object.entries(rules).map(([key, objects]) => [
    key,
    [objects].flat().map((object) => ({ score: 1, ...object })),
  ]);
  const read = readRuleText(
    name,
    JSON.stringify({ info: { type }, rules: Object.fromEntries(lists) }, null, 1),
    options,
  );
  if (!read.file) throw new Error(read.diagnostics.map(({ message }) => message).join('\n'));
  return read.file;
}

export interface ScoreOptions extends RuleSetOptions {
  surroundings?: Surroundings;
  type?: string;
}

export function scoreAll(rules: RulesSpec | RuleFile[], results: unknown, options: ScoreOptions = {}): Ledger[] {
  const { surroundings, type = 'hash', ...more } = options;
  const read = options.quirks ? { quirks: true } : {};
  const files = Array.isArray(rules) ? rules : [ruleFileOf(rules, 'rules.json', type, read)];
  return new RuleSet(files, more).score(results as Results, surroundings);
}

/** The ledger of the hash. */
export function score(rules: RulesSpec | RuleFile[], results: unknown, options: ScoreOptions = {}): Ledger {
  const [ledger] = scoreAll(rules, { file: { md5: MD5 }, ...(results as object) }, options);
  return ledger!;
}

export function states(ledger: Ledger): string[] {
  return ledger.objects.map(({ state }) => state);
}
