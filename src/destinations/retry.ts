import { setTimeout as wait } from 'node:timers/promises';
import type { Surroundings } from './types.ts';

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** A failure that another try may mend. */
export class Passing extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A failure after all tries. */
export class Failed extends Error {
  readonly attempts: number;

  constructor(message: string, attempts: number) {
    super(message);
    this.attempts = attempts;
  }
}

/** Tries at most four times, waiting twice as long each time, or as long as the other side asks for. */
export async function withRetries<T>(
  work: () => Promise<T>,
  { sleep }: Pick<Surroundings, 'sleep'>,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const text = error instanceof Error ? error.message : String(error);
      if (!(error instanceof Passing) || attempt >= ATTEMPTS) throw new Failed(text, attempt);
      const own = FIRST_WAIT_MS * 2 ** (attempt - 1);
      await sleep(Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? own), signal);
    }
  }
}

export const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  await wait(ms, undefined, { signal });
};
