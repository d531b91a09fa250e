import type { Problem } from './problem.ts';

/** Problems of the search for indicators. */
export const iocProblems = {
  tooMany: (kind: string, found: number, kept: number): Problem => ({
    code: 'IOCS_TOO_MANY',
    message: `at least ${found} indicators of the kind ${kind} were found, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section [processing.iocs] of the configuration if the others are wanted.',
    where: {},
  }),
  textUnread: (limit: number, where: string): Problem => ({
    code: 'IOCS_TEXT_UNREAD',
    message: `the container has more than ${limit} characters of text; from ${where} on it was not searched for indicators`,
    hint: 'Raise `text` in the section [processing.iocs] of the configuration to search the rest.',
    where: {},
  }),
  callsUnread: (limit: number): Problem => ({
    code: 'IOCS_CALLS_UNREAD',
    message: `only the first ${limit} calls that use the network were searched for indicators`,
    hint: 'Raise `calls` in the section [processing.iocs] of the configuration to search the rest.',
    where: {},
  }),
};
