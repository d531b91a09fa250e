import type { Results } from '../plugin/container.ts';
import type { Signature, SignatureClass } from '../plugin/signature.ts';
import { equals } from './equal.ts';
import { CheckFailed, shown } from './failure.ts';
import { frozen } from './freeze.ts';
import { given } from './given.ts';
import { hooks, type TestHooks } from './hooks.ts';
import { checkMetadata } from './metadata.ts';
import { canonical, unholdable } from './plain-data.ts';
import { type Outcome, runSignature } from './run-signature.ts';
import { asCape, HOSTILE, withTexts } from './variants.ts';

interface CaseOptions {
  name?: string;
  results: Results;
  /** Run only the cases that say so. */
  only?: boolean;
  /** Why the case is not run. */
  skip?: string;
}

/** The signature matches, with this evidence where it is stated. */
export interface DetectsCase extends CaseOptions {
  /** Evidence in order; matchers such as `expect.any(Number)` may stand for values. */
  data?: unknown[];
}

/** The signature stays quiet. A bare container is a case too. */
export type IgnoresCase = CaseOptions | Results;

export interface SignatureCases {
  detects: readonly [DetectsCase, ...DetectsCase[]];
  ignores: readonly [IgnoresCase, ...IgnoresCase[]];
  /**
   * Keys that the signature reads without asking whether they are there. It is then not run over a container without
   * them; in an analysis where their module failed, it will fail as well.
   */
  needs?: readonly (keyof Results)[];
}

/** One check of a signature; `run` throws where it fails and resolves to how long the signature took. */
export interface Check {
  name: string;
  run: () => Promise<{ ms: number }>;
  skip?: string;
  only?: boolean;
}

/**
 * Runs a signature over examples. Each case also checks that the answer is a boolean, comes with evidence that JSON
 * can hold, is the same the second time, and that the container is not changed. For free: the metadata, an empty
 * container, hostile text in the first `detects` case, and the same case as CAPE would have written it.
 */
export class SignatureTester {
  /** Functions of the test runner; found by themselves in Vitest, Jest, Mocha and `node --test`. */
  static hooks: TestHooks | undefined;

  run(Class: SignatureClass, cases: SignatureCases): void {
    const { describe, it } = SignatureTester.hooks ?? hooks;
    describe(new Class().name || Class.name, () => {
      for (const check of signatureChecks(Class, cases)) {
        const register = check.skip === undefined ? (check.only && it.only) || it : it.skip;
        const reason = check.skip === undefined ? '' : ` (skipped: ${check.skip})`;
        register?.(`${check.name}${reason}`, async () => void (await check.run()));
      }
    });
  }
}

/** The checks that SignatureTester registers, for runners of one's own. */
export function signatureChecks(Class: SignatureClass, cases: SignatureCases): Check[] {
  const name = new Class().name || Class.name;
  const detects = cases.detects.map((each, i) => toCase('detects', each, i));
  const ignores = cases.ignores.map((each, i) => toCase('ignores', each, i));
  const first = detects[0]!;
  const checks: Check[] = [
    { name: 'has complete metadata', run: async () => timed(() => checkMetadata(new Class())) },
    { name: 'cases differ', run: async () => timed(() => checkDifferent([...detects, ...ignores])) },
    ...detects.map((each) => ({ ...flags(each), name: each.label, run: () => checkDetects(Class, name, each) })),
    ...ignores.map((each) => ({
      ...flags(each),
      name: each.label,
      run: () => checkIgnores(Class, name, each.label, each.results),
    })),
    { name: 'ignores an empty container', run: () => checkEmpty(Class, name, cases.needs ?? []) },
    { name: 'survives hostile text', run: () => checkHostile(Class, name, first.results) },
  ];
  const cape = asCape(first.results);
  if (cape) checks.push({ name: 'detects the same as CAPE writes it', run: () => checkCape(Class, name, cape) });
  return checks;
}

interface Case extends DetectsCase {
  label: string;
}

function toCase(kind: 'detects' | 'ignores', given: DetectsCase | IgnoresCase, place: number): Case {
  const options: CaseOptions = 'results' in given ? (given as CaseOptions) : { results: given as Results };
  return { ...options, label: `${kind} ${options.name ?? `#${place + 1}`}` };
}

const flags = ({ skip, only }: Case) => ({ ...(skip !== undefined && { skip }), ...(only && { only }) });

function timed(work: () => void): { ms: number } {
  const started = performance.now();
  work();
  return { ms: performance.now() - started };
}

function checkDifferent(cases: readonly Case[]): void {
  const seen = new Map<string, string>();
  for (const { label, results } of cases) {
    const text = canonical(results);
    const twin = seen.get(text);
    if (twin !== undefined)
      throw new CheckFailed(`${label} has the same container as ${twin}; one of them tests nothing`);
    seen.set(text, label);
  }
}

async function checkDetects(Class: SignatureClass, name: string, { results, data }: Case): Promise<Outcome> {
  const outcome = await answer(Class, name, results);
  if (!outcome.fired) {
    const left = outcome.data.length > 0 ? `, though it had pushed ${shown(outcome.data)}` : '';
    throw new CheckFailed(`expected ${name} to fire, but it stayed quiet${left}`);
  }
  if (outcome.data.length === 0) {
    throw new CheckFailed(`${name} fired without evidence; push what you saw to this.data before returning true`);
  }
  if (data && !equals(outcome.data, data)) {
    throw new CheckFailed(`${name} fired with other evidence than expected: ${shown(outcome.data)}`, {
      actual: outcome.data,
      expected: data,
    });
  }
  return outcome;
}

async function checkIgnores(Class: SignatureClass, name: string, label: string, results: Results): Promise<Outcome> {
  const outcome = await answer(Class, name, results);
  if (outcome.fired)
    throw new CheckFailed(`expected ${name} to stay quiet (${label}), but it fired with ${shown(outcome.data)}`);
  const left = outcome.data.length;
  if (left > 0) {
    throw new CheckFailed(
      `${name} did not match after pushing ${left} evidence item(s): ${shown(outcome.data)}; ` +
        'keep candidates in a field of your own until they count, or return true',
    );
  }
  return outcome;
}

async function checkEmpty(Class: SignatureClass, name: string, needs: readonly (keyof Results)[]): Promise<Outcome> {
  const bare = needs.length === 0 ? {} : given.container({});
  try {
    await checkIgnores(Class, name, 'a container without any part', bare);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CheckFailed(
      `${name} fails on a container without any part (${error.message}); ` +
        "ask with ?. or the functions of 'ovoscope/query', or state the keys it reads in `needs`",
    );
  }
  return checkIgnores(Class, name, 'an empty container', given.container({ network: {} }));
}

async function checkHostile(Class: SignatureClass, name: string, results: Results): Promise<{ ms: number }> {
  let ms = 0;
  for (const { name: what, text } of HOSTILE) {
    try {
      const outcome = await runSignature(Class, frozen(withTexts(results, text)));
      ms += outcome.ms;
      requirePlain(name, outcome);
    } catch (error) {
      throw new CheckFailed(`${name} does not survive ${what} in place of text: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  return { ms };
}

async function checkCape(Class: SignatureClass, name: string, results: Results): Promise<Outcome> {
  const outcome = await answer(Class, name, results);
  if (outcome.fired) return outcome;
  throw new CheckFailed(
    `${name} fires on arguments as Cuckoo 2 names them but not as CAPE does; ` +
      "ask with argument() or calls() of 'ovoscope/query', which know the names of every monitor",
  );
}

/** Two fresh instances over the same frozen container must say the same. */
async function answer(Class: SignatureClass, name: string, results: Results): Promise<Outcome> {
  frozen(results);
  const first = await runSignature(Class, results);
  requirePlain(name, first);
  const second = await runSignature(Class, results);
  if (first.fired !== second.fired || canonical(first.data) !== canonical(second.data)) {
    throw new CheckFailed(
      `${name} gave two answers for one input (${shown(told(first))}, then ${shown(told(second))}); ` +
        'does it keep state outside the instance, as a regular expression with g does?',
      { actual: told(second), expected: told(first) },
    );
  }
  return first;
}

const told = ({ fired, data }: Outcome) => ({ fired, data });

function requirePlain(name: string, { data }: Pick<Signature, 'data'>): void {
  if (!Array.isArray(data))
    throw new CheckFailed(`${name}.data is no longer a list; push to it instead of replacing it`);
  const odd = unholdable(data, 'data');
  if (odd !== undefined) throw new CheckFailed(`${name} pushed evidence that JSON cannot hold: ${odd}`);
}
