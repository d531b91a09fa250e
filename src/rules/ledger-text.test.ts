import { expect, it } from 'vitest';
import { score, scoreAll } from './fixtures.cases.ts';
import { ledgerText } from './ledger-text.ts';

const results = {
  info: { score: 4.6 },
  behavior: { summary: { file_opened: ['C:\\a.exe', `C:\\\u001b[31m${'x'.repeat(400)}`], directory_removed: [] } },
};

it('tells what each rule object did, and the sum', () => {
  const rules = {
    cuckoo_score: { rules: ['4.1-20.0'], score: 2 },
    file_opened: [
      { rules: ['C:\\*', 'D:\\*'], score: 0.5 },
      { rules: ['*.exe'], score: 1, group_id: 3 },
    ],
    dir_removed: { rules: ['C:\\Windows*'], score: 2, group_id: 3 },
    vt_score: { rules: ['6-58'], score: 5 },
    signature_name: { rules: ['x'], score: -0.25 },
  };
  const text = ledgerText(score(rules, { ...results, signatures: [{ name: 'x' }] }));
  expect(text.replace(/x{100,}/, 'xxx').replace(/sha256:\w+/, 'sha256:…')).toBe(`hash 0123456789abcdef0123456789abcdef

     +2.0  matched  cuckoo_score  rules.json:7
           4.1-20.0
           ✓ 4.6

     +0.5  matched  file_opened  rules.json:15
           C:\\* | D:\\*
           ✓ C:\\a.exe
           ✓ C:\\⟦U+001B⟧[31mxxx… (408 characters)

   (+1.0)  matched, group 3 incomplete  file_opened  rules.json:22
           *.exe
           ✓ C:\\a.exe

   (+2.0)  not matched, group 3 incomplete  dir_removed  rules.json:31
           C:\\Windows*

   (+5.0)  not evaluated  vt_score  rules.json:40
           6-58

    -0.25  matched  signature_name  rules.json:48
           x
           ✓ x

group 3 of rules.json: 1 of 2 rule objects matched, so none counts

total 2.0 + 0.5 - 0.25 = 2.25
2.25 ≥ 2.0: blacklisted
rule set sha256:…`);
});

it.each([
  ['because there is no value', scoreAll({ cuckoo_score: { rules: ['1-9'], score: 3 } }, results)[0]!],
  [
    'because it is whitelisted',
    score({ cuckoo_score: { rules: ['1-9'], score: 3 } }, results, {
      surroundings: { whitelist: { hashes: ['0123456789abcdef0123456789abcdef'] } },
    }),
  ],
  [
    'because no rule about the value itself counted',
    scoreAll(
      { cuckoo_score: { rules: ['1-9'], score: 3 }, ip_in_range: { rules: ['192.0.2.1'], score: -0.1 } },
      { ...results, network: { hosts: ['192.0.2.1'] } },
      { type: 'ip' },
    )[0]!,
  ],
])('says why a total above the threshold does not count: %s', (why, ledger) => {
  expect(ledgerText(ledger)).toMatch(new RegExp(`≥ 2.0: not blacklisted, ${why}$`, 'm'));
});

it('shows once what several values match, and how much is not shown', () => {
  const many = Array.from({ length: 12 }, (_, index) => `a${index}`);
  const twice = ledgerText(score({ string: { rules: ['a*', '*0'] } }, { strings: ['a0', 'b'] }));
  expect(twice.match(/✓.*/g)).toEqual(['✓ a0']);
  expect(ledgerText(score({ string: { rules: ['a*'] } }, { strings: many }))).toMatch(/✓ a9\n {11}✓ and 2 further\n/);
});

it('has a total without terms when nothing counts', () => {
  expect(ledgerText(score({ file_opened: { rules: ['zzz'] } }, results))).toMatch(
    /^total 0\.0\n0\.0 < 2\.0: not blacklisted$/m,
  );
});
