import type { Problem } from './problem.ts';

const at = (offset: number | undefined): string => (offset === undefined ? '' : `, at byte ${offset}`);

/** Problems of the samples that the static module takes apart. `format` is a word such as `PE`. */
export const staticProblems = {
  damaged: (file: string, format: string, part: string, offset: number | undefined, what: string): Problem => ({
    code: 'STATIC_DAMAGED',
    message: `the ${part} of the ${format} file ${file} cannot be read as a whole: ${what}${at(offset)}`,
    hint: 'What could be read of it was kept. Malware breaks headers on purpose; the copy may also be cut.',
    where: offset === undefined ? { file } : { file, offset },
  }),
  limit: (file: string, format: string, part: string, offset: number | undefined, limit: number): Problem => ({
    code: 'STATIC_LIMIT',
    message: `the ${part} of the ${format} file ${file} has more than ${limit} entries; the rest was left out`,
    hint: 'What came first was kept.',
    where: offset === undefined ? { file } : { file, offset },
  }),
  moreDamage: (file: string, format: string, count: number): Problem => ({
    code: 'STATIC_MORE_DAMAGE',
    message: `${count} more ${count === 1 ? 'place' : 'places'} in the ${format} file ${file} cannot be read`,
    where: { file },
  }),
  budget: (file: string, format: string, part: string, offset: number | undefined, what: string): Problem => ({
    code: 'STATIC_BUDGET',
    message: `reading the ${part} of the ${format} file ${file} stopped: ${what}${at(offset)}`,
    hint: 'Files whose parts overlap or unpack to far more than their size are made to exhaust whoever reads them.',
    where: offset === undefined ? { file } : { file, offset },
  }),
  notWhatItSays: (file: string, expected: string, found: string): Problem => ({
    code: 'STATIC_OTHER_FORMAT',
    message: `${file} was run as ${expected}, but it is ${found}`,
    where: { file },
  }),
  tooLarge: (file: string, format: string, size: number, limit: number): Problem => ({
    code: 'STATIC_TOO_LARGE',
    message: `${file} has ${size} bytes; only the first ${limit} were read as ${format}`,
    hint: 'Raise the limit in the configuration of the module if the rest is wanted.',
    where: { file },
  }),
  encrypted: (file: string, format: string, how: string): Problem => ({
    code: 'STATIC_ENCRYPTED',
    message: `the ${format} file ${file} is encrypted (${how}), and no known password opens it`,
    hint: 'Its structure was read. Give the password as an option of the analysis to see text and streams.',
    where: { file },
  }),
  failed: (file: string, format: string, what: string): Problem => ({
    code: 'STATIC_FAILED',
    message: `reading ${file} as ${format} failed: ${what}`,
    hint: 'This is a mistake in Ovoscope: damage in a file should never end its reader.',
    where: { file },
  }),
};
