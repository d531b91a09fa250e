import type { Problem } from './problem.ts';

/** Problems of JSON files and of reports read back from them. */
export const jsonProblems = {
  stopped: (file: string, offset: number, what: string): Problem => ({
    code: 'JSON_STOPPED',
    message: `${file} cannot be read from byte ${offset} on: ${what}`,
    hint: 'What came before it was kept; the file was probably cut off while it was written or copied.',
    where: { file, offset },
  }),
  trailing: (file: string, offset: number): Problem => ({
    code: 'JSON_TRAILING',
    message: `${file} goes on after its end, at byte ${offset}`,
    hint: 'Only the first value of the file was read.',
    where: { file, offset },
  }),
  duplicateKeys: (file: string, offset: number, count: number): Problem => ({
    code: 'JSON_DUPLICATE_KEYS',
    message: `${file} has ${times(count, 'key')} twice in one object, the first at byte ${offset}`,
    hint: 'The last of equal keys was kept.',
    where: { file, offset },
  }),
  notFinite: (file: string, offset: number, count: number): Problem => ({
    code: 'JSON_NOT_FINITE',
    message: `${file} has ${times(count, 'number')} that JSON does not know (NaN or infinite), the first at byte ${offset}`,
    hint: 'They become null when a report is written.',
    where: { file, offset },
  }),
  badText: (file: string, offset: number, count: number): Problem => ({
    code: 'JSON_BAD_TEXT',
    message: `${file} has ${times(count, 'string')} with bytes or escapes that JSON does not allow, the first at byte ${offset}`,
    hint: 'Bytes that are not UTF-8 became U+FFFD; the rest was kept as it stands.',
    where: { file, offset },
  }),
  longNumbers: (file: string, offset: number, count: number): Problem => ({
    code: 'JSON_LONG_NUMBERS',
    message: `${file} has ${times(count, 'integer')} of more than 1000 digits, the first at byte ${offset}`,
    hint: 'They were kept as text.',
    where: { file, offset },
  }),
  dropped: (file: string, path: string, offset: number, bytes: number): Problem => ({
    code: 'JSON_TOO_LARGE',
    message: `${file}: ${bytes} bytes from ${path} on were not read, because they would not fit into memory`,
    hint: 'Raise the memory limit of report import if they are worth it.',
    where: { file, offset },
  }),
  droppedMore: (file: string, count: number): Problem => ({
    code: 'JSON_TOO_LARGE',
    message: `${file}: ${times(count, 'further part')} not read, because they would not fit into memory`,
    hint: 'Raise the memory limit of report import if they are worth it.',
    where: { file },
  }),
  unwritable: (path: string, what: string): Problem => ({
    code: 'JSON_UNWRITABLE',
    message: `${path} cannot be written as JSON: ${what}`,
    hint: 'A module put it there; let it return plain values, lists and objects.',
    where: {},
  }),
};

/** Problems of reports that are read back. */
export const reportProblems = {
  noTime: (file: string, pid: number, offset: number): Problem => ({
    code: 'REPORT_NO_TIME',
    message: `${file}: calls of process ${pid} have no time that can be read, the first at byte ${offset}`,
    hint: 'They got the time at which the process was first seen.',
    where: { file, offset },
  }),
  brokenCall: (file: string, pid: number, offset: number, what: string): Problem => ({
    code: 'REPORT_BROKEN_CALL',
    message: `${file}: a call of process ${pid} at byte ${offset} is broken: ${what}`,
    hint: 'What could be read of it was kept; further broken calls of this process are not told.',
    where: { file, offset },
  }),
  notAReport: (file: string, found: string): Problem => ({
    code: 'REPORT_UNKNOWN',
    message: `${file} is no report of Cuckoo 0.4 to 2.0, CuckooDroid or CAPE: ${found}`,
    hint: 'Give the report.json of an analysis, or the folder with its raw results.',
    where: { file },
  }),
  oddValue: (file: string, key: string, found: string, wanted: string): Problem => ({
    code: 'REPORT_ODD_VALUE',
    message: `${file}: ${key} is ${found}, not ${wanted}`,
    hint: 'It was kept under "original".',
    where: { file },
  }),
  earlyTimes: (file: string, pids: readonly number[]): Problem => ({
    code: 'REPORT_EARLY_TIMES',
    message: `${file}: the calls of ${pids.length === 1 ? 'process' : 'processes'} ${pids.join(', ')} were 429.497 seconds too early`,
    hint: 'Cuckoo 2 writes them so for 64-bit processes; the times were put right.',
    where: { file },
  }),
  gzip: (file: string, offset: number, what: string): Problem => ({
    code: 'REPORT_GZIP',
    message: `${file} cannot be unpacked to its end: ${what}; ${offset} bytes were unpacked`,
    hint: 'What was unpacked is used.',
    where: { file },
  }),
  gzipLimit: (file: string, offset: number, what: string): Problem => ({
    code: 'REPORT_GZIP_LIMIT',
    message: `${file} was unpacked only up to ${offset} bytes: ${what}`,
    hint: 'Raise the limits for archives if the file is worth it.',
    where: { file },
  }),
};

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
