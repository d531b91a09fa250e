import type { Problem } from './problem.ts';

/** Problems of what command lines and scripts hold. */
export const extractedProblems = {
  tooMany: (found: number, kept: number): Problem => ({
    code: 'EXTRACTED_TOO_MANY',
    message: `command lines hold more than ${found} scripts, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.extracted] of the configuration if the others are wanted.',
    where: {},
  }),
  cut: (count: number, longest: number): Problem => ({
    code: 'EXTRACTED_CUT',
    message: `${count} extracted ${count === 1 ? 'text was' : 'texts were'} cut to ${longest} characters`,
    hint: 'Raise `longest` in the section [processing.extracted] of the configuration if they are wanted whole.',
    where: {},
  }),
};
