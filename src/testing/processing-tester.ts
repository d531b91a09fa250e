import type { Results } from '../plugin/container.ts';
import type { ProcessingClass } from '../plugin/processing.ts';
import { damagedFiles } from './damage.ts';
import { equals } from './equal.ts';
import { CheckFailed, shown } from './failure.ts';
import { hooks, type TestHooks } from './hooks.ts';
import type { MemoryTaskOptions } from './memory-task.ts';
import { canonical, unholdable } from './plain-data.ts';
import { type ProcessingInput, type ProcessingOutcome, runProcessing, settlesOnAbort } from './run-processing.ts';
import type { Check } from './signature-tester.ts';

interface ProcessingCase extends MemoryTaskOptions {
  name?: string;
  /** Files of the analysis: path → content. */
  files: { readonly [path: string]: string | Uint8Array };
  /** Keys that it needs from other modules. */
  given?: Results;
  /** What the configuration says in its section. */
  options?: { readonly [name: string]: unknown };
  /** Codes of the problems it records, in order. */
  problems: readonly string[];
  only?: boolean;
  skip?: string;
}

export interface GivesCase extends ProcessingCase {
  /** The key and its value; matchers may stand for parts of it. */
  results: { readonly [key: string]: unknown };
}

/** It does not fail, and records these problems. `results` where what it keeps matters. */
export interface SurvivesCase extends ProcessingCase {
  results?: { readonly [key: string]: unknown };
}

export interface ProcessingCases {
  gives: readonly [GivesCase, ...GivesCase[]];
  survives?: readonly SurvivesCase[];
}

/**
 * Runs a processing module over files in memory. For free with every `gives` case: each file missing, empty, cut at
 * 32 places and with a bit turned at 32 places (the module may record problems or give up with an OvoscopeError, but
 * nothing else); the value is JSON; the same comes out twice; a cancelled run ends within a second.
 */
export class ProcessingTester {
  /** Functions of the test runner; found by themselves in Vitest, Jest, Mocha and `node --test`. */
  static hooks: TestHooks | undefined;

  run(Class: ProcessingClass, cases: ProcessingCases): void {
    const { describe, it } = ProcessingTester.hooks ?? hooks;
    describe(new Class().key || Class.name, () => {
      for (const check of processingChecks(Class, cases)) {
        const register = check.skip === undefined ? (check.only && it.only) || it : it.skip;
        const reason = check.skip === undefined ? '' : ` (skipped: ${check.skip})`;
        register?.(`${check.name}${reason}`, async () => void (await check.run()));
      }
    });
  }
}

/** The checks that ProcessingTester registers, for runners of one's own. */
export function processingChecks(Class: ProcessingClass, cases: ProcessingCases): Check[] {
  const { key } = new Class();
  return [
    ...cases.gives.flatMap((each, i) => givesChecks(Class, key, each, `gives ${each.name ?? `#${i + 1}`}`)),
    ...(cases.survives ?? []).map((each, i): Check => {
      const name = `survives ${each.name ?? `#${i + 1}`}`;
      return { ...flags(each), name, run: () => checkOutcome(Class, key, each) };
    }),
  ];
}

function givesChecks(Class: ProcessingClass, key: string, each: GivesCase, name: string): Check[] {
  const input = inputOf(each);
  const options = flags(each);
  return [
    { ...options, name, run: () => checkOutcome(Class, key, each) },
    { ...options, name: `${name}: the same twice, as JSON`, run: () => checkStable(Class, key, input) },
    { ...options, name: `${name}: survives damage`, run: () => checkDamage(Class, key, input) },
    { ...options, name: `${name}: ends when it is cancelled`, run: () => checkAbort(Class, key, input) },
  ];
}

const flags = ({ skip, only }: ProcessingCase) => ({ ...(skip !== undefined && { skip }), ...(only && { only }) });

function inputOf({ files, given, ...options }: ProcessingCase): ProcessingInput {
  const bytes = Object.entries(files).map(([path, content]): [string, Uint8Array] => [
    path,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return { ...options, files: new Map(bytes), ...(given && { results: given }) };
}

async function checkOutcome(Class: ProcessingClass, key: string, each: SurvivesCase): Promise<ProcessingOutcome> {
  const outcome = await runProcessing(Class, inputOf(each));
  if (outcome.failure) throw new CheckFailed(`${key} gave up: ${outcome.failure.message}`, { cause: outcome.failure });
  const codes = outcome.problems.map(({ code }) => code);
  if (!equals(codes, each.problems)) {
    const found = outcome.problems.map(({ code, message }) => `${code} (${message})`).join(', ') || 'none';
    throw new CheckFailed(`${key} recorded other problems than expected: ${found}`, {
      actual: codes,
      expected: each.problems,
    });
  }
  const actual = outcome.value === undefined ? {} : { [key]: outcome.value };
  if (each.results && !equals(actual, each.results)) {
    throw new CheckFailed(`${key} gave something else than expected: ${shown(outcome.value)}`, {
      actual,
      expected: each.results,
    });
  }
  return outcome;
}

async function checkStable(Class: ProcessingClass, key: string, input: ProcessingInput): Promise<ProcessingOutcome> {
  const first = await runProcessing(Class, input);
  const odd = first.value === undefined ? undefined : unholdable(first.value, key, { bigints: true });
  if (odd !== undefined) throw new CheckFailed(`the value of ${key} is not JSON: ${odd}`);
  const second = await runProcessing(Class, input);
  if (canonical([first.value, first.problems]) !== canonical([second.value, second.problems])) {
    throw new CheckFailed(`${key} gave two values for one input; does it depend on the time or keep state?`, {
      actual: second.value,
      expected: first.value,
    });
  }
  return first;
}

async function checkDamage(Class: ProcessingClass, key: string, input: ProcessingInput): Promise<{ ms: number }> {
  const started = performance.now();
  for (const { name, files } of damagedFiles(input.files)) {
    try {
      const { value } = await runProcessing(Class, { ...input, files });
      const odd = value === undefined ? undefined : unholdable(value, key, { bigints: true });
      if (odd !== undefined) throw new CheckFailed(`the value is not JSON: ${odd}`);
    } catch (error) {
      throw new CheckFailed(
        `${key} does not survive ${name}: ${(error as Error).message}; record a problem and keep what is good`,
        { cause: error },
      );
    }
  }
  return { ms: performance.now() - started };
}

async function checkAbort(Class: ProcessingClass, key: string, input: ProcessingInput): Promise<{ ms: number }> {
  const started = performance.now();
  if (!(await settlesOnAbort(Class, input))) {
    throw new CheckFailed(`${key} did not end within a second of being cancelled; does it look at this.signal?`);
  }
  return { ms: performance.now() - started };
}
