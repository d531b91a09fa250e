import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MD5, score, scoreAll, states } from '../fixtures.cases.ts';
import { registry } from '../registry.ts';
import { registrySpellings } from './registry-spellings.ts';

const summary = (lists: object) => ({
  behavior: { processes: [], processtree: [], summary: { files: [], keys: [], mutexes: [], ...lists } },
});
const network = (lists: object) => ({ network: { http: [], udp: [], hosts: [], dns: [], tcp: [], ...lists } });

interface KeyCase {
  key: string;
  /** A value, a container it matches with what evidence shows, and one it doesn't match. */
  value: unknown;
  matches: unknown;
  shown: string | number;
  quiet: unknown;
  /** A container of an analysis in which the module that would tell did not run. */
  blind: unknown;
  surroundings?: object;
}

const lists: [key: string, list: string][] = [
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
];

const cases: KeyCase[] = [
  ...lists.map(
    ([key, list]): KeyCase => ({
      key,
      value: 'HKLM\\a*\\b?c',
      matches: summary({ [list]: ['other', 'hklm\\AXX\\bzC'] }),
      shown: 'hklm\\AXX\\bzC',
      quiet: summary({ [list]: ['HKLM\\a\\bc', 'xHKLM\\a\\bzc', 'HKLM\\a\\bzcx'] }),
      // An analysis of 2012: the list was not recorded.
      blind: summary({}),
    }),
  ),
  {
    key: 'command_line',
    value: '*vssadmin*delete*',
    matches: { behavior: { processes: [{ process_name: 'cmd.exe', command_line: 'VSSADMIN delete shadows' }] } },
    shown: 'VSSADMIN delete shadows',
    quiet: { behavior: { processes: [{ process_name: 'a', command_line: null }, { command_line: 'vssadmin list' }] } },
    blind: { behavior: { processes: [{ process_name: 'vssadmin delete' }], summary: { files: [] } } },
  },
  {
    key: 'process_name',
    value: 'svch?st.exe',
    matches: { behavior: { processes: [{ process_name: 'SVCH0ST.exe' }] } },
    shown: 'SVCH0ST.exe',
    quiet: { behavior: { processes: [{ process_name: 'svchst.exe' }] } },
    blind: { info: {} },
  },
  {
    key: 'mutex',
    value: '__wretw*',
    matches: summary({ mutexes: ['__WRETW_1'] }),
    shown: '__WRETW_1',
    quiet: summary({ mutexes: ['x__wretw'] }),
    blind: { behavior: { summary: {} } },
  },
  {
    key: 'string',
    value: '!REGEX!BEGIN (RSA )?PUBLIC',
    matches: { strings: ['-----BEGIN PUBLIC KEY'] },
    shown: '-----BEGIN PUBLIC KEY',
    quiet: { strings: ['-----begin public key'] },
    blind: {},
  },
  {
    key: 'http_path',
    value: '/wp-*',
    matches: network({ http: [{ host: 'a.example', path: '/wp-login.php' }] }),
    shown: '/wp-login.php',
    quiet: network({ http: [{ host: 'a.example', path: '/WP-login.php' }, { host: 'b.example' }] }),
    blind: { network: { hosts: [] } },
  },
  {
    key: 'http_user_agent',
    value: 'Mazilla/*',
    matches: network({ http: [{ host: 'a.example', path: '/', 'user-agent': 'Mazilla/5.0' }] }),
    shown: 'Mazilla/5.0',
    quiet: network({ http: [{ host: 'a.example', 'user-agent': 'Mozilla/5.0' }] }),
    blind: {},
  },
  {
    key: 'cuckoo_score',
    value: '2.1-4.0',
    matches: { info: { score: 2.1 } },
    shown: 2.1,
    quiet: { info: { score: 2.05 } },
    blind: { info: { version: '1.2' } },
  },
  {
    key: 'vt_score',
    value: '6-58',
    matches: { virustotal: { summary: { positives: 58 } } },
    shown: 58,
    quiet: { virustotal: { positives: 59 } },
    blind: { virustotal: { summary: { error: 'no key' } } },
  },
  {
    key: 'dead_host_amount',
    value: '2-2',
    matches: network({
      dead_hosts: [
        ['203.0.113.1', 80],
        ['203.0.113.1', 443],
        ['10.0.0.9', 80],
      ],
    }),
    shown: 2,
    quiet: network({ dead_hosts: [['203.0.113.1', 80]] }),
    blind: network({}),
    surroundings: { whitelist: { subnets: ['10.0.0.0/8'] } },
  },
  {
    key: 'ip_in_range',
    value: '144.241.11.10-144.241.11.235',
    matches: network({ hosts: ['144.241.11.235'] }),
    shown: '144.241.11.235',
    quiet: network({ hosts: ['144.241.11.9', '144.241.11.236', '::1'] }),
    blind: { network: { http: [] } },
  },
  {
    key: 'ip_in_subnet',
    value: '8.8.0.0/16',
    matches: network({ hosts: [{ ip: '8.8.255.255', country_name: 'x' }] }),
    shown: '8.8.255.255',
    quiet: network({ hosts: ['8.9.0.0', '10.8.8.8'] }),
    blind: {},
    surroundings: { whitelist: { subnets: ['10.0.0.0/8'] } },
  },
  {
    key: 'tcp_port',
    value: 6667,
    matches: network({ tcp: [{ src: '10.0.0.1', sport: 1, dst: '203.0.113.5', dport: 6667 }] }),
    shown: '203.0.113.5:6667',
    quiet: network({
      tcp: [
        { dst: '10.0.0.9', dport: 6667 },
        { dst: '203.0.113.5', dport: 80, sport: 6667 },
      ],
      udp: [{ dst: '203.0.113.5', dport: 6667 }],
    }),
    blind: { network: { udp: [] } },
    surroundings: { whitelist: { subnets: ['10.0.0.0/8'] } },
  },
  {
    key: 'udp_port',
    value: 53,
    matches: network({ udp: [{ dst: '2001:DB8::1', dport: 53 }] }),
    shown: '[2001:db8::1]:53',
    quiet: network({ tcp: [{ dst: '203.0.113.5', dport: 53 }] }),
    blind: {},
  },
  {
    key: 'signature_name',
    value: 'creates_exe',
    matches: { signatures: [{ name: 'creates_exe', severity: 2 }] },
    shown: 'creates_exe',
    quiet: { signatures: [{ name: 'Creates_exe' }, { name: 'creates_exe2' }] },
    blind: {},
  },
  {
    key: 'signature_severity',
    value: 3,
    matches: { signatures: [{ name: 'x', severity: 3 }] },
    shown: 'x (severity 3)',
    quiet: { signatures: [{ name: 'x', severity: 2 }] },
    blind: {},
  },
  {
    key: '3rd_party_blacklist',
    value: 'C&C',
    matches: network({ hosts: ['203.0.113.7'] }),
    shown: '203.0.113.7 (feed)',
    quiet: network({ hosts: ['203.0.113.8', '203.0.113.9'] }),
    blind: {},
    surroundings: {
      whitelist: { subnets: ['203.0.113.9/32'] },
      thirdParty: {
        find: (address: string) =>
          address === '203.0.113.7' || address === '203.0.113.9'
            ? [{ category: 'c&c', source: 'feed' }]
            : [{ category: 'spam', source: 'feed' }],
      },
    },
  },
];

describe.each(cases)('$key', ({ key, value, matches, shown, quiet, blind, surroundings }) => {
  const run = (results: unknown) =>
    score({ [key]: { rules: [value], score: 2 } }, results, { surroundings: surroundings ?? {} });

  it('matches, and shows what', () => {
    const ledger = run(matches);
    expect(states(ledger)).toEqual(['matched']);
    expect(ledger.objects[0]!.evidence).toEqual({ count: 1, more: false, items: [{ rule: value, data: shown }] });
    expect(ledger).toMatchObject({ total: 2, blacklisted: true, problems: [] });
  });

  it('stays quiet on the nearest other data', () => {
    expect(run(quiet)).toMatchObject({
      total: 0,
      blacklisted: false,
      objects: [{ state: 'not-matched', counted: false }],
    });
  });

  it('is not evaluated where nobody looked', () => {
    expect(states(run(blind))).toEqual(['not-evaluated']);
    expect(states(run({}))).toEqual(['not-evaluated']);
  });
});

it('has a case for each of the 27 keys', () => {
  const keys = [...registry().keys.keys()];
  expect(keys).toHaveLength(27);
  expect(cases.map(({ key }) => key).sort()).toEqual([...keys].sort());
});

it('finds every file of the folder in the registry', () => {
  const shared = /^(?:.*-(?:matcher|key|owner|spellings)|keys\.test|registry-spellings)\.ts$/;
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.ts') && !shared.test(name));
  expect(files).toHaveLength(27);
  const types = readdirSync(new URL('../types/', import.meta.url)).filter((name) => /^\w+\.ts$/.test(name));
  expect(types.map((name) => name.replace('.ts', '')).sort()).toEqual([...registry().types.keys()].sort());
});

it('takes further keys and types, and no name twice', () => {
  const [first] = registry().keys.values();
  const own = { ...first!, name: 'my_key' };
  expect(registry({ keys: [own] }).keys.get('my_key')).toBe(own);
  expect(() => registry({ keys: [first!] })).toThrow(TypeError);
});

describe('case', () => {
  const files = (rule: object) =>
    states(score({ file_opened: { rules: ['C:\\A*'], ...rule } }, summary({ file_opened: ['c:\\abc'] })));
  const strings = (rule: object) =>
    states(score({ string: { rules: ['ABC', '!REGEX!^A'], ...rule } }, { strings: ['abc'] }));

  it('is ignored for what comes from Windows, unless a rule object says otherwise', () => {
    expect(files({})).toEqual(['matched']);
    expect(files({ case_sensitive: true })).toEqual(['not-matched']);
  });

  it('counts for strings and HTTP, unless a rule object says otherwise', () => {
    expect(strings({})).toEqual(['not-matched']);
    expect(strings({ case_sensitive: false })).toEqual(['matched']);
  });

  it('is ignored in regular expressions too', () => {
    const rule = { file_opened: { rules: ['!REGEX!^c:\\\\A'] } };
    expect(states(score(rule, summary({ file_opened: ['C:\\abc'] })))).toEqual(['matched']);
  });
});

describe('registry hives', () => {
  it.each([
    ['HKLM\\Software\\X', 'HKEY_LOCAL_MACHINE\\Software\\X'],
    ['HKEY_LOCAL_MACHINE\\Software\\X', 'hklm\\software\\x'],
    ['HKCU\\*', 'HKEY_CURRENT_USER\\a'],
    ['HKU\\S-1*', 'HKEY_USERS\\S-1-5'],
    ['HKCR\\.exe', 'HKEY_CLASSES_ROOT\\.exe'],
    ['HKCC\\x', 'HKEY_CURRENT_CONFIG\\x'],
    ['!REGEX!^HKLM\\\\Soft', 'HKEY_LOCAL_MACHINE\\Software'],
    ['!REGEX!^HKEY_LOCAL_MACHINE\\\\Soft', 'HKLM\\Software'],
    ['HK??\\Software', 'HKEY_LOCAL_MACHINE\\Software'],
    ['HKLM\\System\\*', '\\REGISTRY\\MACHINE\\System\\x'],
    ['HKU\\S-1*', '\\Registry\\User\\S-1-5'],
  ])('%s matches %s', (rule, key) => {
    const ledger = score({ registry_key_read: { rules: [rule] } }, summary({ regkey_read: [key] }));
    expect(states(ledger)).toEqual(['matched']);
    // Evidence is what was seen, once, however it is spelled.
    expect(ledger.objects[0]!.evidence).toMatchObject({ count: 1, items: [{ data: key }] });
  });

  it.each([
    ['HKLM\\Software', 'HKEY_CURRENT_USER\\Software'],
    ['HKLM\\x', 'HKLMX\\x'],
    ['HKLM\\x', 'HKEY_LOCAL_MACHINES\\x'],
  ])('%s does not match %s', (rule, key) => {
    expect(states(score({ registry_key_read: { rules: [rule] } }, summary({ regkey_read: [key] })))).toEqual([
      'not-matched',
    ]);
  });

  it('are spelled long and short, and nothing else is touched', () => {
    expect(registrySpellings('HKLM')).toEqual(['HKLM', 'HKEY_LOCAL_MACHINE']);
    expect(registrySpellings('\\Registry\\Machine')).toEqual(['\\Registry\\Machine', 'HKEY_LOCAL_MACHINE', 'HKLM']);
    expect(registrySpellings('Software\\x')).toEqual(['Software\\x']);
    expect(registrySpellings('__proto__\\x')).toEqual(['__proto__\\x']);
  });
});

describe('summaries', () => {
  const run = (results: object, key = 'file_written') => states(score({ [key]: { rules: ['*'] } }, results));
  const withSummary = (lists: object) => ({
    behavior: { processes: [], summary: { files: [], keys: [], mutexes: [], ...lists } },
  });

  it('of Cuckoo 2 leave empty lists out: nothing was written', () => {
    expect(run(withSummary({ dll_loaded: ['x.dll'] }))).toEqual(['not-matched']);
    expect(run({ info: { dialect: 'cuckoo-2' }, ...withSummary({}) })).toEqual(['not-matched']);
    expect(run({ info: { dialect: 'cuckoo-2' } })).toEqual(['not-evaluated']);
  });

  it('of older reports never had the list: nobody looked', () => {
    expect(run(withSummary({ files: ['x'] }))).toEqual(['not-evaluated']);
    expect(run(withSummary({ read_files: ['x'] }))).toEqual(['not-evaluated']);
  });

  it.each([
    ['file_deleted', 'delete_files'],
    ['file_read', 'read_files'],
    ['file_written', 'write_files'],
    ['registry_key_deleted', 'delete_keys'],
    ['registry_key_read', 'read_keys'],
    ['registry_key_written', 'write_keys'],
  ])('of CAPE have other names: %s reads %s too', (key, list) => {
    expect(run(withSummary({ [list]: ['x'] }), key)).toEqual(['matched']);
    expect(run(withSummary({ [list]: [] }), key)).toEqual(['not-matched']);
  });
});

describe('sources', () => {
  it('of command lines are the processes and what was executed, each line once', () => {
    const results = {
      behavior: {
        processes: [{ command_line: 'a 1' }, { command_line: 'a 2' }],
        summary: { command_line: ['a 2', 'a 3'], executed_commands: ['a 3', 'a 4'] },
      },
    };
    const [object] = score({ command_line: { rules: ['a*'] } }, results).objects;
    expect(object!.evidence.items.map(({ data }) => data)).toEqual(['a 1', 'a 2', 'a 3', 'a 4']);
  });

  it('of command lines count as read where no process ran', () => {
    expect(states(score({ command_line: { rules: ['a*'] } }, summary({})))).toEqual(['not-matched']);
  });

  it('of mutexes are both lists', () => {
    const [object] = score({ mutex: { rules: ['*'] } }, summary({ mutexes: ['a', 'b'], mutex: ['b', 'c'] })).objects;
    expect(object!.evidence.count).toBe(3);
  });

  it('of the hash are the file and the target', () => {
    const target = { target: { category: 'file', file: { md5: MD5.toUpperCase() } } };
    expect(scoreAll({}, target)[0]!.value).toBe(MD5);
    expect(scoreAll({}, { target: { category: 'url', url: 'http://a.example' } })[0]!.value).toBeNull();
  });
});

it('third-party rules are not evaluated where no list of their category was loaded', () => {
  const thirdParty = { find: () => [], hasCategory: (name: string) => name === 'C&C' };
  const rules = { '3rd_party_blacklist': [{ rules: ['C&C'] }, { rules: ['spam'] }, { rules: ['spam', 'C&C'] }] };
  expect(states(score(rules, network({ hosts: ['203.0.113.1'] }), { surroundings: { thirdParty } }))).toEqual([
    'not-matched',
    'not-evaluated',
    'not-matched',
  ]);
});

it('says which entries of a container it could not use', () => {
  const results = network({ hosts: ['203.0.113.1', 7, { ip: 'x' }], tcp: ['x', { dst: '203.0.113.1', dport: 'y' }] });
  const { problems } = score({ ip_in_subnet: { rules: ['203.0.113.0/24'] }, tcp_port: { rules: [1] } }, results);
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'RULES_ODD_DATA 2 entries of network.hosts could not be used',
    'RULES_ODD_DATA 2 entries of network.tcp could not be used',
  ]);
});
