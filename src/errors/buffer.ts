import type { Problem } from './problem.ts';

/** Problems of the buffers that call logs hold. */
export const bufferProblems = {
  tooMany: (refused: number, kept: number): Problem => ({
    code: 'BUFFER_TOO_MANY',
    message: `${refused} buffers of the call logs were left out; ${kept} are listed`,
    hint: 'Raise `count` in the section [processing.buffer] of the configuration if the others are wanted.',
    where: {},
  }),
};
