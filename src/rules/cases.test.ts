import { describe, expect, it } from 'vitest';
import { type RuleCase, readCaseFile, runCase } from './cases.ts';
import { MD5, ruleFileOf } from './fixtures.cases.ts';

const read = (value: unknown) =>
  readCaseFile('rules/x.cases.json', typeof value === 'string' ? value : JSON.stringify(value));
const message = (value: unknown) => {
  const result = read(value);
  return 'code' in result ? result.message : undefined;
};

describe('a cases file', () => {
  it('is about the rule file beside it, unless it says otherwise', () => {
    expect(read({ cases: [] })).toEqual({ rules: ['x.json'], cases: [] });
    expect(read({ rules: ['a.json', 'b.json'], cases: [] })).toMatchObject({ rules: ['a.json', 'b.json'] });
  });

  it.each([
    ['{', /it is no JSON/],
    [[], /no list "cases"/],
    [{ rules: 'x', cases: [] }, /"rules" is no list/],
    [{ cases: [7] }, /case 1 is no object/],
    [{ cases: [{ report: {}, total: 1 }] }, /case 1 has no "name"/],
    [{ cases: [{ name: 'a', total: 1 }] }, /has no "report"/],
    [{ cases: [{ name: 'a', report: {} }] }, /expects nothing, so it cannot fail/],
    [{ cases: [{ name: 'a', report: {}, totl: 1 }] }, /unknown field "totl"/],
    [{ cases: [{ name: 'a', report: {}, total: '1' }] }, /"total" that is no number/],
    [{ cases: [{ name: 'a', report: {}, matched: 'x' }] }, /"matched" that is no list/],
  ])('%j is refused', (value, expected) => {
    expect(message(value)).toMatch(expected);
  });
});

describe('a case', () => {
  const files = [
    ruleFileOf(
      {
        string: [
          { rules: ['a'], score: 0.1 },
          { rules: ['b'], score: 0.2 },
        ],
        vt_score: { rules: ['1-9'], score: 1 },
      },
      'one.json',
    ),
    ruleFileOf(
      { ip_in_subnet: { rules: ['203.0.113.0/24'], score: 2 }, '3rd_party_blacklist': { rules: ['C&C'], score: 1 } },
      'ip.json',
      'ip',
    ),
  ];
  const report = { file: { md5: MD5 }, strings: ['a', 'b'], network: { hosts: ['203.0.113.1', '203.0.113.2'] } };
  const differences = (wanted: Partial<RuleCase>) =>
    runCase(files, { name: 'n', report: '', ...wanted }, report as never).differences;

  it('passes when everything is as expected', () => {
    const wanted = {
      total: 0.3,
      blacklisted: false,
      matched: ['string[0]', 'string[1]'],
      not_evaluated: ['vt_score[0]'],
    };
    expect(runCase(files, { name: 'n', report: '', ...wanted }, report as never)).toEqual({
      name: 'n',
      passed: true,
      differences: [],
    });
  });

  it('tells every difference', () => {
    expect(
      differences({ total: 1, blacklisted: true, matched: ['string[0]', 'string[7]'], not_evaluated: [] }),
    ).toEqual([
      'the total is 0.3, not 1.0',
      'it is not blacklisted',
      'string[7], which there is not, did not match',
      'string[1] (one.json:13) matched',
      'vt_score[0] (one.json:21) was not evaluated',
    ]);
  });

  it('has a threshold, a whitelist and lists of its own', () => {
    expect(differences({ threshold: 0.3, blacklisted: true })).toEqual([]);
    const about = { type: 'ip', value: '203.0.113.2' };
    expect(differences({ ...about, total: 2, blacklisted: true, not_evaluated: ['3rd_party_blacklist[0]'] })).toEqual(
      [],
    );
    expect(differences({ ...about, total: 3, lists: { 'C&C': ['203.0.113.2'] } })).toEqual([]);
    expect(differences({ ...about, total: 2, whitelist: { subnets: ['203.0.113.2'] } })).toEqual([
      'no rule touched 203.0.113.2',
    ]);
    expect(differences({ ...about, total: 0, matched: [], whitelist: { subnets: ['203.0.113.2'] } })).toEqual([]);
    expect(differences({ type: 'url', total: 0 })).toEqual(['no rule file is about the type "url"']);
  });
});
