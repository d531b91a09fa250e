import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readRuleText } from './read-rule-file.ts';
import { registry } from './registry.ts';
import { ruleFileSchema } from './schema.ts';

const schema = ruleFileSchema(registry());
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
const file = (key: string, object: object) => ({ info: { type: 'hash' }, rules: { [key]: [object] } });

it('is the file in schema/', () => {
  const path = new URL('../../schema/rule-file.schema.json', import.meta.url);
  expect(
    JSON.parse(readFileSync(path, 'utf8')),
    'write it anew: ovoscope rules schema > schema/rule-file.schema.json',
  ).toEqual(schema);
});

describe('accepts what reading accepts', () => {
  it.each([...registry().keys.values()].map((key) => [key.name, key] as const))('%s with its examples', (name, key) => {
    const whole = file(name, { rules: key.values.examples, score: -1.5, group_id: 2, comment: 'x' });
    expect(readRuleText('r', JSON.stringify(whole)).diagnostics).toEqual([]);
    expect(validate(whole), JSON.stringify(validate.errors)).toBe(true);
    const single = file(name, { rules: key.values.examples[0], score: 0 });
    expect(readRuleText('r', JSON.stringify(single)).diagnostics).toEqual([]);
    expect(validate(single), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    { info: { type: 'url', author: 'me' }, rules: {} },
    { $schema: 'x', info: { type: 'hash' }, rules: { string: [] } },
    file('string', { rules: ['a'], score: 1, case_sensitive: false }),
  ])('%j', (whole) => {
    expect(readRuleText('r', JSON.stringify(whole)).diagnostics).toEqual([]);
    expect(validate(whole)).toBe(true);
  });
});

describe('refuses what reading refuses', () => {
  it.each([
    {},
    [],
    { info: { type: 'hash' } },
    { info: { type: 'hahs' }, rules: {} },
    { info: { type: 'hash' }, rules: { dir_remove: [] } },
    { info: { type: 'hash' }, rules: {}, tcp_port: [] },
    file('tcp_port', { rules: [1] }),
    file('tcp_port', { rules: [], score: 1 }),
    file('tcp_port', { rules: [65_536], score: 1 }),
    file('tcp_port', { rules: ['x'], score: 1 }),
    file('tcp_port', { rules: [1], score: '1' }),
    file('tcp_port', { rules: [1], score: 1, group_id: -1 }),
    file('tcp_port', { rules: [1], score: 1, case_sensitive: true }),
    file('tcp_port', { rules: [1], score: 1, gruop_id: 1 }),
    file('vt_score', { rules: ['5'], score: 1 }),
    file('string', { rules: [''], score: 1 }),
    file('string', { rules: [null], score: 1 }),
    file('string', { rules: ['a'], score: 1_000_001 }),
  ])('%j', (whole) => {
    expect(readRuleText('r', JSON.stringify(whole), { strict: true }).file).toBeUndefined();
    expect(validate(whole)).toBe(false);
  });
});
