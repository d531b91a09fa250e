import { describe, expect, it } from 'vitest';
import { fixRuleFile } from './fix-rule-file.ts';
import { MD5, ruleFileOf, score, states } from './fixtures.cases.ts';
import { readRuleFile, readRuleText } from './read-rule-file.ts';
import { RuleSet } from './rule-set.ts';

const codes = (text: string) => readRuleText('r.json', text).diagnostics.map(({ code }) => code);

describe('hostile rule files', () => {
  it('nested deeper than any are refused', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['{"rules":[', ']}'],
    ] as const) {
      const deep = `${open.repeat(200_000)}1${close.repeat(200_000)}`;
      const diagnostics = codes(deep);
      expect(diagnostics.filter((code) => code === 'RULES_TOO_DEEP')).toHaveLength(1);
      expect(diagnostics.length).toBeLessThan(5);
    }
  });

  it('larger than the limit are refused unread', () => {
    const read = readRuleFile('r.json', new Uint8Array(1001), { limits: { bytes: 1000 } });
    expect(read.diagnostics.map(({ code }) => code)).toEqual(['RULES_FILE_TOO_LARGE']);
  });

  it('with more values than the limit are refused', () => {
    const values = JSON.stringify(Array.from({ length: 1001 }, (_, index) => `v${index}`));
    const text = `{"info": {"type": "hash"}, "rules": {"string": [{"rules": ${values}, "score": 1}]}}`;
    const read = readRuleText('r.json', text, { limits: { values: 1000 } });
    expect(read).toMatchObject({ file: undefined, errors: 1, diagnostics: [{ code: 'RULES_TOO_MANY_VALUES' }] });
  });

  it('with fifty thousand mistakes list some and count the rest, and are mended', () => {
    const text = `{"info": {"type": "hash"}, "rules": {"string": [{"rules": [${'"\\q",'.repeat(50_000)}], "score": 1}]}}`;
    const read = readRuleText('r.json', text);
    expect(read.diagnostics).toHaveLength(1001);
    expect(read.diagnostics.at(-1)).toMatchObject({ code: 'RULES_MORE', message: '49001 further findings not listed' });
    expect(read.file!.objects[0]!.values).toHaveLength(50_000);
    expect(fixRuleFile('r.json', Buffer.from(text)).remaining).toEqual([]);
  });

  it('with __proto__ and constructor as keys are told so, and change nothing', () => {
    const text =
      '{"__proto__": {"polluted": 1}, "info": {"type": "hash", "__proto__": {"x": 1}}, "rules": {"constructor": [], "toString": []}}';
    expect(codes(text)).toEqual(['RULES_UNKNOWN_FIELD', 'RULES_UNKNOWN_KEY', 'RULES_UNKNOWN_KEY']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('made of one kind of character end', () => {
    for (const unit of [
      '"',
      '\\',
      '[',
      '{',
      ',',
      ':',
      "'",
      '/*',
      '//\n',
      '#',
      '“',
      '"\\',
      '"\\"',
      '-',
      '{"',
      '["',
      'a:',
      '\u0000',
    ]) {
      const text = unit.repeat(5_000);
      expect(readRuleText('r.json', text).errors).toBeGreaterThan(0);
      expect(fixRuleFile('r.json', Buffer.from(text)).remaining.length).toBeGreaterThan(0);
    }
  });

  it('with expressions that backtracking engines cannot bear are searched in bounded time', () => {
    const evil = ['(a+)+$', '(a|aa)+b', '(.*)*x', '(a?){50}a{50}c', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'];
    const rules = { string: evil.map((pattern) => ({ rules: [`!REGEX!${pattern}`] })) };
    const text = `${'a'.repeat(50_000)}!`;
    expect(states(score(rules, { strings: [text, 'x'.repeat(50_000)] }))).toEqual(
      new Array(6).fill('not-matched').fill('matched', 2, 3),
    );
  });
});

describe('hostile reports', () => {
  const control = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');

  it('with texts of ten million characters are matched to their end, and evidence is cut', () => {
    const long = `${'a'.repeat(10_000_000)}z`;
    const rules = {
      string: [{ rules: ['*z'] }, { rules: ['*az?'] }, { rules: ['!REGEX!^a{5}'] }, { rules: ['!REGEX!z$'] }],
    };
    const ledger = score(rules, { strings: [long] });
    expect(states(ledger)).toEqual(['matched', 'not-matched', 'matched', 'not-matched']);
    expect(ledger.objects[0]!.evidence.items[0]).toMatchObject({ length: 10_000_001 });
    expect(ledger.problems.map(({ code }) => code)).toEqual(['RULES_LONG_TEXT']);
    expect(JSON.stringify(ledger).length).toBeLessThan(10_000);
  });

  it('with control characters and lone surrogates in every field are matched as they are', () => {
    const nasty = `${control}\ud800\u202e\u2028`;
    const results = {
      strings: [nasty],
      behavior: {
        processes: [{ process_name: nasty, command_line: nasty }],
        summary: { file_opened: [nasty], regkey_read: [nasty], mutexes: [nasty] },
      },
      network: {
        hosts: [nasty],
        http: [{ host: nasty, path: nasty, uri: nasty, 'user-agent': nasty }],
        dns: [{ request: nasty, answers: [{ data: nasty }] }],
        tcp: [{ dst: nasty, dport: nasty }],
      },
      signatures: [{ name: nasty, severity: 3 }],
    };
    const any = { rules: ['*\u202e*', '!REGEX!\\x00'] };
    const rules = {
      string: any,
      process_name: any,
      command_line: any,
      file_opened: any,
      registry_key_read: any,
      mutex: any,
      http_path: any,
      http_user_agent: any,
    };
    expect(states(score(rules, results))).toEqual(new Array(8).fill('matched'));
    for (const type of ['domain', 'url']) {
      const [ledger] = new RuleSet([ruleFileOf({ http_path: any }, 'r.json', type)]).score(results as never);
      expect(ledger!.total).toBe(1);
    }
  });

  it('with a hundred thousand hosts, names and requests are scored', () => {
    const address = (index: number) => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
    const indexes = Array.from({ length: 50_000 }, (_, index) => index);
    const results = {
      network: {
        hosts: indexes.map(address),
        domains: indexes.map((index) => ({ domain: 'one.example', ip: address(index) })),
        http: indexes.map((index) => ({
          host: 'one.example',
          port: 80,
          uri: `http://one.example/${index}`,
          path: `/${index}`,
        })),
        tcp: indexes.map((index) => ({ dst: address(index), dport: 80 })),
      },
    };
    const subnets = { ip_in_subnet: { rules: ['198.18.0.0/24'] }, http_path: { rules: ['/7'] } };
    const [ip] = new RuleSet([ruleFileOf(subnets, 'r.json', 'ip')]).score(results as never);
    expect(ip).toMatchObject({ value: '198.18.0.0', total: 2 });
    const [url] = new RuleSet([ruleFileOf({ http_path: { rules: ['/7'] } }, 'r.json', 'url')]).score(results as never);
    expect(url).toMatchObject({ value: 'http://one.example/7', total: 1 });
  });

  it('with patterns that match everywhere are counted up to a limit', () => {
    const strings = Array.from({ length: 30_000 }, (_, index) => `text ${index}`);
    const [object] = score({ string: { rules: ['*', '!REGEX!.'] } }, { file: { md5: MD5 }, strings }).objects;
    expect(object!.evidence).toMatchObject({ count: 2000, more: true });
  });

  it('with keys that objects inherit are read as data', () => {
    const results = JSON.parse(
      '{"__proto__": {"strings": ["x"]}, "behavior": {"summary": {"__proto__": {"file_opened": ["x"]}}}}',
    ) as object;
    expect(states(score({ string: { rules: ['x'] }, file_opened: { rules: ['x'] } }, results))).toEqual([
      'not-evaluated',
      'not-evaluated',
    ]);
  });
});
