import type { Problem } from './problem.ts';

/** Problems of look-ups at services outside. Messages never hold the key. */
export const lookupProblems = {
  noKey: (service: string, section: string): Problem => ({
    code: 'LOOKUP_NO_KEY',
    message: `${service} was not asked: there is no key for it`,
    hint: `Set \`key\`, or in \`key_env\` the name of the environment variable that holds it, in the section [processing.${section}].`,
    where: {},
  }),
  badUrl: (service: string, url: string): Problem => ({
    code: 'LOOKUP_BAD_URL',
    message: `${service} was not asked: ${JSON.stringify(url)} is no http or https address`,
    hint: 'Set `url` in the section of the module in the configuration.',
    where: {},
  }),
  failed: (service: string, what: string): Problem => ({
    code: 'LOOKUP_FAILED',
    message: `${service} gave no answer that could be used: ${what}`,
    hint: 'The analysis has no result of it; process it again when the service can be reached.',
    where: {},
  }),
  tooMany: (service: string, found: number, asked: number): Problem => ({
    code: 'LOOKUP_TOO_MANY',
    message: `${service} was asked for the first ${asked} of ${found} values`,
    hint: 'Raise `maxioc` in the section of the module in the configuration if the others are wanted.',
    where: {},
  }),
};
