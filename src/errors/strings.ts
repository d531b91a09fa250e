import type { Problem } from './problem.ts';

/** Problems of the lists of strings. */
export const stringsProblems = {
  tooMany: (file: string, encoding: string, found: number, kept: number): Problem => ({
    code: 'STRINGS_TOO_MANY',
    message: `${file} has ${found} ${encoding} strings, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.strings] of the configuration if the others are wanted.',
    where: { file },
  }),
  cut: (file: string, count: number, longest: number): Problem => ({
    code: 'STRINGS_CUT',
    message: `${file}: ${count} ${count === 1 ? 'string was' : 'strings were'} cut to ${longest} characters`,
    hint: 'Raise `longest` in the section [processing.strings] of the configuration if they are wanted whole.',
    where: { file },
  }),
  unread: (file: string, size: number, limit: number): Problem => ({
    code: 'STRINGS_UNREAD',
    message: `${file} has ${size} bytes, of which only the first ${limit} were searched for strings`,
    hint: 'Raise `bytes` in the section [processing.strings] of the configuration to search the rest.',
    where: { file },
  }),
};
