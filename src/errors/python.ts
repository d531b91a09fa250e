import type { Place, Problem } from './problem.ts';

/** Where in a signature file something went wrong. */
export interface PythonSpot {
  file?: string | undefined;
  line?: number | undefined;
}

function placeOf({ file, line }: PythonSpot, signature?: string): Place {
  const where: Place = {};
  if (signature !== undefined) where.signature = signature;
  if (file !== undefined) where.file = file;
  if (line !== undefined) where.line = line;
  return where;
}

function spotText({ file, line }: PythonSpot): string {
  if (file === undefined) return '';
  return line === undefined ? ` (${file})` : ` (${file}:${line})`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

/** What is wrong with Python signatures before they run. */
export const pythonProblems = {
  folder: (folder: string, what: string): Problem => ({
    code: 'PYTHON_FOLDER',
    message: `no Python signatures can be read from ${folder}: ${what}`,
    hint: 'Name a folder with signature files, or one that holds modules/signatures.',
    where: { file: folder },
  }),
  file: (file: string, what: string): Problem => ({
    code: 'PYTHON_FILE',
    message: `${file} was left out: ${what}`,
    where: { file },
  }),
  tooMuch: (file: string, size: number, limits: { files: number; fileBytes: number; totalBytes: number }): Problem => ({
    code: 'PYTHON_TOO_MUCH',
    message: `${file} (${size} bytes) and perhaps others were left out: a set of signatures may have ${limits.files} files of ${limits.fileBytes} bytes each, ${limits.totalBytes} bytes in all`,
    hint: 'Name the folder of the signatures themselves.',
    where: { file },
  }),
  importFailed: (spot: PythonSpot, error: string): Problem => ({
    code: 'PYTHON_IMPORT_FAILED',
    message: `signatures were left out, because importing their file failed: ${error}${spotText(spot)}`,
    hint: /^ModuleNotFoundError/.test(error)
      ? 'There are only Python’s own library and the helper modules of CAPE and Cuckoo.'
      : 'The file must run in Python 3.14, without the host and in ten seconds.',
    where: placeOf(spot),
  }),
  unusable: (reason: string, names: readonly string[]): Problem => ({
    code: 'PYTHON_NOT_RUN',
    message: `${names.length === 1 ? 'a Python signature is' : `${names.length} Python signatures are`} never run: ${reason}: ${listed(names)}`,
    hint: 'The original sandbox doesn’t run them either.',
    where: names.length === 1 ? { signature: names[0]! } : {},
  }),
  notStarted: (what: string): Problem => ({
    code: 'PYTHON_NOT_STARTED',
    message: `no Python signature was run, because the interpreter could not be started: ${what}`,
    where: {},
  }),
  notConfined: (what: string): Problem => ({
    code: 'PYTHON_NO_BUBBLEWRAP',
    message: `bubblewrap is installed but cannot be used, so Python signatures run without it: ${what}`,
    hint: 'Unprivileged user namespaces may be switched off on this machine.',
    where: {},
  }),
};

/** What goes wrong while Python signatures run. */
export const pythonRunProblems = {
  failed: (signature: string, error: string, spot: PythonSpot, when: string): Problem => ({
    code: 'PYTHON_FAILED',
    message: `the Python signature ${signature} failed${when}: ${error}${spotText(spot)}`,
    where: placeOf(spot, signature),
  }),
  missing: (key: string, names: readonly string[]): Problem => ({
    code: 'PYTHON_NEEDS',
    message: `${names.length === 1 ? 'a Python signature' : `${names.length} Python signatures`} could not decide, because this analysis has no "${key}": ${listed(names)}`,
    where: names.length === 1 ? { signature: names[0]! } : {},
  }),
  timeout: (signature: string, seconds: number): Problem => ({
    code: 'PYTHON_TIMEOUT',
    message: `the Python signature ${signature} was stopped after ${seconds} s`,
    hint: 'limits.signature_seconds is the limit.',
    where: { signature },
  }),
  stopped: (signature: string, throws: number): Problem => ({
    code: 'PYTHON_STOPPED',
    message: `the Python signature ${signature} failed at ${throws} calls and was shown no more`,
    where: { signature },
  }),
  hung: (signature: string, what: string): Problem => ({
    code: 'PYTHON_HUNG',
    message: `the Python signature ${signature} ended the interpreter (${what}); the others were run again without it`,
    where: { signature },
  }),
  gaveUp: (what: string, times: number): Problem => ({
    code: 'PYTHON_GAVE_UP',
    message: `no Python signature has a result, because the interpreter ended ${times} times: ${what}`,
    hint: 'Leave out the signatures that are named above.',
    where: {},
  }),
  outOfTime: (seconds: number, names: readonly string[]): Problem => ({
    code: 'PYTHON_OUT_OF_TIME',
    message: `Python signatures were given ${seconds} s, and ${names.length} had not ended by then: ${listed(names)}`,
    hint: 'limits.python_seconds is the limit.',
    where: {},
  }),
  section: (part: string, what: string): Problem => ({
    code: 'PYTHON_SECTION',
    message: `Python signatures could not be shown ${part} of the container: ${what}`,
    where: {},
  }),
  evidenceOdd: (signature: string, what: string): Problem => ({
    code: 'PYTHON_ODD_MATCH',
    message: `the Python signature ${signature} matched with fields that cannot be used: ${what}`,
    where: { signature },
  }),
};
