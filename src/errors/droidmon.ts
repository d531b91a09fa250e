import type { Problem } from './problem.ts';

/** Problems of the log of an Android analysis. */
export const droidmonProblems = {
  lines: (file: string, line: number, count: number): Problem => ({
    code: 'DROIDMON_LINES',
    message: `${file}: ${count} ${count === 1 ? 'line is' : 'lines are'} no call, the first is line ${line}`,
    hint: 'The beginnings of these lines are in `droidmon.error`.',
    where: { file, line },
  }),
  tooMany: (file: string, refused: number, limit: number): Problem => ({
    code: 'DROIDMON_TOO_MANY',
    message: `${file}: ${refused} values were left out of lists that have ${limit} already`,
    hint: 'Raise `count` in the section [processing.droidmon] of the configuration if they are wanted.',
    where: { file },
  }),
};
