import type { Problem } from './problem.ts';

const place = (line: number | undefined, column: number | undefined) => ({
  ...(line !== undefined && { line }),
  ...(column !== undefined && { column }),
});

/** Problems of YARA rules and of running them. */
export const yaraProblems = {
  folder: (folder: string, what: string): Problem => ({
    code: 'YARA_NO_RULES',
    message: `no YARA rules were run, as the rules in ${folder} cannot be read: ${what}`,
    hint: 'Set `rules` in the section [processing.yara] of the configuration to a folder or a file of rules.',
    where: { file: folder },
  }),
  rule: (file: string, line: number | undefined, column: number | undefined, what: string): Problem => ({
    code: 'YARA_BROKEN_RULES',
    message: `${file}${line === undefined ? '' : `:${line}:${column}`}: ${what}; no rule of this file was run`,
    where: { rule: file, file, ...place(line, column) },
  }),
  more: (count: number): Problem => ({
    code: 'YARA_MORE_BROKEN_RULES',
    message: `${count} further files of YARA rules are broken as well and were not run`,
    where: {},
  }),
  unread: (file: string, what: string): Problem => ({
    code: 'YARA_RULES_UNREAD',
    message: `the YARA rules of ${file} were left out: ${what}`,
    where: { file },
  }),
  compiler: (what: string): Problem => ({
    code: 'YARA_COMPILER_FAILED',
    message: `no YARA rules were run, as they could not be compiled: ${what}`,
    where: {},
  }),
  timeout: (target: string, seconds: number): Problem => ({
    code: 'YARA_TIMEOUT',
    message: `${target} was not scanned to its end, as it took longer than ${seconds} seconds`,
    hint: 'Look for rules with loops or broad regular expressions, or raise `seconds` in [processing.yara].',
    where: { file: target },
  }),
  failed: (target: string, what: string): Problem => ({
    code: 'YARA_SCAN_FAILED',
    message: `${target} could not be scanned: ${what}`,
    where: { file: target },
  }),
  givenUp: (left: number): Problem => ({
    code: 'YARA_GIVEN_UP',
    message: `${left} targets were not scanned any more, as too many scans took too long`,
    hint: 'Look for rules with loops or broad regular expressions.',
    where: {},
  }),
  cut: (target: string, size: number, limit: number): Problem => ({
    code: 'YARA_CUT',
    message: `${target} has ${size} bytes, of which only the first ${limit} were scanned`,
    hint: 'Raise `bytes` in the section [processing.yara] of the configuration to scan the rest.',
    where: { file: target },
  }),
  tooMany: (found: number, kept: number): Problem => ({
    code: 'YARA_TOO_MANY_TARGETS',
    message: `the analysis has ${found} things to scan, of which the first ${kept} were scanned`,
    hint: 'Raise `targets` in the section [processing.yara] of the configuration to scan the others.',
    where: {},
  }),
};
