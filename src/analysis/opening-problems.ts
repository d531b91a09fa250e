import { analysisProblems } from '../errors/analysis.ts';
import type { Problem } from '../errors/problem.ts';

/** A hostile archive can make a problem of each of its entries; the report should still be readable. */
const KEPT_PER_CODE = 20;

/** Collects problems; of each code the first twenty, and how many more there were. */
export class OpeningProblems {
  readonly #kept: Problem[] = [];
  readonly #counts = new Map<string, number>();
  readonly #about: string;

  constructor(about: string) {
    this.#about = about;
  }

  add(problem: Problem): void {
    const count = (this.#counts.get(problem.code) ?? 0) + 1;
    this.#counts.set(problem.code, count);
    if (count <= KEPT_PER_CODE) this.#kept.push(problem);
  }

  get first(): Problem | undefined {
    return this.#kept[0];
  }

  get last(): Problem | undefined {
    return this.#kept.at(-1);
  }

  toArray(): Problem[] {
    const all = [...this.#kept];
    for (const [code, count] of this.#counts) {
      if (count > KEPT_PER_CODE) all.push(analysisProblems.more(code, count - KEPT_PER_CODE, this.#about));
    }
    return all;
  }
}
