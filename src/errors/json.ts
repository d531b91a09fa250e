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

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
