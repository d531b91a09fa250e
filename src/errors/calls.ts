import type { Problem } from './problem.ts';

/** Problems of call logs. */
export const callProblems = {
  truncated: (file: string, offset: number, size: number, what: string): Problem => ({
    code: 'CALLS_TRUNCATED',
    message: `${file} ends in the middle of a record: ${what} at byte ${offset}, and the file has ${size} bytes`,
    hint: 'The calls before it were kept; the guest or the upload was probably cut off.',
    where: { file, offset },
  }),
  empty: (file: string): Problem => ({
    code: 'CALLS_EMPTY',
    message: `${file} has no bytes; what its process did is unknown`,
    hint: 'The monitor connected and sent nothing: the process was probably ended at once, or the upload was cut off.',
    where: { file },
  }),
  damaged: (file: string, offset: number, what: string): Problem => ({
    code: 'CALLS_DAMAGED',
    message: `${file} cannot be read from byte ${offset} on: ${what}`,
    hint: 'The calls before it were kept.',
    where: { file, offset },
  }),
  skippedRecords: (file: string, offset: number, count: number, what: string): Problem => ({
    code: 'CALLS_SKIPPED_RECORDS',
    message: `${file}: ${count} ${count === 1 ? 'record was' : 'records were'} skipped, the first at byte ${offset}: ${what}`,
    where: { file, offset },
  }),
  noProcess: (file: string, calls: number): Problem => ({
    code: 'CALLS_NO_PROCESS',
    message: `${file} never says which process it belongs to (${calls} calls)`,
    hint: 'The process id was taken from the file name, and times count from the start of the log.',
    where: { file },
  }),
  unreadable: (file: string, reason: string): Problem => ({
    code: 'CALLS_UNREADABLE',
    message: `${file} could not be opened: ${reason}`,
    where: { file },
  }),
  summaryLimit: (refused: number, limit: number): Problem => ({
    code: 'CALLS_SUMMARY_LIMIT',
    message: `the lists of the behavior summary hold ${limit} values or more; ${refused} further ones were not added`,
    hint: 'The calls themselves are all there; raise the limit in the configuration for complete lists.',
    where: {},
  }),
  limit: (file: string, offset: number, what: string, limit: number): Problem => ({
    code: 'CALLS_LIMIT',
    message: `${file}: more than ${limit} ${what}; what follows byte ${offset} was not read`,
    hint: 'Raise the limit in the configuration if the file is worth it.',
    where: { file, offset },
  }),
};
