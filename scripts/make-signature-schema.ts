/**
 * Makes schema/signature.schema.json, for editors of signatures in YAML, from the tables they are read with.
 *
 *   node scripts/run.mjs scripts/make-signature-schema.ts
 */
import { writeFileSync } from 'node:fs';
import { yamlSignatureSchema } from '../src/yaml-signatures/schema.ts';

writeFileSync('schema/signature.schema.json', `${JSON.stringify(yamlSignatureSchema(), undefined, 2)}\n`);
