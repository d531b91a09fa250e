import type { Problem } from './problem.ts';

const didYouMean = (near: string | undefined, otherwise: string) =>
  near === undefined ? otherwise : `Did you mean "${near}"?`;

/** Mistakes in signatures that are written in YAML. The place is added by who finds it. */
export const yamlSignatureProblems = {
  tooLarge: (bytes: number, limit: number): Problem => ({
    code: 'SIGNATURE_YAML_TOO_LARGE',
    message: `the file has ${bytes} bytes, more than the ${limit} that are read`,
    hint: 'Make several files of it.',
    where: {},
  }),
  tooDeep: (limit: number): Problem => ({
    code: 'SIGNATURE_YAML_TOO_DEEP',
    message: `more than ${limit} levels inside each other`,
    hint: 'Let one signature look at the matches of another, with "signature".',
    where: {},
  }),
  syntax: (text: string): Problem => ({ code: 'SIGNATURE_YAML_SYNTAX', message: text, where: {} }),
  unsupported: (what: string): Problem => ({
    code: 'SIGNATURE_YAML_UNSUPPORTED',
    message: `${what}, which signatures do not have`,
    hint: 'Write the value itself.',
    where: {},
  }),
  duplicateKey: (key: string): Problem => ({
    code: 'SIGNATURE_YAML_DUPLICATE_KEY',
    message: `"${key}" stands here twice`,
    hint: 'Make a list of the two values, or leave one out.',
    where: {},
  }),
  unknownKey: (key: string, known: readonly string[], near: string | undefined): Problem => ({
    code: 'SIGNATURE_YAML_UNKNOWN_KEY',
    message: `unknown key "${key}"`,
    hint: didYouMean(near, `Known here: ${known.join(', ')}.`),
    where: {},
  }),
  missingKey: (key: string, about: string): Problem => ({
    code: 'SIGNATURE_YAML_MISSING_KEY',
    message: `no "${key}"`,
    hint: `Add it: ${about}`,
    where: {},
  }),
  wrongValue: (found: string, expected: string, near: string | undefined): Problem => ({
    code: 'SIGNATURE_YAML_VALUE',
    message: `${found} where ${expected} should stand`,
    ...(near !== undefined && { hint: `Did you mean "${near}"?` }),
    where: {},
  }),
  conditionKinds: (found: readonly string[], known: readonly string[]): Problem => ({
    code: 'SIGNATURE_YAML_CONDITION',
    message: found.length === 0 ? 'a condition that asks for nothing' : `one condition asks for ${found.join(' and ')}`,
    hint:
      found.length === 0
        ? `Ask for one of: ${known.join(', ')}.`
        : 'Make an item of a list of each, under "all" or "any".',
    where: {},
  }),
  modifier: (key: string, kind: string, kinds: readonly string[]): Problem => ({
    code: 'SIGNATURE_YAML_MODIFIER',
    message: `"${key}" does not go with "${kind}"`,
    hint: `It goes with ${kinds.join(', ')}.`,
    where: {},
  }),
  regex: (what: string): Problem => ({
    code: 'SIGNATURE_YAML_REGEX',
    message: `the regular expression cannot be used: ${what}`,
    hint: 'Expressions are written as in Python and have to run in linear time: no look-around, no back references.',
    where: {},
  }),
  noEvidence: (): Problem => ({
    code: 'SIGNATURE_YAML_NO_EVIDENCE',
    message: 'it could match where nothing was seen, and would have no evidence to show',
    hint: 'Ask under "all" for something that has to be there too.',
    where: {},
  }),
  noCases: (kind: 'fires' | 'silent'): Problem => ({
    code: 'SIGNATURE_YAML_NO_CASES',
    message: `no case says where it ${kind === 'fires' ? 'fires' : 'stays silent'}`,
    hint: `Add one under "cases", "${kind}"; cases are run by "ovoscope test".`,
    where: {},
  }),
};
