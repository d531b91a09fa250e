import { casesSchema } from './cases.ts';
import { patternsSchema } from './patterns.ts';
import type { Schema } from './shape.ts';
import { callSchema, conditionSchema, signature } from './signature-shape.ts';

/** JSON Schema of a signature in YAML, for editors. */
export function yamlSignatureSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Ovoscope signature',
    ...signature.schema,
    $defs: { patterns: patternsSchema, call: callSchema, condition: conditionSchema(), cases: casesSchema },
  };
}
