import { setTimeout as wait } from 'node:timers/promises';

/** The time in milliseconds, and how to let it pass. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};

/** Spreads questions to services over time, so that none is asked more often than it allows. */
export class Turns {
  readonly #clock: Clock;
  /** When the next question may be asked, by service. */
  readonly #next = new Map<string, number>();

  constructor(clock: Clock = CLOCK) {
    this.#clock = clock;
  }

  /** Ends when it is one's turn; 0 for any number. Throws the signal's reason. */
  async take(service: string, perMinute: number, signal: AbortSignal): Promise<void> {
    if (perMinute === 0) return;
    const now = this.#clock.now();
    const at = Math.max(now, this.#next.get(service) ?? 0);
    this.#next.set(service, at + 60_000 / perMinute);
    if (at > now) await this.#clock.sleep(at - now, signal);
  }
}
