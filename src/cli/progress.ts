import type { CliContext } from './context.ts';
import { sampleText } from './text.ts';

const FIRST_AFTER_MS = 400;
const EVERY_MS = 100;

/** One line on a terminal that says what long work is at. Elsewhere nothing. */
export class Progress {
  readonly #context: CliContext;
  readonly #total: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #line = '';
  #isShown = false;
  #started = performance.now();

  constructor(context: CliContext, total: number) {
    this.#context = context;
    this.#total = total;
    if (!context.stderr.isTerminal) return;
    this.#timer = setInterval(() => this.#draw(), EVERY_MS);
    this.#timer.unref();
  }

  show(path: string, activity: string): void {
    this.#line = this.#total > 1 ? `${sampleText(path, 40)}: ${activity}` : activity;
  }

  /** Prints text of its own lines above. */
  interrupt(text: string): void {
    this.clear();
    void this.#context.stderr.print(text);
  }

  clear(): void {
    if (this.#isShown) void this.#context.stderr.print('\r\x1b[K');
    this.#isShown = false;
  }

  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    const elapsed = performance.now() - this.#started;
    if (elapsed < FIRST_AFTER_MS || this.#line === '') return;
    const text = `${Math.floor(elapsed / 1000)} s  ${this.#line}`.slice(0, this.#context.stderr.columns - 1);
    void this.#context.stderr.print(`\r\x1b[K${this.#context.errorColors.dim(text)}`);
    this.#isShown = true;
  }
}
