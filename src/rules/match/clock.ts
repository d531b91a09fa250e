/** How long matching has taken, so that hostile patterns on hostile data end. */
export class Clock {
  readonly limitMs: number;
  readonly #now: () => number;
  readonly #end: number;
  #over = false;

  constructor(limitMs: number, now: () => number = () => performance.now()) {
    this.limitMs = limitMs;
    this.#now = now;
    this.#end = now() + limitMs;
  }

  /** Whether the time is over; once it is, it stays so. */
  isOver(): boolean {
    this.#over ||= this.#now() > this.#end;
    return this.#over;
  }
}
