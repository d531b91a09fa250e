import type { Problem } from './problem.ts';

const times = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** Problems of the files of an analysis that modules describe: sample, dropped files, logs, screenshots. */
export const fileProblems = {
  unreadable: (file: string, what: string): Problem => ({
    code: 'FILE_UNREADABLE',
    message: `${file} was left out, as it cannot be read: ${what}`,
    where: { file },
  }),
  shorter: (file: string, announced: number, got: number): Problem => ({
    code: 'FILE_SHORTER',
    message: `${file} ended after ${got} of ${announced} bytes while it was read`,
    hint: 'Its size and hashes are those of what was read. Was something still writing to the analysis?',
    where: { file },
  }),
  typeFailed: (file: string, what: string): Problem => ({
    code: 'FILE_TYPE_FAILED',
    message: `the type of ${file} could not be told: ${what}`,
    where: { file },
  }),
  uploadCut: (file: string): Problem => ({
    code: 'FILE_UPLOAD_CUT',
    message: `${file} ends with "... (truncated)", which the sandbox puts where it cuts an upload`,
    hint: 'Its size and hashes are those of the part that arrived. Raise upload_max_size in the sandbox to get it whole.',
    where: { file },
  }),
  textCut: (file: string, size: number, limit: number): Problem => ({
    code: 'FILE_TEXT_CUT',
    message: `${file} has ${size} bytes; only the first ${limit} were read`,
    hint: 'Raise the limit in the configuration of the module if the rest is wanted.',
    where: { file },
  }),
  damagedJson: (file: string, what: string): Problem => ({
    code: 'FILE_DAMAGED_JSON',
    message: `${file} was left out, as it is not what it should be: ${what}`,
    where: { file },
  }),
  uploadLines: (file: string, line: number, count: number, what: string): Problem => ({
    code: 'UPLOADS_SKIPPED_LINES',
    message: `${file}: ${times(count, 'line was', 'lines were')} skipped, the first in line ${line}: ${what}`,
    hint: 'Files that only these lines name have no guest path and no process ids.',
    where: { file, line },
  }),
  uploadValues: (file: string, line: number, count: number, what: string): Problem => ({
    code: 'UPLOADS_SKIPPED_VALUES',
    message: `${file}: ${times(count, 'value was', 'values were')} left out, the first in line ${line}: ${what}`,
    where: { file, line },
  }),
  uploadsMissing: (file: string, count: number, first: string): Problem => ({
    code: 'UPLOADS_MISSING',
    message: `${file} names ${times(count, 'dropped file that is', 'dropped files that are')} not in the analysis, the first ${first}`,
    hint: 'They were never uploaded, or removed since.',
    where: { file },
  }),
  noSample: (name: string | undefined): Problem => ({
    code: 'TARGET_MISSING',
    message: `the sample${name ? ` ${name}` : ''} is not in the analysis; its size, hashes and type are unknown`,
    hint: 'Put it into the analysis as a file named binary.',
    where: { file: 'binary' },
  }),
  noLog: (): Problem => ({
    code: 'LOG_MISSING',
    message: 'the analysis has no analysis.log: the guest never reported back, or the file was removed',
    hint: 'If many analyses lack it, check that the guest can reach the result server.',
    where: { file: 'analysis.log' },
  }),
  notAnImage: (file: string): Problem => ({
    code: 'SCREENSHOT_NOT_AN_IMAGE',
    message: `${file} is not a JPEG or PNG image and was left out`,
    where: { file },
  }),
};
