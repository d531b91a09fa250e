import { describe, expect, it } from 'vitest';
import { decisionOf } from './decision.ts';
import { MD5, type RulesSpec, ruleFileOf, type ScoreOptions, score, scoreAll, states } from './fixtures.cases.ts';
import type { Ledger } from './ledger.ts';
import { RuleSet } from './rule-set.ts';

const files = (...paths: string[]) => ({
  behavior: { processes: [], summary: { file_opened: paths, file_written: paths } },
});

describe('score', () => {
  it('counts once, however many values and data match, and keeps them all as evidence', () => {
    const ledger = score(
      { file_opened: { rules: ['*.exe', 'C:*'], score: 2 } },
      files('C:\\a.exe', 'C:\\b.exe', 'C:\\c.txt'),
    );
    expect(ledger.total).toBe(2);
    expect(ledger.objects[0]!.evidence.items).toEqual([
      { rule: '*.exe', data: 'C:\\a.exe' },
      { rule: 'C:*', data: 'C:\\a.exe' },
      { rule: '*.exe', data: 'C:\\b.exe' },
      { rule: 'C:*', data: 'C:\\b.exe' },
      { rule: 'C:*', data: 'C:\\c.txt' },
    ]);
  });

  it('takes a single value without a list', () => {
    expect(score({ file_opened: { rules: 'C:*' } }, files('C:\\a')).total).toBe(1);
  });

  it('is a decimal sum: 0.1 + 0.2 reaches 0.3', () => {
    const rules = {
      file_opened: [
        { rules: ['a'], score: 0.1 },
        { rules: ['a'], score: 0.2 },
      ],
    };
    expect(score(rules, files('a'), { threshold: 0.3 })).toMatchObject({
      total: 0.3,
      threshold: 0.3,
      blacklisted: true,
    });
  });

  it('may be negative', () => {
    const rules = {
      file_opened: [
        { rules: ['a'], score: 3 },
        { rules: ['b'], score: -1.5 },
      ],
    };
    expect(score(rules, files('a'))).toMatchObject({ total: 3, blacklisted: true });
    expect(score(rules, files('a', 'b'))).toMatchObject({ total: 1.5, blacklisted: false });
  });

  it('blacklists from 2.0 on unless told otherwise', () => {
    const rules = (points: number) => ({ file_opened: { rules: ['a'], score: points } });
    expect(score(rules(2), files('a')).blacklisted).toBe(true);
    expect(score(rules(1.999999), files('a')).blacklisted).toBe(false);
    expect(score(rules(2), files('a'), { threshold: 3 }).blacklisted).toBe(false);
    expect(() => new RuleSet([], { threshold: Number.NaN })).toThrow(RangeError);
  });

  it('of a whitelisted sample is told, and blacklists nothing', () => {
    const surroundings = { whitelist: { hashes: [MD5.toUpperCase()] } };
    const ledger = score({ file_opened: { rules: ['a'], score: 5 } }, files('a'), { surroundings });
    expect(ledger).toMatchObject({ total: 5, whitelisted: true, blacklisted: false });
  });

  it('without a sample is told, and blacklists nothing', () => {
    const [ledger] = scoreAll({ file_opened: { rules: ['a'], score: 5 } }, files('a'));
    expect(ledger).toMatchObject({ value: null, total: 5, blacklisted: false });
    expect(decisionOf(ledger!)).toBeUndefined();
  });
});

describe('groups', () => {
  const rules: RulesSpec = {
    file_opened: [
      { rules: ['a'], score: 1, group_id: 3 },
      { rules: ['b'], score: 2, group_id: 3 },
    ],
    file_written: { rules: ['c'], score: 4, group_id: 3 },
  };

  it('count only when every member matched', () => {
    expect(score(rules, files('a', 'b', 'c'))).toMatchObject({
      total: 7,
      groups: [{ file: 'rules.json', group_id: 3, members: 3, matched: 3, complete: true, points: 7 }],
    });
    const ledger = score(rules, files('a', 'b'));
    expect(ledger).toMatchObject({ total: 0, groups: [{ members: 3, matched: 2, complete: false, points: 0 }] });
    expect(ledger.objects.map(({ state, counted, points }) => [state, counted, points])).toEqual([
      ['matched', false, 0],
      ['matched', false, 0],
      ['not-matched', false, 0],
    ]);
  });

  it('do not let one member stand in for another by matching twice', () => {
    const twice = {
      file_opened: [
        { rules: ['a*'], score: 1, group_id: 1 },
        { rules: ['b'], score: 1, group_id: 1 },
      ],
    };
    expect(score(twice, files('a1', 'a2')).total).toBe(0);
  });

  it('are incomplete where a member was not evaluated', () => {
    const mixed = {
      file_opened: { rules: ['a'], score: 2, group_id: 1 },
      vt_score: { rules: ['1-9'], score: 2, group_id: 1 },
    };
    expect(score(mixed, files('a'))).toMatchObject({ total: 0, groups: [{ matched: 1, complete: false }] });
  });

  it('belong to their file', () => {
    const one = ruleFileOf({ file_opened: { rules: ['a'], score: 2, group_id: 1 } }, 'one.json');
    const two = ruleFileOf({ file_opened: { rules: ['b'], score: 2, group_id: 1 } }, 'two.json');
    expect(score([one, two], files('a')).total).toBe(2);
    // Also where both have the same name.
    expect(score([one, { ...two, name: 'one.json' }], files('a')).total).toBe(2);
  });

  it('0 is no group', () => {
    expect(
      score(
        {
          file_opened: [
            { rules: ['a'], group_id: 0 },
            { rules: ['b'], group_id: 0 },
          ],
        },
        files('a'),
      ).total,
    ).toBe(1);
  });
});

describe('several files', () => {
  const one = ruleFileOf({ file_opened: { rules: ['a'], score: 1 } }, 'one.json');
  const two = ruleFileOf({ file_opened: { rules: ['a'], score: 2 } }, 'two.json');

  it('add up, also for one rule key', () => {
    expect(score([one, two], files('a')).total).toBe(3);
  });

  it('have one version, whatever their order', () => {
    expect(new RuleSet([one, two]).version).toBe(new RuleSet([two, one]).version);
    expect(new RuleSet([one]).version).not.toBe(new RuleSet([one, two]).version);
    expect(new RuleSet([one]).version).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('evidence', () => {
  const many = files(...Array.from({ length: 40 }, (_, index) => `a${index}`));

  it('is bounded, and counted', () => {
    const [object] = score({ file_opened: { rules: ['a*'] } }, many).objects;
    expect(object!.evidence).toMatchObject({ count: 40, more: false });
    expect(object!.evidence.items).toHaveLength(10);
  });

  it('is counted up to a limit', () => {
    const [object] = score({ file_opened: { rules: ['a*', 'a1'] } }, many, { evidence: { matches: 5 } }).objects;
    expect(object!.evidence).toMatchObject({ count: 6, more: true });
  });

  it('is cut where it is long, never inside a character', () => {
    const long = `a${'😀'.repeat(400)}`;
    const [item] = score({ file_opened: { rules: ['a*'] } }, files(long)).objects[0]!.evidence.items;
    expect(item).toEqual({ rule: 'a*', data: long.slice(0, 299), length: 801 });
  });
});

describe('candidates', () => {
  const network = {
    hosts: ['203.0.113.1', '203.0.113.2', '10.0.0.5'],
    tcp: [
      { dst: '203.0.113.1', dport: 6667 },
      { dst: '203.0.113.2', dport: 80 },
    ],
    udp: [],
    domains: [{ domain: 'Evil.Example', ip: '203.0.113.1' }],
    dns: [
      { request: 'other.example', type: 'A', answers: [{ type: 'A', data: '203.0.113.2' }] },
      { hostname: 'old.example', ip: '203.0.113.2' },
    ],
    http: [
      {
        host: 'evil.example:8080',
        port: 8080,
        uri: 'http://evil.example:8080/gate.php',
        path: '/gate.php',
        'user-agent': 'x',
      },
      { host: 'other.example', port: 80, uri: 'http://other.example/', path: '/' },
      { host: '203.0.113.1', port: 6667, uri: 'http://203.0.113.1:6667/irc', path: '/irc' },
    ],
  };
  const results = { info: { score: 8 }, network };
  const context = { cuckoo_score: { rules: ['1-10'], score: 2 } };
  const run = (type: string, rules: RulesSpec, more: ScoreOptions = {}): { [value: string]: Ledger } =>
    Object.fromEntries(
      scoreAll({ ...rules, ...context }, results, { type, ...more }).map((ledger) => [ledger.value, ledger]),
    );

  it('of type ip have scoreboards of their own, and the context counts for each', () => {
    const ledgers = run('ip', { tcp_port: { rules: [6667], score: 1 } });
    expect(Object.keys(ledgers)).toEqual(['203.0.113.1']);
    expect(ledgers['203.0.113.1']).toMatchObject({ type: 'ip', total: 3, touched: true, blacklisted: true });
  });

  it('that no rule of theirs touched are never blacklisted, whatever the score of the analysis', () => {
    expect(run('ip', { ip_in_subnet: { rules: ['198.51.100.0/24'], score: 9 } })).toEqual({});
    expect(run('ip', {})).toEqual({});
  });

  it('are not made suspects by a rule that speaks for their innocence', () => {
    const ledger = run('ip', {
      ip_in_range: { rules: ['203.0.113.2'], score: -0.5 },
      cuckoo_score: { rules: ['1-10'], score: 9 },
    });
    expect(ledger['203.0.113.2']).toMatchObject({ touched: false, blacklisted: false });
  });

  it('do not count as touched by a member of an incomplete group', () => {
    const rules = {
      tcp_port: { rules: [6667], score: 5, group_id: 1 },
      udp_port: { rules: [1], score: 5, group_id: 1 },
    };
    expect(run('ip', rules)['203.0.113.1']).toMatchObject({ total: 2, touched: false, blacklisted: false });
  });

  it('share no evidence', () => {
    const ledgers = run('ip', { ip_in_subnet: { rules: ['203.0.113.0/24'], score: 1 } });
    expect(Object.values(ledgers).map(({ objects }) => objects[0]!.evidence.items.map(({ data }) => data))).toEqual([
      ['203.0.113.1'],
      ['203.0.113.2'],
    ]);
  });

  it('of type domain are what was resolved or requested, with the addresses behind them', () => {
    const ledgers = run('domain', { tcp_port: { rules: [6667], score: 1 }, http_path: { rules: ['/'], score: 1 } });
    expect(Object.keys(ledgers)).toEqual(['evil.example', 'other.example']);
    expect(ledgers['evil.example']!.objects.map(({ state }) => state)).toEqual(['matched', 'not-matched', 'matched']);
    expect(ledgers['other.example']!.objects.map(({ state }) => state)).toEqual(['not-matched', 'matched', 'matched']);
  });

  it('of type url are single requests, and a port is that of the URL', () => {
    const ledgers = run('url', { tcp_port: { rules: [6667], score: 1 }, http_path: { rules: ['/gate*'], score: 1 } });
    expect(Object.keys(ledgers)).toEqual(['http://evil.example:8080/gate.php', 'http://203.0.113.1:6667/irc']);
    expect(states(ledgers['http://evil.example:8080/gate.php']!)).toEqual(['not-matched', 'matched', 'matched']);
    expect(states(ledgers['http://203.0.113.1:6667/irc']!)).toEqual(['matched', 'not-matched', 'matched']);
  });

  it('that are whitelisted have no scoreboard', () => {
    const rules = { ip_in_subnet: { rules: ['0.0.0.0/0'], score: 1 } };
    const whitelist = { subnets: ['10.0.0.0/8', '203.0.113.1'], domains: ['example'] };
    expect(Object.keys(run('ip', rules, { surroundings: { whitelist } }))).toEqual(['203.0.113.2']);
    expect(Object.keys(run('domain', rules, { surroundings: { whitelist: { domains: ['evil.example'] } } }))).toEqual([
      'other.example',
      'old.example',
    ]);
    expect(run('domain', rules, { surroundings: { whitelist } })).toEqual({});
    expect(Object.keys(run('url', rules, { surroundings: { whitelist: { domains: ['EXAMPLE.'] } } }))).toEqual([
      'http://203.0.113.1:6667/irc',
    ]);
  });

  it('beyond a limit are left out, and that is told', () => {
    const ledgers = Object.values(run('ip', { ip_in_subnet: { rules: ['0.0.0.0/0'] } }, { candidates: 2 }));
    expect(ledgers.map(({ value }) => value)).toEqual(['203.0.113.1', '203.0.113.2']);
    expect(ledgers[0]!.problems.map(({ code }) => code)).toEqual(['RULES_TOO_MANY_CANDIDATES']);
  });

  it('are scored beside the hash when there are files of both types', () => {
    const ip = ruleFileOf({ tcp_port: { rules: [80], score: 2 } }, 'ip.json', 'ip');
    const hash = ruleFileOf({ tcp_port: { rules: [80], score: 2 } }, 'hash.json');
    const ledgers = scoreAll([ip, hash], { file: { md5: MD5 }, network });
    expect(ledgers.map(({ type, value }) => `${type} ${value}`)).toEqual([`hash ${MD5}`, 'ip 203.0.113.2']);
  });
});

it('makes the entry that the blacklist keeps', () => {
  const rules = {
    file_opened: [
      { rules: ['a*', 'b'], score: 1.5 },
      { rules: ['zzz'], score: 9 },
    ],
    vt_score: { rules: ['1-9'], score: 1, group_id: 2 },
  };
  const ledger = score(rules, { ...files('a1', 'a2'), virustotal: { positives: 3 } });
  expect(decisionOf(ledger)).toEqual({
    type: 'hash',
    value: MD5,
    score: '2.5',
    threshold: '2.0',
    ruleset: ledger.ruleset,
    reasons: [
      {
        key: 'file_opened',
        values: ['a*', 'b'],
        matched: ['a1', 'a2'],
        matched_total: 2,
        score: '1.5',
        file: 'rules.json',
        line: 7,
        group_id: 0,
      },
      {
        key: 'vt_score',
        values: ['1-9'],
        matched: ['3'],
        matched_total: 1,
        score: '1.0',
        file: 'rules.json',
        line: 22,
        group_id: 2,
      },
    ],
  });
});

describe('time', () => {
  it('that runs out leaves rules unevaluated, and says so', () => {
    let now = 0;
    const ledger = score(
      { file_opened: { rules: ['!REGEX![a-z]+'], score: 2 }, string: { rules: ['x'], score: 2 } },
      { ...files('a', 'b'), strings: ['x'] },
      { timeLimitMs: 10, now: () => (now += 3) },
    );
    expect(states(ledger)).toEqual(['not-evaluated', 'not-evaluated']);
    expect(ledger.total).toBe(0);
    expect(ledger.problems.map(({ code }) => code)).toEqual(['RULES_OUT_OF_TIME']);
  });
});

describe('--dfi-quirks', () => {
  const quirks = { quirks: true };
  const network = (lists: object) => ({ network: { hosts: [], tcp: [], udp: [], http: [], ...lists } });

  it('counts a score for each value and datum', () => {
    const ledger = score({ file_opened: { rules: ['*a', 'x*'], score: 0.3 } }, files('xa', 'ba'), quirks);
    expect(ledger.total).toBe(0.9);
    expect(ledger.objects[0]).toMatchObject({ score: 0.3, points: 0.9, counted: true });
  });

  it('lets one member of a group stand in for another of its key, and counts every match', () => {
    const rules = {
      file_opened: [
        { rules: ['a*'], score: 1, group_id: 1 },
        { rules: ['b'], score: 8, group_id: 1 },
      ],
    };
    expect(score(rules, files('a1'), quirks).total).toBe(0);
    expect(score(rules, files('a1', 'a2'), quirks).total).toBe(2);
  });

  it('lets a group reach across files, and a later file replace a rule key', () => {
    const one = ruleFileOf(
      { file_opened: { rules: ['a'], score: 1 }, file_written: { rules: ['a'], score: 1, group_id: 1 } },
      'one.json',
    );
    const two = ruleFileOf({ file_opened: { rules: ['a'], score: 5, group_id: 1 } }, 'two.json');
    expect(score([one, two], files('a'), quirks).total).toBe(6);
    expect(score([one, two], { behavior: { summary: { file_opened: ['a'], file_written: [] } } }, quirks).total).toBe(
      0,
    );
  });

  it('takes brackets for classes and minds case', () => {
    const run = (rule: string, path: string) => score({ file_opened: { rules: [rule] } }, files(path), quirks).total;
    expect(run('a[0-9]c', 'a5c')).toBe(1);
    expect(run('a[!0-9]c', 'a5c')).toBe(0);
    expect(run('a[]]c', 'a]c')).toBe(1);
    expect(run('a[c', 'a[c')).toBe(1);
    expect(run('ABC', 'abc')).toBe(0);
    expect(run('!REGEX!ABC', 'abc')).toBe(0);
  });

  it('takes a single address for a text that others are a part of, and leaves the last of a range out', () => {
    const run = (rule: string, ip: string) =>
      score({ ip_in_range: { rules: [rule] } }, network({ hosts: [ip] }), quirks).total;
    expect(run('203.0.113.10', '203.0.113.1')).toBe(1);
    expect(run('203.0.113.1-203.0.113.9', '203.0.113.9')).toBe(0);
    expect(run('203.0.113.1-203.0.113.9', '203.0.113.8')).toBe(1);
  });

  it('wants two entries for a port, and a contacted host', () => {
    const flow = { dst: '203.0.113.1', dport: 80 };
    const run = (hosts: string[], ...tcp: object[]) =>
      score({ tcp_port: { rules: [80] } }, network({ hosts, tcp }), quirks).total;
    expect(run(['203.0.113.1'], flow)).toBe(0);
    expect(run(['203.0.113.1'], flow, flow)).toBe(2);
    expect(run(['203.0.113.2'], flow, flow)).toBe(0);
  });

  it('counts only dead hosts that are contacted hosts', () => {
    const lists = {
      hosts: ['203.0.113.1'],
      dead_hosts: [
        ['203.0.113.1', 1],
        ['203.0.113.2', 1],
      ],
    };
    expect(score({ dead_host_amount: { rules: ['1-1'] } }, network(lists), quirks).total).toBe(1);
    expect(score({ dead_host_amount: { rules: ['2-2'] } }, network(lists)).total).toBe(1);
  });

  it('does not know hives by two names', () => {
    const results = { behavior: { summary: { regkey_read: ['HKEY_LOCAL_MACHINE\\x'] } } };
    expect(score({ registry_key_read: { rules: ['HKLM\\x'] } }, results, quirks).total).toBe(0);
  });
});
