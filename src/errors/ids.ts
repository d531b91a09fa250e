import type { Problem } from './problem.ts';

/** Problems of what intrusion detection systems logged: Suricata and Snort. */
export const idsProblems = {
  lines: (file: string, line: number, count: number, what: string): Problem => ({
    code: 'IDS_LINES',
    message: `${file}: ${count} ${count === 1 ? 'line was' : 'lines were'} left out, the first is line ${line}: ${what}`,
    hint: 'The other lines were kept.',
    where: { file, line },
  }),
  tooMany: (file: string, list: string, found: number, kept: number): Problem => ({
    code: 'IDS_TOO_MANY',
    message: `${file} has ${found} entries for ${list}, of which the first ${kept} were kept`,
    hint: 'Raise `count` in the section of the module in the configuration if the others are wanted.',
    where: { file },
  }),
};
