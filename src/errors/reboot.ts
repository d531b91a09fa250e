import type { Problem } from './problem.ts';

/** Problems of what a restart would bring back. */
export const rebootProblems = {
  tooMany: (kept: number): Problem => ({
    code: 'REBOOT_TOO_MANY',
    message: `more than ${kept} calls change the registry; only the first ${kept} were kept for a restart`,
    hint: 'Raise `count` in the section [processing.reboot] of the configuration if the others are wanted.',
    where: {},
  }),
};
