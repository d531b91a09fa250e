import type { Problem } from './problem.ts';

/** Problems of programs outside that a module runs because the configuration names them. */
export const programProblems = {
  notStarted: (program: string, why: string): Problem => ({
    code: 'PROGRAM_NOT_STARTED',
    message: `the program ${program} could not be started: ${why}`,
    hint: 'Install it, or name its path in the section of the module in the configuration.',
    where: {},
  }),
  failed: (program: string, status: number | string, said: string): Problem => ({
    code: 'PROGRAM_FAILED',
    message: `the program ${program} ended with ${status}${said.trim() === '' ? '' : `: ${said.trim()}`}`,
    hint: 'Try it by hand on the same file; what it said last is in this message.',
    where: {},
  }),
  timeout: (program: string, seconds: number): Problem => ({
    code: 'PROGRAM_TIMEOUT',
    message: `the program ${program} was ended after ${seconds} s`,
    hint: 'Raise `seconds` in the section of the module in the configuration, below `module_seconds` in [limits].',
    where: {},
  }),
  tooMuch: (program: string, bytes: number): Problem => ({
    code: 'PROGRAM_OUTPUT',
    message: `the program ${program} was ended, as it wrote more than ${bytes} bytes`,
    hint: 'Raise `bytes` in the section of the module in the configuration if that is right.',
    where: {},
  }),
  noResult: (program: string, file: string): Problem => ({
    code: 'PROGRAM_NO_RESULT',
    message: `the program ${program} wrote no ${file}`,
    hint: "Turn this log on in the program's own configuration.",
    where: {},
  }),
  said: (program: string, lines: readonly string[]): Problem => ({
    code: 'PROGRAM_SAID',
    message: `the program ${program} ran, and complained: ${lines.slice(0, 5).join('; ')}${lines.length > 5 ? `; and ${lines.length - 5} more` : ''}`,
    hint: 'What it gave may be less than it could be.',
    where: {},
  }),
  copyFailed: (file: string, why: string): Problem => ({
    code: 'PROGRAM_COPY',
    message: `${file} could not be copied for the program that was to read it: ${why}`,
    hint: 'There may be no room in the temporary folder; TMPDIR names another.',
    where: { file },
  }),
};
