import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { fixRuleFile } from './fix-rule-file.ts';
import { MD5, score, states } from './fixtures.cases.ts';
import { readRuleFile, readRuleText } from './read-rule-file.ts';

const bytesOf = (path: string) => readFileSync(sharedData(`6-dfi/${path}`));

describeShared('the examples of the documentation, character for character', () => {
  const examples = readdirSync(sharedData('6-dfi/documented-examples')).filter((name) => name.endsWith('.json'));
  const load = (name: string) => readRuleFile(name, bytesOf(`documented-examples/${name}`));

  const WARNINGS: { [name: string]: string[] } = {
    '1-no-rules': ['RULES_SPACE_IN_KEY'],
    '2-empty-list': ['RULES_SPACE_IN_KEY', 'RULES_UNCLOSED_AT_END'],
    '3-cuckoo-score': ['RULES_SPACE_IN_KEY'],
    '4-dir-removed-misplaced': [
      'RULES_SPACE_IN_KEY',
      'RULES_MISPLACED_KEY',
      'RULES_LONE_BACKSLASH',
      'RULES_LONE_BACKSLASH',
    ],
    '5-groups': ['RULES_SPACE_IN_KEY', 'RULES_LONE_BACKSLASH', 'RULES_LONE_BACKSLASH'],
  };

  it.each(examples)('%s loads with warnings, each with its place', (name) => {
    const { file, diagnostics, errors } = load(name);
    expect(errors).toBe(0);
    expect(file?.type).toBe('hash');
    expect(diagnostics.map(({ code }) => code)).toEqual(WARNINGS[name.replace(/(?:\.tab-key)?\.json$/, '')]);
    for (const { severity, where, hint } of diagnostics) {
      expect(severity).toBe('warning');
      expect(where).toMatchObject({ file: name, line: expect.any(Number), column: expect.any(Number) });
      expect(hint).toBeTruthy();
    }
  });

  it.each(examples)('%s is refused when strict', (name) => {
    expect(readRuleFile(name, bytesOf(`documented-examples/${name}`), { strict: true }).file).toBeUndefined();
  });

  it.each(examples)('%s is mended to valid JSON that is clean and means the same', (name) => {
    const before = load(name);
    const { text, mended, remaining } = fixRuleFile(name, bytesOf(`documented-examples/${name}`));
    expect(remaining).toEqual([]);
    expect(mended).toHaveLength(before.diagnostics.length);
    expect(() => JSON.parse(text)).not.toThrow();
    const after = readRuleText(name, text, { strict: true });
    expect(after.diagnostics).toEqual([]);
    const values = (read: typeof after) =>
      read.file!.objects.map((object) => [object.key.name, object.values, object.score, object.groupId]);
    expect(values(after)).toEqual(values(before));
  });

  it('keeps the layout of what was right', () => {
    const text = bytesOf('documented-examples/5-groups.json').toString();
    const expected = text
      .replace('"       type"', '"type"')
      .replaceAll('C:\\Windows\\s', 'C:\\\\Windows\\\\s')
      .replaceAll('C:\\Windows\\S', 'C:\\\\Windows\\\\S');
    expect(fixRuleFile('5', Buffer.from(text)).text).toBe(expected);
  });

  const run = (name: string, results: object) => score([load(`${name}.json`).file!], results);
  const removed = (...directory_removed: string[]) => ({ behavior: { summary: { directory_removed } } });
  const contacted = (...hosts: string[]) => ({ network: { hosts } });

  it('1: a file without any rules scores nothing', () => {
    expect(run('1-no-rules', { info: { score: 20 } })).toMatchObject({ total: 0, objects: [], blacklisted: false });
  });

  it('3: 0.5 from 0.0 to 2.0, 1.0 from 2.1 to 4.0, 2.0 from 4.1 to 20.0', () => {
    const totals = [0, 2, 2.05, 2.1, 4, 4.05, 4.1, 20, 20.1].map(
      (points) => run('3-cuckoo-score', { info: { score: points } }).total,
    );
    expect(totals).toEqual([0.5, 0.5, 0, 1, 1, 0, 2, 2, 0]);
  });

  it('4: 2.0 if any directory was removed in system32 or SysWOW64, once', () => {
    const total = (...paths: string[]) => run('4-dir-removed-misplaced', removed(...paths)).total;
    expect(total('C:\\Windows\\system32\\drivers')).toBe(2);
    expect(total('C:\\WINDOWS\\SysWow64')).toBe(2);
    expect(total('C:\\Windows\\system32\\a', 'C:\\Windows\\SysWOW64\\b', 'C:\\Windows\\system32')).toBe(2);
    expect(total('C:\\Windows', 'D:\\Windows\\system32')).toBe(0);
  });

  it('5: the group counts only if the subnet and the directory matched', () => {
    const total = (...parts: object[]) => run('5-groups', Object.assign({}, ...parts) as object).total;
    const directory = removed('C:\\Windows\\system32\\x');
    expect(total(contacted('44.22.1.7'))).toBe(0);
    expect(total(directory)).toBe(0);
    expect(total(contacted('44.22.1.7'), directory)).toBe(3);
    expect(total(contacted('119.23.255.255', '8.8.8.8'), directory)).toBe(3.8);
    expect(total(contacted('8.8.8.8'))).toBe(0.8);
    expect(total(contacted('23.116.11.1'), { info: { score: 1 } })).toBe(1.3);
  });
});

describeShared("the original's own rule file", () => {
  const { file, diagnostics } = readRuleFile('hashrules.json', bytesOf('hashrules.json'));

  it('loads clean, with all 27 rule keys', () => {
    expect(diagnostics).toEqual([]);
    expect(file!.objects).toHaveLength(38);
    expect(new Set(file!.objects.map(({ key }) => key.name)).size).toBe(27);
  });

  it('is left alone by mending', () => {
    const bytes = bytesOf('hashrules.json');
    expect(fixRuleFile('hashrules.json', bytes)).toMatchObject({ text: bytes.toString(), mended: [], remaining: [] });
  });

  it('scores', () => {
    const ledger = score([file!], {
      info: { score: 3.5 },
      signatures: [{ name: 'modifies_files', severity: 3 }],
      virustotal: { positives: 10 },
      network: {
        hosts: ['8.8.8.255', '144.241.11.10'],
        tcp: [{ dst: '144.241.11.10', dport: 80 }],
        udp: [{ dst: '8.8.8.8', dport: 53 }],
        http: [{ host: 'x', path: '/wp-admin', 'user-agent': 'Mozilla/5.0' }],
        dead_hosts: [['144.241.11.10', 80]],
      },
      behavior: {
        processes: [{ process_name: '123' }],
        summary: { file_deleted: ['1.2'], regkey_opened: ['HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run'] },
      },
      strings: ['1234567'],
    });
    // 3.1–4.0, severity 3, modifies_files, both bands of 10, two subnets and ranges, ports, path, agent, one dead host, key.
    expect(ledger.total).toBe(1.5 + 2 + 2 + 1 + 3 + 0.2 + 0.8 + 1 + 0.5 + 0.5 + 0.5 + 0.01 + 10 + 0.3);
    expect(ledger.blacklisted).toBe(true);
    const state = (key: string) => ledger.objects.filter((object) => object.key === key).map((object) => object.state);
    expect(state('3rd_party_blacklist')).toEqual(['not-evaluated']);
    expect(state('string')).toEqual(['not-matched']);
    expect(state('command_line')).toEqual(['not-matched']);
  });
});

// Each sentence of the documentation that says what a rule does, as a case of its own.
describe('what the documentation says', () => {
  const summary = (lists: object) => ({ behavior: { summary: lists } });
  const matched = (key: string, rules: unknown, results: object, surroundings = {}) =>
    states(score({ [key]: { rules } }, results, { surroundings }))[0] === 'matched';

  it('the keys info and rules stand at the root; info always says the type; the type is what enters the blacklist', () => {
    expect(readRuleText('r', '{"rules": {}}').errors).toBe(1);
    expect(readRuleText('r', '{"info": {"type": "hash"}}').errors).toBe(1);
    expect(readRuleText('r', '{"info": {}, "rules": {}}').errors).toBe(1);
    expect(score({ cuckoo_score: { rules: ['0-9'], score: 2 } }, { info: { score: 1 } })).toMatchObject({
      type: 'hash',
      value: MD5,
      blacklisted: true,
    });
  });

  it('each rule object has rules, a list, and a score', () => {
    expect(readRuleText('r', '{"info": {"type": "hash"}, "rules": {"mutex": [{"rules": ["a"]}]}}').errors).toBe(1);
    expect(readRuleText('r', '{"info": {"type": "hash"}, "rules": {"mutex": [{"score": 1.0}]}}').errors).toBe(1);
  });

  it('? stands for a single character and * for any number of them', () => {
    const is = (rule: string, text: string) => matched('mutex', [rule], summary({ mutexes: [text] }));
    expect([is('a?c', 'abc'), is('a?c', 'ac'), is('a?c', 'abbc'), is('a*c', 'ac'), is('a*c', 'abbc')]).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it('a value has wildcards or is a regular expression, not both', () => {
    expect(matched('mutex', ['!REGEX!^a*$'], summary({ mutexes: ['aaa'] }))).toBe(true);
    expect(matched('mutex', ['!REGEX!^a*$'], summary({ mutexes: ['ab'] }))).toBe(false);
  });

  it('!REGEX! has to stand in front; without it the text is no expression', () => {
    expect(matched('mutex', ['[a-z]+'], summary({ mutexes: ['abc'] }))).toBe(false);
    expect(matched('mutex', ['x!REGEX!a'], summary({ mutexes: ['a'] }))).toBe(false);
    expect(matched('mutex', ['!REGEX![a-z]+'], summary({ mutexes: ['12c34'] }))).toBe(true);
  });

  it('command_line searches all commands used', () => {
    const results = {
      behavior: { processes: [{ command_line: 'x' }, { command_line: 'vssadmin.exe delete shadows /all /Quiet' }] },
    };
    expect(matched('command_line', ['vssadmin.exe delete shadows /all /Quiet'], results)).toBe(true);
  });

  it('cuckoo_score matches if the score falls within the float range', () => {
    const at = (points: number) => matched('cuckoo_score', ['1.0-3.5'], { info: { score: points } });
    expect([at(0.9), at(1), at(3.5), at(3.6)]).toEqual([false, true, true, false]);
  });

  it('dead_host_amount matches if the amount of dead hosts falls within the integer range', () => {
    const dead = (count: number) => ({
      network: { dead_hosts: Array.from({ length: count }, (_, i) => [`203.0.113.${i}`, 80]) },
    });
    expect([0, 1, 3, 4].map((count) => matched('dead_host_amount', ['1-3'], dead(count)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(matched('dead_host_amount', ['1-1'], dead(1))).toBe(true);
  });

  it.each([
    ['dir_created', 'directory_created'],
    ['dir_enumerated', 'directory_enumerated'],
    ['dir_removed', 'directory_removed'],
    ['file_deleted', 'file_deleted'],
    ['file_opened', 'file_opened'],
    ['file_read', 'file_read'],
    ['file_written', 'file_written'],
    ['registry_key_deleted', 'regkey_deleted'],
    ['registry_key_opened', 'regkey_opened'],
    ['registry_key_read', 'regkey_read'],
    ['registry_key_written', 'regkey_written'],
  ])('%s searches all of them for a match, with wildcards or an expression', (key, list) => {
    expect(matched(key, ['C:\\Users\\*'], summary({ [list]: ['x', 'C:\\Users\\a'] }))).toBe(true);
    expect(matched(key, ['zzz', '!REGEX![A-Z]:'], summary({ [list]: ['C:'] }))).toBe(true);
    expect(matched(key, ['C:\\Users\\*'], summary({ [list]: ['D:\\Users\\a'] }))).toBe(false);
  });

  it('http_path takes the paths of POST and GET', () => {
    const request = (method: string) => ({ network: { http: [{ method, host: 'a', path: '/wp-login' }] } });
    expect(
      [request('GET'), request('POST')].map((results) => matched('http_path', ['/wp-*', '/Content*'], results)),
    ).toEqual([true, true]);
  });

  it('http_user_agent takes the user agent', () => {
    expect(
      matched('http_user_agent', ['Mazilla/*', 'cryptolocker*'], {
        network: { http: [{ 'user-agent': 'Mazilla/4' }] },
      }),
    ).toBe(true);
  });

  it('ip_in_range takes a range or a single address', () => {
    const at = (rule: string, ip: string) => matched('ip_in_range', [rule], { network: { hosts: [ip] } });
    expect(at('192.168.1.4-192.168.1.49', '192.168.1.49')).toBe(true);
    expect(at('192.168.1.19', '192.168.1.19')).toBe(true);
    // As text, 192.168.1.1 is a part of it.
    expect(at('192.168.1.19', '192.168.1.1')).toBe(false);
  });

  it('addresses in whitelisted subnets never match', () => {
    const surroundings = {
      whitelist: { subnets: ['192.168.0.0/16'] },
      thirdParty: { find: () => [{ category: 'C&C', source: 's' }] },
    };
    const flow = [{ dst: '192.168.1.19', dport: 80 }];
    const results = { network: { hosts: ['192.168.1.19'], tcp: flow, udp: flow, dead_hosts: [['192.168.1.19', 80]] } };
    const rules: [string, unknown][] = [
      ['ip_in_range', ['192.168.1.19']],
      ['ip_in_subnet', ['192.168.0.0/16']],
      ['tcp_port', [80]],
      ['udp_port', [80]],
      ['3rd_party_blacklist', ['C&C']],
      ['dead_host_amount', ['1-9']],
    ];
    expect(rules.map(([key, values]) => matched(key, values, results))).toEqual([true, true, true, true, false, true]);
    expect(rules.map(([key, values]) => matched(key, values, results, surroundings))).toEqual(new Array(6).fill(false));
  });

  it('signature_severity matches a triggered signature of that severity', () => {
    const results = { signatures: [{ name: 'a', severity: 4 }] };
    expect(matched('signature_severity', [3, 4, 5], results)).toBe(true);
    expect(matched('signature_severity', [2], results)).toBe(false);
  });

  it('tcp_port and udp_port match when the port was connected to', () => {
    const results = { network: { tcp: [{ dst: '203.0.113.1', dport: 80 }], udp: [{ dst: '203.0.113.1', dport: 53 }] } };
    expect([matched('tcp_port', [80], results), matched('tcp_port', [53], results)]).toEqual([true, false]);
    expect([matched('udp_port', [53], results), matched('udp_port', [80], results)]).toEqual([true, false]);
  });

  it('3rd_party_blacklist takes any category, and is empty by default', () => {
    const results = { network: { hosts: ['203.0.113.1'] } };
    const thirdParty = { find: () => [{ category: 'my own', source: 's' }] };
    expect(matched('3rd_party_blacklist', ['my own'], results, { thirdParty })).toBe(true);
    expect(matched('3rd_party_blacklist', ['C&C'], results)).toBe(false);
  });

  it('vt_score takes unquoted ranges, as its example has them', () => {
    const text =
      '{"info": {"type": "hash"}, "rules": {"vt_score": [{"rules": [1-5], "score": 0.5}, {"rules": [6-58], "score": 5.0}]}}';
    const { file, diagnostics } = readRuleText('r.json', text);
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning RULES_UNQUOTED_TEXT',
      'warning RULES_UNQUOTED_TEXT',
    ]);
    expect([0, 1, 5, 6, 58, 59].map((positives) => score([file!], { virustotal: { positives } }).total)).toEqual([
      0, 0.5, 0.5, 5, 5, 0,
    ]);
  });

  it('a group_id is a positive integer; the score grows only if all rules of the group matched', () => {
    const rules = { mutex: { rules: ['a'], score: 1, group_id: 1 }, string: { rules: ['s'], score: 1, group_id: 1 } };
    expect(score(rules, { ...summary({ mutexes: ['a'] }), strings: ['s'] }).total).toBe(2);
    expect(score(rules, { ...summary({ mutexes: ['a'] }), strings: [] }).total).toBe(0);
  });
});
