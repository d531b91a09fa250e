import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDecimals, decimalOf, decimalToNumber, ZERO } from './decimal.ts';
import { MD5, type ObjectSpec, type RulesSpec, ruleFileOf, score } from './fixtures.cases.ts';
import type { Ledger } from './ledger.ts';
import { ledgerText } from './ledger-text.ts';

const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'abc', 'C:\\a', '');
const texts = fc.array(word, { maxLength: 6 });
const container = fc.record(
  {
    info: fc.record({ score: fc.constantFrom(0, 1.5, 2.05, 4, 9.8) }),
    strings: texts,
    signatures: fc.array(fc.record({ name: word, severity: fc.integer({ min: 1, max: 5 }) }), { maxLength: 3 }),
    behavior: fc.record({
      processes: fc.constant([]),
      summary: fc.record({ file_opened: texts, mutexes: texts }, { requiredKeys: [] }),
    }),
    network: fc.record({ hosts: fc.array(fc.constantFrom('203.0.113.1', '198.51.100.7')), tcp: fc.constant([]) }),
  },
  { requiredKeys: [] },
);

const points = fc.integer({ min: -3000, max: 3000 }).map((thousandths) => thousandths / 1000);
const objectOf = (values: fc.Arbitrary<unknown>): fc.Arbitrary<ObjectSpec> =>
  fc.record(
    {
      rules: fc.array(values, { minLength: 1, maxLength: 3 }),
      score: points,
      group_id: fc.integer({ min: 0, max: 2 }),
    },
    { requiredKeys: ['rules', 'score'] },
  );
const pattern = fc.constantFrom('a', 'a*', '*b', '?', '*', 'zz', '!REGEX!a+', '!REGEX!^b', '!REGEX![a-c]{3}');
const VALUES: { [key: string]: fc.Arbitrary<unknown> } = {
  file_opened: pattern,
  mutex: pattern,
  string: pattern,
  cuckoo_score: fc.constantFrom('0.0-2.0', '2.1-4.0', '4.1-20.0'),
  ip_in_subnet: fc.constantFrom('203.0.113.0/24', '0.0.0.0/0'),
  signature_severity: fc.integer({ min: 1, max: 5 }),
  vt_score: fc.constantFrom('0-60'),
};
const rules = fc.record(
  Object.fromEntries(
    Object.entries(VALUES).map(([key, values]) => [key, fc.array(objectOf(values), { maxLength: 3 })]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<RulesSpec>;

const key = ({ key, values, score, group_id, state }: Ledger['objects'][number]) =>
  JSON.stringify([key, values, score, group_id, state]);

it('adds up: the points of the objects, those of the groups and of the rest, are the total', () => {
  let blacklisted = 0;
  fc.assert(
    fc.property(rules, container, fc.boolean(), (spec, results, quirks) => {
      const ledger = score(spec, results, quirks ? { quirks } : {});
      const sum = (all: readonly { points: number }[]) =>
        all.reduce((total, { points }) => addDecimals(total, decimalOf(points)!), ZERO);
      expect(decimalToNumber(sum(ledger.objects))).toBe(ledger.total);
      const alone = ledger.objects.filter(({ group_id }) => group_id === 0);
      expect(decimalToNumber(addDecimals(sum(alone), sum(ledger.groups)))).toBe(ledger.total);
      expect(ledger.blacklisted).toBe(ledger.total >= 2);
      for (const object of ledger.objects) {
        expect(object.counted || object.points === 0).toBe(true);
        expect(object.evidence.count > 0).toBe(object.state === 'matched');
        if (!quirks && object.counted) expect(object.points).toBe(object.score);
      }
      if (ledger.blacklisted) blacklisted += 1;
    }),
    { numRuns: 500 },
  );
  expect(blacklisted).toBeGreaterThan(20);
});

it('adds up in words too', () => {
  fc.assert(
    fc.property(rules, container, (spec, results) => {
      const ledger = score(spec, results);
      const line = ledgerText(ledger)
        .split('\n')
        .find((one) => one.startsWith('total '))!;
      const [terms, total = terms] = line.slice('total '.length).split(' = ');
      const numbers = terms!
        .replace(/([+-]) /g, '$1')
        .split(' ')
        .map((term) => decimalOf(Number(term))!);
      expect(decimalToNumber(numbers.reduce(addDecimals, ZERO))).toBe(Number(total));
      expect(Number(total)).toBe(ledger.total);
    }),
    { numRuns: 300 },
  );
});

it('counts a group whole or not at all', () => {
  fc.assert(
    fc.property(rules, container, (spec, results) => {
      const { objects, groups } = score(spec, results);
      for (const { file, group_id, complete } of groups) {
        const members = objects.filter((object) => object.file === file && object.group_id === group_id);
        expect(complete).toBe(members.every(({ state }) => state === 'matched'));
        expect(members.every(({ counted }) => counted === complete)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

it('matches no more and no less because an unrelated rule was added', () => {
  fc.assert(
    fc.property(rules, rules, container, (spec, more, results) => {
      const before = score([ruleFileOf(spec, 'one.json')], results);
      const after = score([ruleFileOf(spec, 'one.json'), ruleFileOf(more, 'two.json')], results);
      expect(after.objects.filter(({ file }) => file === 'one.json')).toEqual(before.objects);
    }),
    { numRuns: 300 },
  );
});

it('gives the same total whatever the order of rules and files', () => {
  const shuffled = <T>(all: readonly T[], seed: number) =>
    [...all]
      .map((one, index) => [(index * 7919 + seed) % 104_729, one] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, one]) => one);
  fc.assert(
    fc.property(rules, rules, container, fc.nat(), (one, two, results, seed) => {
      const reorder = (spec: RulesSpec): RulesSpec =>
        Object.fromEntries(
          shuffled(Object.entries(spec), seed).map(([name, objects]) => [name, shuffled([objects].flat(), seed)]),
        );
      const before = score([ruleFileOf(one, 'one.json'), ruleFileOf(two, 'two.json')], results);
      const after = score([ruleFileOf(reorder(two), 'two.json'), ruleFileOf(reorder(one), 'one.json')], results);
      expect(after.total).toBe(before.total);
      expect(after.blacklisted).toBe(before.blacklisted);
      expect(after.objects.map(key).sort()).toEqual(before.objects.map(key).sort());
    }),
    { numRuns: 300 },
  );
});

it('never throws on a container that holds anything', () => {
  const spec: RulesSpec = Object.fromEntries(
    Object.entries(VALUES).map(([name]) => [
      name,
      { rules: name === 'signature_severity' ? [3] : name.startsWith('ip') ? ['0.0.0.0/0'] : ['1-2'] },
    ]),
  );
  Object.assign(spec, {
    tcp_port: { rules: [1] },
    http_path: { rules: ['*'] },
    command_line: { rules: ['*'] },
    process_name: { rules: ['*'] },
    dead_host_amount: { rules: ['0-9'] },
    registry_key_read: { rules: ['*'] },
  });
  const names = [
    'network',
    'behavior',
    'summary',
    'processes',
    'hosts',
    'http',
    'tcp',
    'dns',
    'domains',
    'dead_hosts',
    'info',
    'score',
    'strings',
    'signatures',
    'virustotal',
    'answers',
    'ip',
    'dst',
    'uri',
    'host',
    '__proto__',
    'file',
    'md5',
    'regkey_read',
    'command_line',
  ];
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
  }));
  fc.assert(
    fc.property(anything.object, fc.constantFrom('hash', 'ip', 'domain', 'url'), (results, type) => {
      const files = [ruleFileOf(spec, 'rules.json', type)];
      expect(score(files, { file: { md5: MD5 }, ...(results as object) })?.total ?? 0).toBeTypeOf('number');
    }),
    { numRuns: 500 },
  );
});
