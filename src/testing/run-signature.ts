import type { Results } from '../plugin/container.ts';
import type { Signature, SignatureClass } from '../plugin/signature.ts';
import { watchFilter } from '../plugin/watch.ts';
import { argumentFilter } from '../query/watched.ts';
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
  const filter = watchFilter(signature.watch);
  const holds = argumentFilter(signature.watch);
  for (const process of results.behavior?.processes ?? []) {
    if (!filter.matchesProcess(process.process_name)) continue;
    for (const call of filter.apis ? process.calls.ofApi(...filter.apis) : process.calls) {
      if (!filter.matchesCall(call.api, call.category) || !holds(call, process)) continue;
      if (signature.onCall(call, process) === true) return true;
    }
  }
  return false;
}

function asAnswer(name: string, method: string, answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  const hint = answer === undefined ? '; forgot a return?' : '';
  throw new CheckFailed(
    `${name}.${method}() must return a boolean, got ${answer === undefined ? 'undefined' : shown(answer)}${hint}`,
  );
}
