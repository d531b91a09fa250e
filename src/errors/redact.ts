import type { Problem } from './problem.ts';

/** What a report tells of names that were taken out of it. */
export const redactProblems = {
  redacted: (parts: readonly string[]): Problem => ({
    code: 'REDACTED',
    message: `names were replaced by pseudonyms: ${parts.join(', ')}`,
    hint: 'This was asked for with --redact. Screenshots and files of the analysis are not changed.',
    where: {},
  }),
};
