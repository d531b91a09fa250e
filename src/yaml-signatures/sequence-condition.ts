import type { Call, Process } from '../plugin/container.ts';
import { evidence } from '../query/evidence.ts';
import { argumentText } from '../query/watched.ts';
import { type CallWanted, counts, watchOf } from './call-condition.ts';
import type { Condition } from './condition.ts';

export const SPANS = ['process', 'thread', 'analysis'] as const;

export interface SequenceOptions {
  /** Milliseconds from the first call to the last. */
  within?: number;
  /** Whose calls follow each other. */
  per?: (typeof SPANS)[number];
  /** Arguments that have the same value in all calls. */
  same?: string[];
}

/** Beginnings that are followed at a time, and calls that are put in order of time. */
const MOST_KEYS = 10_000;
const MOST_CALLS = 20_000;

/** A call that is one of the steps. */
interface Step {
  step: number;
  /** What has to be equal in all calls. */
  key: string;
  /** Which call of all it is; one call is one step. */
  place: string;
  ms: number;
  piece: object;
}

/** Calls that follow each other, others between them allowed. */
export function sequenceCondition(steps: readonly CallWanted[], options: SequenceOptions): Condition {
  const last = steps.length - 1;
  const same = options.same ?? [];
  const shown = steps.map(({ arguments: wanted }) => [...new Set([...(wanted?.keys() ?? []), ...same])]);
  const per = options.per ?? 'process';
  return {
    // The last step first: one call may be two steps, but not one after the other.
    watches: steps.map(watchOf).reverse(),
    after: [],
    hasEvidence: true,
    begin() {
      const chains = new Chains(last, options.within);
      const waiting: Step[] = [];
      return {
        onCall(call, process, which) {
          const step = last - which;
          if (chains.found !== undefined || !counts(call, steps[step]!)) return;
          const key = keyOf(call, process, per, same);
          if (key === undefined) return;
          const place = `${process.process_id}:${process.first_seen}:${call.id}`;
          const ms = options.within === undefined && per !== 'analysis' ? 0 : timeOf(call);
          const one = { step, key, place, ms, piece: evidence(call, process, ...shown[step]!) };
          if (per !== 'analysis') chains.take(one);
          else if (waiting.length < MOST_CALLS) waiting.push(one);
        },
        finish() {
          waiting.sort((a, b) => a.ms - b.ms);
          for (const step of waiting) chains.take(step);
          return chains.found;
        },
      };
    },
  };
}

/** The chain that began last for each number of steps: if any can be completed in time, that one can. */
class Chains {
  found: object[] | undefined;
  readonly #last: number;
  readonly #within: number;
  readonly #byKey = new Map<string, (Chain | undefined)[]>();

  constructor(last: number, within = Number.POSITIVE_INFINITY) {
    this.#last = last;
    this.#within = within;
  }

  take({ step, key, place, ms, piece }: Step): void {
    if (this.found !== undefined) return;
    let chains = this.#byKey.get(key);
    if (chains === undefined) {
      if (step > 0) return;
      if (this.#byKey.size >= MOST_KEYS) this.#byKey.delete(this.#byKey.keys().next().value!);
      this.#byKey.set(key, (chains = []));
    }
    const before = step === 0 ? { start: ms, place: '', pieces: [] } : chains[step - 1];
    if (before === undefined || before.place === place || ms - before.start > this.#within) return;
    const chain = { start: before.start, place, pieces: [...before.pieces, piece] };
    if (step === this.#last) this.found = chain.pieces;
    else chains[step] = chain;
  }
}

interface Chain {
  start: number;
  place: string;
  pieces: object[];
}

function keyOf(call: Call, process: Process, per: SequenceOptions['per'], same: readonly string[]): string | undefined {
  const parts: (string | number)[] = [];
  if (per !== 'analysis') parts.push(process.process_id, process.first_seen);
  if (per === 'thread') parts.push(call.thread_id);
  for (const name of same) {
    const value = argumentText(call, name, process);
    if (value === undefined) return undefined;
    parts.push(value.toLowerCase());
  }
  return parts.join('\0');
}

const timeOf = ({ timestamp }: Call): number => Date.parse(`${timestamp.replace(' ', 'T').replace(',', '.')}Z`) || 0;
