import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import type { Results } from '../plugin/container.ts';
import { decisionOf } from '../rules/decision.ts';
import type { Ledger } from '../rules/ledger.ts';
import { loadRules } from '../rules/load.ts';
import type { Registry } from '../rules/registry.ts';
import { contactedAddresses } from '../rules/report-view.ts';
import { RuleSet } from '../rules/rule-set.ts';
import type { Surroundings } from '../rules/surroundings.ts';
import { parseStoreLocation, storeLocation } from '../storage/location.ts';
import type { Store } from '../storage/store.ts';
import { VALUE_TYPES } from '../storage/values.ts';

/** Which rule files score an analysis, and how. */
export interface Scoring {
  /** Rule files, and folders of them. */
  paths: readonly string[];
  /** Takes warnings of rule files for errors. */
  strict?: boolean;
  /** Scores as the original system's code did, accidents included. */
  quirks?: boolean;
  threshold?: number;
  /** File or URL of the store, where the user named one. */
  store?: string;
}

export interface Scored {
  ledgers: Ledger[];
  /** Rule files that were refused or not found. */
  problems: Problem[];
}

/** Rule files compiled once for all analyses of a run. */
type Compiled = Map<string, { set: RuleSet; problems: Problem[] }>;
const builtIn: Compiled = new Map();
const extended = new WeakMap<Registry, Compiled>();

function compiledWith(registry: Registry | undefined): Compiled {
  if (registry === undefined) return builtIn;
  const known = extended.get(registry) ?? new Map();
  extended.set(registry, known);
  return known;
}

function ruleSet(scoring: Scoring, registry: Registry | undefined): { set: RuleSet; problems: Problem[] } {
  const compiled = compiledWith(registry);
  const key = JSON.stringify(scoring);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const { paths, strict, quirks, threshold } = scoring;
  const parts = { ...(registry && { registry }) };
  const { files, problems } = loadRules(paths, { ...parts, ...(strict && { strict }), ...(quirks && { quirks }) });
  const set = new RuleSet(
    files.flatMap(({ file }) => file ?? []),
    { ...parts, ...(quirks && { quirks }), ...(threshold !== undefined && { threshold }) },
  );
  const made = { set, problems };
  compiled.set(key, made);
  return made;
}

/**
 * Scores a container with rule files, against the whitelist and lists of the store. Where there is a store, values
 * that reach the threshold are entered into its blacklist, together with the analysis. A store is used where the user
 * named one or has made one already. `registry` has the rule keys and types; without it, the built-in ones. Throws
 * OvoscopeError where the store can't be used.
 */
export async function applyRules(
  results: Results,
  path: string,
  scoring: Scoring,
  registry?: Registry,
): Promise<Scored> {
  const { set, problems: found } = ruleSet(scoring, registry);
  const problems = [...found];
  const store = await openExistingStore(scoring.store);
  try {
    const surroundings: Surroundings = store ? await store.surroundings(contactedAddresses(results)) : {};
    const ledgers = set.score(results, surroundings);
    if (store) problems.push(...(await record(store, results, path, ledgers)));
    return { ledgers, problems };
  } finally {
    await store?.close();
  }
}

async function openExistingStore(named: string | undefined): Promise<Store | undefined> {
  const location = storeLocation(named);
  const parsed = parseStoreLocation(location);
  const isDefault = named === undefined && process.env['OVOSCOPE_STORE'] === undefined;
  if (isDefault && parsed.kind === 'sqlite' && !existsSync(parsed.file)) return undefined;
  const { openStore } = await import('../storage/store.ts');
  return openStore(location);
}

/** Enters what can be; values of types that users made up have no place in the store. */
async function record(store: Store, results: Results, path: string, ledgers: readonly Ledger[]): Promise<Problem[]> {
  const sample = results.target?.file ?? results.file ?? {};
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const id = `${results.info?.id ?? basename(path)}:${text(sample.sha256) ?? text(sample.md5) ?? path}`;
  const all = ledgers.flatMap((ledger) => decisionOf(ledger) ?? []).map((decision) => ({ ...decision, analysis: id }));
  const isStored = ({ type }: { type: string }) => (VALUE_TYPES as readonly string[]).includes(type);
  const decisions = all.filter(isStored);
  await store.record(
    {
      id,
      path,
      name: text(sample.name) ?? text(results.target?.url),
      md5: text(sample.md5),
      sha1: text(sample.sha1),
      sha256: text(sample.sha256),
      size: typeof sample.size === 'number' ? sample.size : null,
      score: results.verdict === undefined ? null : String(Math.round(results.verdict.score * 100) / 100),
      verdict: results.verdict?.band ?? null,
      ruleset: ledgers[0]?.ruleset ?? null,
    },
    decisions as Parameters<Store['record']>[1],
  );
  const others = all.filter((decision) => !isStored(decision)).map(({ type }) => type);
  return [...new Set(others)].map((type) => ruleProblems.notStored(type, others.filter((one) => one === type).length));
}
