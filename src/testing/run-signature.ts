import type { Match, Results } from '../plugin/container.ts';
import type { Signature, SignatureClass } from '../plugin/signature.ts';
import { watchFilter } from '../plugin/watch.ts';
import { argumentFilter } from '../query/watched.ts';
import { isGlob, matchesGlob } from '../util/glob.ts';
import { CheckFailed, shown } from './failure.ts';
import { within } from './within.ts';

export interface Outcome {
  fired: boolean;
  data: unknown[];
  /** Wall-clock milliseconds. */
  ms: number;
}

/** Longer than any signature needs for an example; only a loop or a regular expression that backtracks gets there. */
const HANG_MS = 10_000;

/** Runs a new instance over a container as the engine does: calls in the order of the logs, then the end, then `run`. */
export async function runSignature(
  Class: SignatureClass,
  results: Results,
  { hangMs = HANG_MS }: { hangMs?: number } = {},
): Promise<Outcome> {
  const signature = new Class();
  const name = signature.name || Class.name;
  signature.results = results;
  const guard = <T>(method: string, work: () => T): T =>
    within(
      hangMs,
      work,
      () =>
        new CheckFailed(
          `${name}.${method}() had not returned after ${hangMs / 1000} s; does a regular expression backtrack?`,
        ),
    );
  const started = performance.now();
  let fired = guard('onCall', () => feed(signature, results));
  signature.matched = (results.signatures ?? []).filter((match) => looksAt(signature, match));
  if (!fired && signature.onComplete) {
    fired = asAnswer(
      name,
      'onComplete',
      guard('onComplete', () => signature.onComplete!(results)),
    );
  }
  if (!fired && signature.run) {
    fired = asAnswer(name, 'run', await guard('run', () => signature.run!(results)));
  }
  return { fired, data: signature.data, ms: performance.now() - started };
}

/** Whether the signature matched at one of the calls. */
function feed(signature: Signature, results: Results): boolean {
  if (!signature.onCall) return false;
  const watches = (signature.watches ?? [signature.watch]).map((watch) => ({
    ...watchFilter(watch),
    holds: argumentFilter(watch),
  }));
  const [only, ...others] = watches;
  const apis = others.length === 0 ? only?.apis : undefined;
  for (const process of results.behavior?.processes ?? []) {
    for (const call of apis ? process.calls.ofApi(...apis) : process.calls) {
      for (const [which, watch] of watches.entries()) {
        if (!watch.matchesProcess(process.process_name) || !watch.matchesCall(call.api, call.category)) continue;
        if (watch.holds(call, process) && signature.onCall(call, process, which) === true) return true;
      }
    }
  }
  return false;
}

const looksAt = ({ after }: Signature, { name }: Match): boolean =>
  after.some((wanted) => (isGlob(wanted) ? matchesGlob(wanted, name) : wanted === name));

function asAnswer(name: string, method: string, answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  const hint = answer === undefined ? '; forgot a return?' : '';
  throw new CheckFailed(
    `${name}.${method}() must return a boolean, got ${answer === undefined ? 'undefined' : shown(answer)}${hint}`,
  );
}
