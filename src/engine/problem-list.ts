import { moduleProblems } from '../errors/engine.ts';
import type { Place, Problem } from '../errors/problem.ts';
import { describeValue } from './validate.ts';

const PER_OWNER = 1000;
const TEXT_LIMIT = 4096;

/** The problems of one run, with a limit for each module: damaged input can have one per record. */
export class ProblemList {
  readonly items: Problem[] = [];

  add(...problems: readonly Problem[]): void {
    for (const problem of problems) this.items.push(trimmed(problem));
  }

  /** What a module reports through; fills in whose problem it is. */
  recorder(place: Place): { record: (problem: Problem) => void; close: () => void } {
    const owner = place.module ?? place.signature ?? '';
    let count = 0;
    const record = (problem: Problem) => {
      count++;
      if (count > PER_OWNER) return;
      const isPlain = typeof problem?.code === 'string' && typeof problem.message === 'string';
      if (isPlain) this.add({ ...problem, where: { ...problem.where, ...place } });
      else this.add(moduleProblems.unplain(owner, describeValue(problem)));
    };
    const close = () => {
      if (count > PER_OWNER) this.add(moduleProblems.tooMany(owner, PER_OWNER, count - PER_OWNER));
      count = 0;
    };
    return { record, close };
  }
}

function trimmed(problem: Problem): Problem {
  if (problem.message.length <= TEXT_LIMIT) return problem;
  return { ...problem, message: `${problem.message.slice(0, TEXT_LIMIT)}…` };
}
