import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callList, fixtureResults } from '../../../tests/support/fixture-results.ts';
import type { Call, Results } from '../../plugin/container.ts';
import { replaceAddresses } from './addresses.ts';
import { redactResults } from './redact.ts';
import { REDACTIONS, type Redaction, Redactor } from './redactor.ts';

/** What a text becomes, when it is learned first. */
function redacted(
  text: string,
  kinds: readonly Redaction[] = REDACTIONS,
  add: (redactor: Redactor) => void = () => {},
) {
  const redactor = new Redactor(kinds);
  add(redactor);
  redactor.learn(text);
  redactor.settle();
  return redactor.text(text);
}

const call = (api: string, args: [string, string][]): Call => ({
  id: 0,
  timestamp: '2026-11-03 09:14:01,000',
  thread_id: 1,
  category: 'misc',
  api,
  status: 'SUCCESS',
  return: '0x00000000',
  arguments: args.map(([name, value]) => ({ name, value })),
  repeated: 0,
});

function withCalls(calls: Call[], more: Results = {}): Results {
  const process = {
    process_id: 1,
    process_name: 'a.exe',
    parent_id: 0,
    first_seen: '2026-11-03 09:14:01,000',
    calls: callList(calls),
  };
  return {
    ...more,
    behavior: { processes: [process], processtree: [], summary: { files: [], keys: [], mutexes: [] } },
  };
}

describe('names in text', () => {
  it.each([
    ['C:\\Users\\lena\\a.exe', 'C:\\Users\\user-1\\a.exe'],
    ['c:/users/lena', 'c:/users/user-1'],
    ['"C:\\\\Users\\\\Lena M\\\\x" /s', '"C:\\\\Users\\\\user-1\\\\x" /s'],
    ['dir C:\\Documents and Settings\\lena /s', 'dir C:\\Documents and Settings\\user-1 /s'],
    ['\\Device\\HarddiskVolume2\\Users\\lena\\x', '\\Device\\HarddiskVolume2\\Users\\user-1\\x'],
    ['/home/lena/.bashrc', '/home/user-1/.bashrc'],
    ['C:\\Users\\Public\\a and C:\\Users\\Administrator\\b', 'C:\\Users\\Public\\a and C:\\Users\\Administrator\\b'],
    ['http://api.example/users/lena', 'http://api.example/users/lena'],
    ['C:\\Users\\user\\a is what the user opened', 'C:\\Users\\user-1\\a is what the user opened'],
    ['C:\\Users\\lena\\x, lena@corp.example, lenabot', 'C:\\Users\\user-1\\x, user-1@corp.example, lenabot'],
    ['C:\\Users\\lenamue\\x of xlenamuex', 'C:\\Users\\user-1\\x of xuser-1x'],
    ['C:\\Users\\Lena Mueller\\ C:\\Users\\LENAMU~1\\', 'C:\\Users\\user-1\\ C:\\Users\\user-1\\'],
    ['on DESKTOP-4F7G2K1.corp', 'on HOST-1.corp'],
    ['S-1-5-21-1004336348-1177238915-682003330-512', 'S-1-5-21-0-0-1-512'],
    ['S-1-5-18 stays', 'S-1-5-18 stays'],
  ])('%s becomes %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it('replaces only what was asked for', () => {
    const text = 'C:\\Users\\lena DESKTOP-4F7G2K1 10.1.2.3';
    expect(redacted(text, ['user'])).toBe('C:\\Users\\user-1 DESKTOP-4F7G2K1 10.1.2.3');
    expect(redacted(text, ['host'])).toBe('C:\\Users\\lena HOST-1 10.1.2.3');
    expect(redacted(text, ['internal-ips'])).toBe('C:\\Users\\lena DESKTOP-4F7G2K1 198.18.0.1');
  });

  it('leaves hashes whole, also where a name is made of their digits', () => {
    const hash = 'deadbeef'.repeat(8);
    expect(redacted(`C:\\Users\\deadbeef\\${hash} deadbeef`)).toBe(`C:\\Users\\user-1\\${hash} user-1`);
  });
});

describe('names inside of encodings', () => {
  const user = 'lenamueller';
  const learn = (redactor: Redactor) => redactor.names.add('user', user);
  const hex = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding).toString('hex');
  it.each([
    ['hexadecimal', hex(`key=${user}!`), hex('key=user-1!')],
    ['UTF-16 in hexadecimal', hex(`key=${user}!`, 'utf16le'), hex('key=user-1!', 'utf16le')],
    ['UTF-16', `k\0${[...user].join('\0')}\0`, 'k\0u\0s\0e\0r\0-\x001\0'],
    ['UTF-16 as CAPE prints it', `${[...user].join('\\x00')}\\x00`, `${[...'user-1'].join('\\x00')}\\x00`],
    ['percent', `q=${[...user].map((c) => `%${hex(c)}`).join('')}`, 'q=user-1'],
    ['a path in percents', 'f=C%3A%5CUsers%5Csomeone%5Cx', 'f=C%3A%5CUsers%5Cuser-2%5Cx'],
    ['base64', Buffer.from(`id=${user};x`).toString('base64'), Buffer.from('id=user-1;x').toString('base64')],
    [
      'base64 of UTF-16',
      Buffer.from(`echo ${user}`, 'utf16le').toString('base64'),
      Buffer.from('echo user-1', 'utf16le').toString('base64'),
    ],
    ['escapes', [...user].map((c) => `\\x${hex(c)}`).join(''), [...'user-1'].map((c) => `\\x${hex(c)}`).join('')],
  ])('%s', (_, text, expected) => {
    expect(redacted(text, REDACTIONS, learn)).toBe(expected);
  });

  it('letters that are nearly the same', () => {
    const add = (redactor: Redactor) => redactor.names.add('user', 'kasimir7');
    expect(redacted('\u212aa\u017fimir7', REDACTIONS, add)).toBe('redacted');
  });

  it('names that are not ASCII', () => {
    const add = (redactor: Redactor) => redactor.names.add('user', 'Jürgen');
    expect(redacted('JÜRGEN', REDACTIONS, add)).toBe('user-1');
    expect(redacted('q=J%C3%BCrgen', REDACTIONS, add)).toBe('q=user-1');
    expect(redacted(hex('xxxxJürgen', 'utf8'), REDACTIONS, add)).toBe(hex('xxxxuser-1'));
  });
});

it('names that are not ASCII are looked for in each encoding, and those not in theirs', () => {
  const redactor = new Redactor(REDACTIONS);
  for (let i = 0; i < 300; i++) redactor.names.add('user', `größe-ж${i}`);
  redactor.settle();
  expect(redactor.text('GRÖSSE größe-ж7')).toBe('GRÖSSE user-8');
});

describe('internal addresses', () => {
  it.each([
    ['10.1.2.3:445 and 10.1.2.3', '198.18.0.1:445 and 198.18.0.1'],
    ['192.168.56.101', '198.18.0.1'],
    ['172.15.0.1 172.16.0.1 172.32.0.1', '172.15.0.1 198.18.0.1 172.32.0.1'],
    ['8.8.8.8, 10.0.19041.1, 110.0.0.1', '8.8.8.8, 10.0.19041.1, 110.0.0.1'],
    ['3.2.1.10.in-addr.arpa', '1.0.18.198.in-addr.arpa'],
    ['ip-10-0-0-9.internal', 'ip-198-18-0-1.internal'],
    ['10[.]0[.]0[.]9', '198[.]18[.]0[.]1'],
    ['fe80::1c2d:3 and [fd00::1]:80', '2001:2::1 and [2001:2::2]:80'],
    ['fe:ed:fa:ce:00:01', 'fe:ed:fa:ce:00:01'],
    ['2001:db8::1', '2001:db8::1'],
  ])('%s becomes %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it('any text is looked at in time that grows with its length', () => {
    for (const piece of ['1.', 'fe80:', '1-1-1-', '%41', 'a\0', '\\x00a', 'C:\\Users\\', 'ab', 'fc::']) {
      const text = piece.repeat(40_000);
      expect(redacted(text).length).toBeGreaterThan(1_000);
    }
    expect(replaceAddresses('10.0.0.'.repeat(3), () => 'x')).toBe('10.0.0.'.repeat(3));
  });
});

describe('a container', () => {
  it('learns names from machine, environment, APIs and registry', () => {
    const results = withCalls(
      [
        call('GetUserNameW', [['Name', 'maxine']]),
        call('NtQueryValueKey', [
          ['FullName', 'HKLM\\SYSTEM\\ControlSet001\\Services\\Tcpip\\Parameters\\Hostname'],
          ['Information', 'T\\x00i\\x00A\\x00X\\x00\\x00\\x00'],
        ]),
        call('ShellExecuteExW', [['file', 'send maxine TiAX boxen cuckoo17']]),
      ],
      { info: { version: '2', started: null, ended: null, duration: 1, machine: { name: 'cuckoo17' } } },
    );
    results.behavior!.processes[0]!.environ = { COMPUTERNAME: 'boxen', PATH: 'maxine' };
    const { results: copy, facts } = redactResults(results, REDACTIONS);
    expect(JSON.stringify(copy)).not.toMatch(/maxine|TiAX|T\\\\x00i|boxen|cuckoo17/i);
    const [first, , third] = [...copy.behavior!.processes[0]!.calls];
    expect(first!.arguments[0]!.value).toBe('user-1');
    expect(third!.arguments[0]!.value).toBe('send user-1 HOST-3 HOST-2 HOST-1');
    expect(facts).toEqual({ kinds: [...REDACTIONS], users: 1, hosts: 3, internal_ips: 0 });
    expect(copy.behavior!.processes[0]!.calls.at(-1)!.arguments).toEqual(third!.arguments);
  });

  it('keeps its form, whatever folders the sample made', () => {
    const results = fixtureResults({ calls: 50 });
    results.behavior!.summary.files.push(
      ...['ummary', 'files', 'https', 'NtCreateFile', '__proto__', 'constructor', 'x'.repeat(500)].map(
        (name) => `C:\\Users\\${name}\\a`,
      ),
    );
    const { results: copy } = redactResults(results, REDACTIONS);
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shape);
      if (typeof value !== 'object' || value === null) return typeof value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
    };
    const plain = (value: Results) => shape(JSON.parse(JSON.stringify(value)));
    expect(plain(copy)).toEqual(plain(results));
    expect(copy.behavior!.processes[0]!.calls.at(0)!.api).toBe(results.behavior!.processes[0]!.calls.at(0)!.api);
    expect(copy.target?.file?.sha256).toBe(results.target?.file?.sha256);
  });

  it('is redacted alike each time, and again changes nothing', () => {
    const results = fixtureResults({ calls: 100 });
    const once = redactResults(results, REDACTIONS).results;
    expect(JSON.stringify(redactResults(results, REDACTIONS).results)).toBe(JSON.stringify(once));
    expect(JSON.stringify(redactResults(once, REDACTIONS).results)).toBe(JSON.stringify(once));
  });

  it('has no depth that ends it', () => {
    const results = withCalls([]);
    let node = { name: 'a', pid: 1, parent_id: 0, children: [] as never[] };
    for (let i = 0; i < 50_000; i++)
      node = { name: 'C:\\Users\\lenamue\\a', pid: i, parent_id: 0, children: [node as never] };
    results.behavior!.processtree = [node];
    expect(redactResults(results, REDACTIONS).results.behavior!.processtree[0]!.name).toBe('C:\\Users\\user-1\\a');
  });
});

it('whatever a name is, it is gone', () => {
  const name = fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrtvwz0123456789'), minLength: 7, maxLength: 20 });
  fc.assert(
    fc.property(name, fc.string({ maxLength: 30 }), fc.ipV4(), (user, noise, ip) => {
      fc.pre(!/^[0-9a-f]+$/.test(user) && !ip.startsWith('0'));
      const text = `${noise}${user}${noise} ${ip} ${Buffer.from(`xx${user}`).toString('hex')} ${user.toUpperCase()}`;
      const out = redacted(text, REDACTIONS, (redactor) => redactor.names.add('user', user)).toLowerCase();
      expect(out).not.toContain(user);
      expect(out).not.toContain(Buffer.from(user).toString('hex'));
      expect(out.includes(ip)).toBe(!/^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./.test(ip));
    }),
    { numRuns: 300 },
  );
});

it('thousands of made-up folders cost no more than their number', () => {
  const redactor = new Redactor(REDACTIONS);
  for (let i = 0; i < 20_000; i++) redactor.learn(`C:\\Users\\folder${i}x\\a`);
  redactor.settle();
  expect(redactor.names.counts.user).toBe(10_000);
  expect(redactor.text('C:\\Users\\folder77x\\b folder77x')).toBe('C:\\Users\\user-78\\b user-78');
  expect(redactor.text('C:\\Users\\folder9977x\\b')).toBe('C:\\Users\\user-9978\\b');
});
