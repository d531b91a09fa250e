import type { Problem } from './problem.ts';

/** Problems of what Volatility found, and of its comparison with a clean machine. */
export const memoryProblems = {
  format: (file: string): Problem => ({
    code: 'MEMORY_FORMAT',
    message: `${file} was left out, as it is not what Volatility writes in JSON`,
    hint: 'Run Volatility 2 with --output=json, Volatility 3 with -r json.',
    where: { file },
  }),
  rows: (file: string, count: number): Problem => ({
    code: 'MEMORY_ROWS',
    message: `${file}: ${count} ${count === 1 ? 'row was' : 'rows were'} left out, as they are no rows`,
    where: { file },
  }),
  tooMany: (file: string, found: number, kept: number): Problem => ({
    code: 'MEMORY_TOO_MANY',
    message: `${file} has ${found} rows, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.memory] of the configuration if the others are wanted.',
    where: { file },
  }),
  baseline: (file: string, what: string): Problem => ({
    code: 'BASELINE_UNREADABLE',
    message: `the baseline ${file} cannot be used: ${what}`,
    hint: 'It has to be the report.json of an analysis of the same machine without a sample.',
    where: { file },
  }),
};
