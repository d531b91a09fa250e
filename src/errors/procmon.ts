import type { Problem } from './problem.ts';

/** Problems of exports of Process Monitor. */
export const procmonProblems = {
  damaged: (file: string, reason: string, events: number): Problem => ({
    code: 'PROCMON_DAMAGED',
    message: `${file} is not whole: ${reason}; ${events} events were read`,
    hint: 'An export in PML has to be saved as XML first.',
    where: { file },
  }),
  tooMany: (file: string, found: number, kept: number): Problem => ({
    code: 'PROCMON_TOO_MANY',
    message: `${file} has ${found} events, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.procmon] of the configuration if the others are wanted.',
    where: { file },
  }),
};
