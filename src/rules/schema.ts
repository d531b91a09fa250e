import type { Registry } from './registry.ts';
import { type Field, INFO_FIELDS, MAX_GROUP, MAX_SCORE, OBJECT_FIELDS, ROOT_FIELDS } from './structure.ts';

/** The JSON Schema (draft 2020-12) of rule files, for editors. It accepts every file that `rules check` finds clean. */
export function ruleFileSchema({ keys, types }: Registry): object {
  const objects = [...keys.values()].map((key) => {
    const values = { ...key.values.schema, examples: key.values.examples };
    const oneOrMore = { anyOf: [values, { type: 'array', minItems: 1, items: values }] };
    const fields = OBJECT_FIELDS.filter(({ name }) => name !== 'case_sensitive' || key.caseSensitive !== undefined);
    const schemas: { [field: string]: object } = { ...FIELD_SCHEMAS, rules: oneOrMore };
    const list = { type: 'array', items: objectOf(fields, schemas, false) };
    return [key.name, { description: `${key.summary} Reads ${key.reads}.`, ...list }] as const;
  });
  const info = objectOf(INFO_FIELDS, { type: { enum: [...types.keys()] } }, true);
  const rules = { type: 'object', additionalProperties: false, properties: Object.fromEntries(objects) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Ovoscope rule file',
    ...objectOf(ROOT_FIELDS, { $schema: { type: 'string' }, info, rules }, false),
  };
}

const FIELD_SCHEMAS: { [field: string]: object } = {
  score: { type: 'number', minimum: -MAX_SCORE, maximum: MAX_SCORE },
  group_id: { type: 'integer', minimum: 0, maximum: MAX_GROUP },
  case_sensitive: { type: 'boolean' },
  comment: { type: 'string' },
};

function objectOf(fields: readonly Field[], schemas: { [field: string]: object }, isOpen: boolean): object {
  return {
    type: 'object',
    required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    additionalProperties: isOpen,
    properties: Object.fromEntries(fields.map(({ name, about }) => [name, { description: about, ...schemas[name] }])),
  };
}
