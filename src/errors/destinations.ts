import type { Problem } from './problem.ts';

/** What is wrong with where reports are sent to. */
export const destinationProblems = {
  failed: (name: string, kind: string, text: string, attempts: number): Problem => ({
    code: 'DESTINATION_FAILED',
    message: `the reports were not sent to ${name} (${kind}): ${text}${attempts > 1 ? `, after ${attempts} attempts` : ''}`,
    hint: 'The reports are in their folder; running the analysis again sends them again, and to the same place.',
    where: {},
  }),
  secret: (name: string, variable: string): Problem => ({
    code: 'DESTINATION_SECRET',
    message: `nothing was sent to ${name}: the environment has no ${variable}`,
    hint: 'Credentials are taken from the environment only; set the variable, or name another one in the configuration.',
    where: {},
  }),
  leftOut: (name: string, parts: readonly string[]): Problem => ({
    code: 'DESTINATION_LEFT_OUT',
    message: `what was sent to ${name} lacks ${parts.join(', ')}, which made it larger than a document may be`,
    hint: 'The report.json has them.',
    where: {},
  }),
};
