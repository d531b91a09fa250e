import type { Problem } from '../../errors/problem.ts';
import { staticProblems } from '../../errors/static.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { OutOfData } from './random-access.ts';

const MAX_PROBLEMS = 24;

/** Collects what is wrong with a file, each part of it once for each reason. */
export class Damage {
  readonly #file: string;
  readonly #size: number;
  readonly #format: string;
  readonly #problem: (problem: Problem) => void;
  readonly #told = new Set<string>();
  #untold = 0;

  constructor(source: ByteSource, format: string, problem: (problem: Problem) => void) {
    this.#file = source.name;
    this.#size = source.size;
    this.#format = format;
    this.#problem = problem;
  }

  /** How many different things are wrong. */
  get count(): number {
    return this.#told.size + this.#untold;
  }

  /** An offset that is not in the file is left unsaid. */
  damaged(part: string, offset: number, what: string): void {
    const at = this.#place(offset);
    this.#tell(`${part}:${what}`, () => staticProblems.damaged(this.#file, this.#format, part, at, what));
  }

  limit(part: string, offset: number, limit: number): void {
    const at = this.#place(offset);
    this.#tell(`${part}:limit`, () => staticProblems.limit(this.#file, this.#format, part, at, limit));
  }

  budget(part: string, offset: number, what: string): void {
    const at = this.#place(offset);
    this.#tell(`${part}:budget`, () => staticProblems.budget(this.#file, this.#format, part, at, what));
  }

  /** Runs a reader; where it meets the end of the data, that is damage, and what it had noted stays. */
  attempt(part: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof OutOfData)) throw error;
      this.damaged(part, error.offset, error.message);
    }
  }

  /** The value of a reader, or undefined where it met the end of the data. */
  attemptValue<T>(part: string, read: () => T): T | undefined {
    let value: T | undefined;
    this.attempt(part, () => {
      value = read();
    });
    return value;
  }

  /** For a file inside the file, such as a document in an archive: its parts carry its name, its offsets are unsaid. */
  within(part: string): Damage {
    return new PartDamage(this, part);
  }

  /** Says how much was left unsaid. */
  end(): void {
    if (this.#untold > 0) this.#problem(staticProblems.moreDamage(this.#file, this.#format, this.#untold));
  }

  #place(offset: number): number | undefined {
    return offset >= 0 && offset <= this.#size ? offset : undefined;
  }

  #tell(key: string, make: () => Problem): void {
    if (this.#told.has(key)) return;
    if (this.#told.size >= MAX_PROBLEMS) {
      this.#untold++;
      return;
    }
    this.#told.add(key);
    this.#problem(make());
  }
}

class PartDamage extends Damage {
  readonly #whole: Damage;
  readonly #part: string;

  constructor(whole: Damage, part: string) {
    super({ name: '', size: 0, read: () => 0, close() {} }, '', () => {});
    this.#whole = whole;
    this.#part = part;
  }

  override get count(): number {
    return this.#whole.count;
  }

  override damaged(part: string, _offset: number, what: string): void {
    this.#whole.damaged(this.#named(part), -1, what);
  }

  override limit(part: string, _offset: number, limit: number): void {
    this.#whole.limit(this.#named(part), -1, limit);
  }

  override budget(part: string, _offset: number, what: string): void {
    this.#whole.budget(this.#named(part), -1, what);
  }

  override end(): void {}

  #named(part: string): string {
    return `${part} of ${this.#part}`;
  }
}
