import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixRuleFile } from './fix-rule-file.ts';
import { readRuleFile, readRuleText } from './read-rule-file.ts';
import type { RuleObject } from './rule-file.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const plainBigint = (name: string, value: unknown) => {
  // As it stands in the file: how, may change.
  if (name === 'written' || name === 'hadHostBits') return undefined;
  return typeof value === 'bigint' ? String(value) : value;
};

/** What a rule object means, without its place. */
const meaning = (objects: readonly RuleObject[]) =>
  objects
    .map(({ key, values, score, groupId, caseSensitive }) =>
      JSON.stringify([key.name, values.map(({ parsed }) => parsed), score, groupId, caseSensitive], plainBigint),
    )
    .sort();

const PATHS = ['C:\\Windows\\system32*', '*\\temp\\new?.exe', 'a"b', '', 'é/ü', '%TEMP%\\users\\bin\\u0041', 'a\tb'];
const pathText = fc.oneof(
  fc.constantFrom(...PATHS.filter((path) => path !== '')),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const regexText = fc.constantFrom('!REGEX!^a+\\d$', '!REGEX!\\bfoo\\y', '!REGEX![a-z]{2}');
const score = fc.constantFrom('0.5', '2.0', '-1', '3', '"1.5"', '.5', '+2', '007');

/** A text value, written in one of the ways in which people write it. */
const writtenText = fc.oneof(pathText, regexText).chain((text) =>
  fc.constantFrom(
    JSON.stringify(text),
    // Lone backslashes: every quote still escaped, so that the text stays one.
    `"${text.replace(/["\n\r]/g, (found) => (found === '"' ? '\\"' : ' '))}"`,
    `\u201c${text.replace(/[\u201c\u201d"\n\r\\]/g, ' ')}\u201d`,
    `'${text.replace(/['\n\r\\]/g, ' ')}'`,
  ),
);
const range = fc.constantFrom('"0.0-2.0"', '1-5', '" 1-5"', '"1 - 5"', '4.1-20.0');
const subnetText = fc.constantFrom(
  '"10.0.0.0/8"',
  '10.1.2.3/8',
  '"192.0.2.1"',
  '"10.0.0.0/255.0.0.0"',
  '"2001:db8::/32 "',
);
const port = fc.constantFrom('80', '"443"', ' 53');

const space = fc.constantFrom('', ' ', '\n  ', '\t', ' /* note */ ', ' // note\n', '\n# note\n', '\u00a0', '\r\n');
const comma = fc.constantFrom(',', ',', ',', ' ,,', ',\n');

const list = (items: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(items, { minLength: 1, maxLength: 3 }), comma, fc.constantFrom('', ','), space)
    .map(([all, between, end, around]) => `[${around}${all.join(between)}${end}${around}]`);

const quoted = (name: string) =>
  fc.constantFrom(`"${name}"`, `"${name}"`, `" ${name}"`, `"\t${name} "`, name, `'${name}'`);

const ruleObject = (items: fc.Arbitrary<string>) =>
  fc
    .tuple(
      quoted('rules'),
      fc.oneof(list(items), items),
      quoted('score'),
      score,
      fc.constantFrom('', ', "group_id": 3', ',"group_id":"4"'),
      space,
    )
    .map(
      ([rules, values, name, points, group, around]) =>
        `{${around}${rules}:${values},${around}${name}:${points}${group}}`,
    );

const member = fc
  .constantFrom(
    ['file_opened', writtenText] as const,
    ['string', writtenText] as const,
    ['cuckoo_score', range] as const,
    ['vt_score', fc.constantFrom('1-5', '"6-58"')] as const,
    ['ip_in_subnet', subnetText] as const,
    ['tcp_port', port] as const,
  )
  .chain(([name, items]) =>
    fc
      .tuple(quoted(name), fc.oneof(list(ruleObject(items)), ruleObject(items)), space)
      .map(([key, objects, around]) => `${around}${key}${around}: ${objects}`),
  );

const ruleFile = fc
  .tuple(
    fc.array(member, { maxLength: 3 }),
    fc.array(member, { maxLength: 2 }),
    quoted('type'),
    space,
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom('}', '}', '}', ''),
  )
  .map(([inside, beside, type, around, mark, end]) => {
    const members = [`"info": {${type}: "hash"}`, `${around}"rules": {${inside.join(',')}${around}}`, ...beside];
    return `${mark}{${around}${members.join(',')}${around}${end}`;
  });

it('mends whatever loads, into a file that is clean and means the same', () => {
  let loaded = 0;
  fc.assert(
    fc.property(ruleFile, (text) => {
      const before = readRuleText('rules.json', text);
      const fixed = fixRuleFile('rules.json', bytesOf(text));
      if (before.errors > 0) return;
      loaded += 1;
      expect(fixed.remaining).toEqual([]);
      expect(() => JSON.parse(fixed.text)).not.toThrow();
      const after = readRuleText('rules.json', fixed.text, { strict: true });
      expect(after.diagnostics).toEqual([]);
      expect(meaning(after.file!.objects)).toEqual(meaning(before.file!.objects));
    }),
    { numRuns: 1500 },
  );
  expect(loaded).toBeGreaterThan(200);
});

it('changes nothing in a file that is clean', () => {
  fc.assert(
    fc.property(ruleFile, (text) => {
      const once = fixRuleFile('rules.json', bytesOf(text));
      const twice = fixRuleFile('rules.json', bytesOf(once.text));
      expect(twice.text).toBe(once.text);
    }),
    { numRuns: 300 },
  );
});

it('never throws and always ends, whatever was done to the text', () => {
  const damage = fc.array(
    fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', '/*', '\u0000')),
  );
  fc.assert(
    fc.property(ruleFile, damage, (text, changes) => {
      let damaged = text;
      for (const [at, put] of changes) {
        const place = at % (damaged.length + 1);
        damaged = damaged.slice(0, place) + put + damaged.slice(place + 1);
      }
      const { errors } = readRuleText('rules.json', damaged);
      const fixed = fixRuleFile('rules.json', bytesOf(damaged));
      if (errors === 0) expect(fixed.remaining).toEqual([]);
    }),
    { numRuns: 600 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readRuleFile('rules.json', bytes).diagnostics).toBeInstanceOf(Array);
    }),
    { numRuns: 500 },
  );
});
