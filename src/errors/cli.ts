import { errorText, type Problem } from './problem.ts';

/** What is wrong with how a command was called. */
export const cliProblems = {
  usage: (text: string, hint?: string): Problem => ({
    code: 'CLI_USAGE',
    message: text,
    hint: hint ?? 'Add --help to see what the command takes.',
    where: {},
  }),
  noBehavior: (path: string): Problem => ({
    code: 'CLI_NO_CALLS',
    message: `${path} has no call logs that could be read`,
    hint: 'The process command tells what is in it.',
    where: { file: path },
  }),
  noTests: (folders: readonly string[]): Problem => ({
    code: 'CLI_NO_TESTS',
    message: `no test files were found in ${folders.length === 0 ? './modules' : folders.join(', ')}`,
    hint: 'A test is called *.test.ts and lies beside the module; --modules names the folder.',
    where: {},
  }),
  notWritten: (path: string, text: string): Problem => ({
    code: 'CLI_NOT_WRITTEN',
    message: `${path} could not be written: ${text}`,
    where: { file: path },
  }),
  bug: (error: unknown): Problem => ({
    code: 'BUG_CLI',
    message: `this should not have happened: ${errorText(error)}`,
    hint: 'This is a mistake in Ovoscope. A report of it helps: https://github.com/ovoscope/ovoscope/issues',
    where: {},
  }),
};
