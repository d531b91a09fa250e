/** What may stand in a rule file: the validator, its messages and the JSON Schema are made from these tables. */
export interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly about: string;
}

export const ROOT_FIELDS: readonly Field[] = [
  { name: '$schema', isRequired: false, about: 'Where editors find the schema of rule files.' },
  { name: 'info', isRequired: true, about: 'What the file is about.' },
  { name: 'rules', isRequired: true, about: 'Rule key → list of rule objects.' },
];

/** Further fields of `info` are the author’s own. */
export const INFO_FIELDS: readonly Field[] = [
  { name: 'type', isRequired: true, about: 'What is put on the blacklist.' },
];

export const OBJECT_FIELDS: readonly Field[] = [
  { name: 'rules', isRequired: true, about: 'One value or a list of them; the rule object matches if any does.' },
  { name: 'score', isRequired: true, about: 'Added to the total when the rule object matches; may be negative.' },
  {
    name: 'group_id',
    isRequired: false,
    about: 'Rule objects of one group in one file count only if all of them match; 0 is no group.',
  },
  {
    name: 'case_sensitive',
    isRequired: false,
    about: 'Whether upper and lower case are different in the values of this rule object.',
  },
  { name: 'comment', isRequired: false, about: 'For the reader.' },
];

/** Scores lie between plus and minus this. */
export const MAX_SCORE = 1_000_000;
export const SCORE_PLACES = 6;
export const MAX_GROUP = 2 ** 31 - 1;

export function namesOf(fields: readonly Field[]): string[] {
  return fields.map(({ name }) => name);
}
