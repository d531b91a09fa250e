import { describe, expect, it } from 'vitest';
import { diagnosticText } from './diagnostic-text.ts';
import { fixRuleFile } from './fix-rule-file.ts';
import { readRuleFile, readRuleText } from './read-rule-file.ts';

/** A rule file around the text of one rule object's fields. */
const around = (key: string, object: string) => `{"info": {"type": "hash"}, "rules": {"${key}": [{${object}}]}}`;
const read = (text: string, options = {}) => readRuleText('r.json', text, options);
const told = (text: string) => read(text).diagnostics.map(({ severity, code }) => `${severity} ${code}`);
const fixed = (text: string) => fixRuleFile('r.json', new TextEncoder().encode(text)).text;
const valuesOf = (text: string) =>
  read(text).file?.objects.flatMap(({ values }) => values.map(({ written }) => written));

describe('what is not JSON but can be read', () => {
  it.each([
    [
      'trailing commas',
      '{"info": {"type": "hash",}, "rules": {"tcp_port": [{"rules": [1,], "score": 1,},],},}',
      'RULES_TRAILING_COMMA',
      6,
    ],
    ['commas too many', around('tcp_port', '"rules": [1,,2], "score": 1'), 'RULES_EXTRA_COMMA', 1],
    ['comments', `// a\n${around('tcp_port', '"rules": [1 /* x */], # y\n "score": 1')}`, 'RULES_COMMENT', 3],
    ['unquoted keys', around('tcp_port', 'rules: [1], score: 1'), 'RULES_UNQUOTED_KEY', 2],
    ['unquoted text', around('vt_score', '"rules": [1-5], "score": 1'), 'RULES_UNQUOTED_TEXT', 1],
    ['curly quotes', around('string', '“rules”: [“a”], "score": 1'), 'RULES_ODD_QUOTES', 2],
    ['single quotes', around('string', '\'rules\': [\'say "x"\'], "score": 1'), 'RULES_ODD_QUOTES', 2],
    ['odd spaces', around('string', '"rules":\u00a0["a"],\u00a0"score": 1'), 'RULES_ODD_SPACE', 2],
    ['odd numbers', around('string', '"rules": ["a"], "score": .5'), 'RULES_ODD_NUMBER', 1],
    ['Python literals', around('string', '"rules": ["a"], "score": 1, "case_sensitive": True'), 'RULES_ODD_LITERAL', 1],
    ['space in keys', around('string', '" rules": ["a"], "score\t": 1'), 'RULES_SPACE_IN_KEY', 2],
    ['a byte order mark', `\ufeff${around('string', '"rules": ["a"], "score": 1')}`, 'RULES_BYTE_ORDER_MARK', 1],
    ['control characters', around('string', '"rules": ["a\tb"], "score": 1'), 'RULES_CONTROL_CHARACTER', 1],
    [
      'a missing end',
      '{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a"], "score": 1}',
      'RULES_UNCLOSED_AT_END',
      1,
    ],
  ] as [string, string, string, number][])('%s', (_, text, code, count) => {
    const result = read(text);
    expect(result.file).toBeDefined();
    expect(result.diagnostics.map((one) => one.code)).toEqual(new Array(count).fill(code));
    expect(() => JSON.parse(fixed(text))).not.toThrow();
    expect(read(fixed(text)).diagnostics).toEqual([]);
    // Strict reading refuses it.
    expect(read(text, { strict: true })).toMatchObject({ file: undefined, errors: count });
  });

  it('missing commas', () => {
    const text =
      '{"info": {"type": "hash"} "rules": {"tcp_port": [{"rules": [1], "score": 1} {"rules": [2], "score": 1}]}}';
    expect(told(text)).toEqual(['warning RULES_MISSING_COMMA', 'warning RULES_MISSING_COMMA']);
    expect(fixed(text)).toBe(
      '{"info": {"type": "hash"}, "rules": {"tcp_port": [{"rules": [1], "score": 1}, {"rules": [2], "score": 1}]}}',
    );
  });
});

describe('backslashes', () => {
  const values = (written: string, key = 'file_opened') => valuesOf(around(key, `"rules": [${written}], "score": 1`));
  const codes = (written: string, key = 'file_opened') => told(around(key, `"rules": [${written}], "score": 1`));

  it.each([
    ['doubled ones are as JSON has them', '"C:\\\\Windows\\\\x"', 'C:\\Windows\\x', []],
    [
      'lone ones stand for themselves',
      '"C:\\Windows\\system32*"',
      'C:\\Windows\\system32*',
      ['warning RULES_LONE_BACKSLASH'],
    ],
    [
      'beside a lone one, \\t and \\u are none either',
      '"C:\\Windows\\temp\\udead"',
      'C:\\Windows\\temp\\udead',
      ['warning RULES_LONE_BACKSLASH'],
    ],
    [
      '\\t in a path is a backslash and a letter',
      '"C:\\temp\\new.exe"',
      'C:\\temp\\new.exe',
      ['warning RULES_DOUBTFUL_ESCAPE'],
    ],
    ['also beside doubled ones', '"C:\\\\a\\temp\\\\b"', 'C:\\a\\temp\\b', ['warning RULES_DOUBTFUL_ESCAPE']],
    ['one before the closing quote ends no text', '"C:\\Windows\\"', 'C:\\Windows\\', ['warning RULES_LONE_BACKSLASH']],
    ['an escaped quote is one', '"a \\"b\\" c"', 'a "b" c', []],
    ['a letter of another script is one', '"caf\\u00e9.exe"', 'café.exe', []],
    ['a control character on purpose is one', '"a\\u0009b"', 'a\tb', []],
    ['in a pattern, \\b is a boundary', '"!REGEX!\\bfoo"', '!REGEX!\\bfoo', ['warning RULES_DOUBTFUL_ESCAPE']],
    ['in a pattern, \\d is a digit', '"!REGEX!^\\d+$"', '!REGEX!^\\d+$', ['warning RULES_LONE_BACKSLASH']],
  ] as [string, string, string, string[]][])('%s', (_, written, value, expected) => {
    expect(values(written)).toEqual([value]);
    expect(codes(written)).toEqual(expected);
    const mended = fixed(around('file_opened', `"rules": [${written}], "score": 1`));
    expect(read(mended).diagnostics).toEqual([]);
    expect(
      (JSON.parse(mended) as { rules: { file_opened: [{ rules: string[] }] } }).rules.file_opened[0].rules,
    ).toEqual([value]);
  });

  it('two texts that end in one are two', () => {
    expect(values('"C:\\Windows\\", "D:\\x"')).toEqual(['C:\\Windows\\', 'D:\\x']);
  });

  it('\\t in HTTP paths and strings is a tab', () => {
    expect(values('"a\\tb"', 'string')).toEqual(['a\tb']);
    expect(codes('"a\\tb"', 'string')).toEqual([]);
  });
});

describe('structure', () => {
  it('takes a rule key beside "rules" for one in it, and mends that', () => {
    const text = '{\n  "info": {"type": "hash"},\n  "tcp_port": [{"rules": [1], "score": 1}],\n  "rules": {}\n}';
    expect(told(text)).toEqual(['warning RULES_MISPLACED_KEY']);
    expect(read(text).file?.objects).toHaveLength(1);
    expect(fixed(text)).toBe(
      '{\n  "info": {"type": "hash"},\n  "rules": {\n    "tcp_port": [{"rules": [1], "score": 1}]\n  }\n}',
    );
  });

  it('makes the "rules" that rule keys lack', () => {
    const text = '{"info": {"type": "hash"}, "tcp_port": [{"rules": [1], "score": 1}]}';
    expect(told(text)).toEqual(['warning RULES_MISSING_FIELD']);
    expect(JSON.parse(fixed(text))).toEqual({
      info: { type: 'hash' },
      rules: { tcp_port: [{ rules: [1], score: 1 }] },
    });
  });

  it('joins the lists of a rule key that comes twice', () => {
    const text =
      '{"info": {"type": "hash"}, "rules": {"tcp_port": [{"rules": [1], "score": 1}], "udp_port": [], "tcp_port": [{"rules": [2], "score": 1}]}}';
    expect(told(text)).toEqual(['warning RULES_DUPLICATE_KEY']);
    expect(valuesOf(text)).toEqual([1, 2]);
    expect(JSON.parse(fixed(text))).toEqual({
      info: { type: 'hash' },
      rules: {
        tcp_port: [
          { rules: [1], score: 1 },
          { rules: [2], score: 1 },
        ],
        udp_port: [],
      },
    });
  });

  it('takes a rule object without a list, and a value without one', () => {
    const text = '{"info": {"type": "hash"}, "rules": {"tcp_port": {"rules": 1, "score": 1}}}';
    expect(told(text)).toEqual(['warning RULES_NOT_IN_LIST']);
    expect(valuesOf(text)).toEqual([1]);
  });

  it('leaves other fields of info, comments and $schema to the author', () => {
    const text =
      '{"$schema": "x", "info": {"type": "ip", "author": "me", "x": {"y": []}}, "rules": {"tcp_port": [{"rules": [1], "score": 1, "comment": "why"}]}}';
    expect(told(text)).toEqual([]);
    expect(read(text).file?.type).toBe('ip');
  });

  it.each([
    ['[]', ['RULES_WRONG_KIND']],
    ['"x"', ['RULES_WRONG_KIND']],
    ['', ['RULES_EMPTY']],
    ['{}', ['RULES_MISSING_FIELD', 'RULES_MISSING_FIELD']],
    ['{"info": {"type": "hash"}, "rules": []}', ['RULES_WRONG_KIND']],
    ['{"info": [], "rules": {}}', ['RULES_WRONG_KIND']],
    ['{"info": {"type": 7}, "rules": {}}', ['RULES_WRONG_KIND']],
    ['{"info": {"type": "hash"}, "rules": {"tcp_port": 7}}', ['RULES_WRONG_KIND']],
    ['{"info": {"type": "hash"}, "rules": {"tcp_port": [7]}}', ['RULES_WRONG_KIND']],
    [around('tcp_port', '"rules": [], "score": 1'), ['RULES_NO_VALUES']],
    [around('tcp_port', '"rules": [1]'), ['RULES_MISSING_FIELD']],
    [around('tcp_port', '"score": 1'), ['RULES_MISSING_FIELD']],
    [around('tcp_port', '"rules": [1], "score": 1, "score": 2'), ['RULES_DUPLICATE_FIELD']],
    [around('tcp_port', '"rules": [1], "score": null'), ['RULES_WRONG_KIND']],
    [around('tcp_port', '"rules": [1], "score": 1e999'), ['RULES_SCORE_RANGE']],
    [around('tcp_port', '"rules": [1], "score": 1000000.1'), ['RULES_SCORE_RANGE']],
    [around('tcp_port', '"rules": [1], "score": 0.0000001'), ['RULES_SCORE_RANGE']],
    [around('tcp_port', '"rules": [1], "score": 1, "group_id": -1'), ['RULES_GROUP_RANGE']],
    [around('tcp_port', '"rules": [1], "score": 1, "group_id": 1.5'), ['RULES_GROUP_RANGE']],
    [around('tcp_port', '"rules": [1], "score": 1, "case_sensitive": true'), ['RULES_CASE_MEANINGLESS']],
    [around('string', '"rules": ["a"], "score": 1, "case_sensitive": 1'), ['RULES_WRONG_KIND']],
    [`${around('tcp_port', '"rules": [1], "score": 1')} x`, ['RULES_AFTER_END']],
    ['{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a"], "score": 1', ['RULES_CUT_OFF']],
    ['{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a', ['RULES_UNCLOSED_TEXT', 'RULES_CUT_OFF']],
    ['{"info": {"type": "hash"}, "rules": {} /* x', ['RULES_UNCLOSED_COMMENT']],
    ['{"info" {"type": "hash"}, "rules": {}}', ['RULES_EXPECTED_COLON']],
    ['{"info": {"type": "hash"}, "rules": }', ['RULES_EXPECTED_VALUE']],
    [
      '{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a"], "score": 1}}, "x": 1}',
      ['RULES_MISMATCHED_BRACKET', 'RULES_UNKNOWN_FIELD'],
    ],
    [
      '{"info": {"type": "hash"}, "rules": {"string": [{"rules": ["a", "score": 1}]}}',
      ['RULES_UNCLOSED_LIST', 'RULES_MISMATCHED_BRACKET'],
    ],
  ])('%s is refused', (text, codes) => {
    const result = read(text);
    expect(result.file).toBeUndefined();
    expect(result.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(codes);
  });
});

describe('names', () => {
  it.each([
    ['{"info": {"type": "hash"}, "rules": {"dir_remove": []}}', 'RULES_UNKNOWN_KEY', 'Did you mean "dir_removed"?'],
    [
      '{"info": {"type": "hash"}, "rules": {"zzzzzz": []}}',
      'RULES_UNKNOWN_KEY',
      'Rule keys are: command_line, cuckoo_score,',
    ],
    ['{"info": {"type": "hahs"}, "rules": {}}', 'RULES_UNKNOWN_TYPE', 'Did you mean "hash"?'],
    [
      '{"info": {"type": "hash"}, "rules": {}, "cuckoo_scor": []}',
      'RULES_UNKNOWN_FIELD',
      'Did you mean "cuckoo_score"?',
    ],
    ['{"info": {"typ": "hash"}, "rules": {}}', 'RULES_MISSING_FIELD', 'Did you mean "type" where it says "typ"?'],
    [around('tcp_port', '"rules": [1], "score": 1, "grup_id": 1'), 'RULES_UNKNOWN_FIELD', 'Did you mean "group_id"?'],
    ['{"info": {"type": "hash"}, "rules": {"__proto__": []}}', 'RULES_UNKNOWN_KEY', 'Rule keys are'],
    [
      around('tcp_port', '"rules": [1], "score": 1, "__proto__": {"score": 9}'),
      'RULES_UNKNOWN_FIELD',
      'It has: rules, score,',
    ],
  ])('%s: %s', (text, code, hint) => {
    const [diagnostic] = read(text).diagnostics;
    expect(diagnostic).toMatchObject({ severity: 'error', code });
    expect(diagnostic!.hint).toContain(hint);
  });
});

describe('values', () => {
  const codes = (key: string, written: string) => told(around(key, `"rules": [${written}], "score": 1`));
  const mended = (key: string, written: string) =>
    (
      JSON.parse(fixed(around(key, `"rules": [${written}], "score": 1`))) as {
        rules: { [key: string]: [{ rules: unknown[] }] };
      }
    ).rules[key]![0].rules[0];

  it.each([
    ['tcp_port', '"23"', 23, ['RULES_NUMBER_IN_TEXT']],
    ['vt_score', '" 1-5 "', '1-5', ['RULES_SPACE_IN_VALUE']],
    ['cuckoo_score', '"0.5 - 2"', '0.5-2', ['RULES_SPACE_IN_VALUE']],
    ['ip_in_subnet', '"10.1.2.3/8"', '10.0.0.0/8', ['RULES_HOST_BITS']],
    ['ip_in_subnet', '"192.0.2.1"', '192.0.2.1/32', ['RULES_NO_PREFIX']],
    ['ip_in_subnet', '"10.0.0.0/255.255.0.0"', '10.0.0.0/16', ['RULES_NETMASK']],
    ['ip_in_subnet', '"2001:db8::1"', '2001:db8::1/128', ['RULES_NO_PREFIX']],
    ['ip_in_range', '"192.0.2.1 - 192.0.2.9"', '192.0.2.1-192.0.2.9', ['RULES_SPACE_IN_VALUE']],
    ['string', '12345', '12345', ['RULES_TEXT_AS_NUMBER']],
    ['string', '"!REGEX!a\\\\yb"', '!REGEX!ayb', ['RULES_REGEX_LETTER']],
    ['ip_in_subnet', '"44.22.1.0/24"', '44.22.1.0/24', []],
    ['ip_in_range', '"2001:db8::1-2001:db8::ff"', '2001:db8::1-2001:db8::ff', []],
    ['dead_host_amount', '"1-1"', '1-1', []],
  ] as [string, string, unknown, string[]][])('%s %s', (key, written, expected, warnings) => {
    expect(codes(key, written)).toEqual(warnings.map((code) => `warning ${code}`));
    expect(mended(key, written)).toBe(expected);
  });

  it.each([
    ['cuckoo_score', '"5"', 'RULES_VALUE_FORM'],
    ['cuckoo_score', '5', 'RULES_VALUE_FORM'],
    ['cuckoo_score', '"2.0-1.0"', 'RULES_RANGE_BACKWARDS'],
    ['cuckoo_score', '"a-b"', 'RULES_VALUE_FORM'],
    ['vt_score', '"1.5-2"', 'RULES_VALUE_FORM'],
    ['vt_score', '"1-2-3"', 'RULES_VALUE_FORM'],
    ['vt_score', 'null', 'RULES_VALUE_KIND'],
    ['tcp_port', '65536', 'RULES_VALUE_RANGE'],
    ['tcp_port', '-1', 'RULES_VALUE_RANGE'],
    ['tcp_port', '80.5', 'RULES_VALUE_FORM'],
    ['tcp_port', '"http"', 'RULES_VALUE_FORM'],
    ['tcp_port', '""', 'RULES_VALUE_FORM'],
    ['tcp_port', '[80]', 'RULES_VALUE_KIND'],
    ['signature_severity', '"high"', 'RULES_VALUE_FORM'],
    ['ip_in_subnet', '"10.0.0.0/33"', 'RULES_VALUE_FORM'],
    ['ip_in_subnet', '"10.0.0.0/255.0.255.0"', 'RULES_VALUE_FORM'],
    ['ip_in_subnet', '"010.0.0.0/8"', 'RULES_VALUE_FORM'],
    ['ip_in_range', '"192.0.2.9-192.0.2.1"', 'RULES_RANGE_BACKWARDS'],
    ['ip_in_range', '"192.0.2.1-2001:db8::1"', 'RULES_RANGE_FAMILIES'],
    ['ip_in_range', '"192.0.2.*"', 'RULES_VALUE_FORM'],
    ['string', '""', 'RULES_EMPTY_TEXT'],
    ['string', '"!REGEX!"', 'RULES_EMPTY_TEXT'],
    ['string', 'true', 'RULES_VALUE_KIND'],
    ['string', '{}', 'RULES_VALUE_KIND'],
    ['string', `"${'x'.repeat(4097)}"`, 'RULES_TEXT_TOO_LONG'],
    ['string', '"!REGEX!(a"', 'RULES_REGEX_SYNTAX'],
    ['string', '"!REGEX!(?=a)"', 'RULES_REGEX_UNSUPPORTED'],
    ['string', '"!REGEX!a{2000}"', 'RULES_REGEX_TOO_LARGE'],
    ['string', '"!REGEX!(?:(?:[a-z]{30}){30}){30}"', 'RULES_REGEX_TOO_LARGE'],
    ['signature_name', '""', 'RULES_EMPTY_TEXT'],
    ['signature_name', '[]', 'RULES_VALUE_KIND'],
  ])('%s %s is refused', (key, written, code) => {
    expect(codes(key, written)).toEqual([`error ${code}`]);
  });
});

describe('places', () => {
  it('of a fault in a pattern are where it stands in the file, escapes counted', () => {
    const text = around('string', '"rules": ["!REGEX!\\\\d\\u0061(?=x)"], "score": 1');
    const [diagnostic] = read(text).diagnostics;
    expect(text.slice(diagnostic!.span.start, diagnostic!.span.end)).toBe('(?=');
    expect(diagnostic!.where).toMatchObject({ file: 'r.json', line: 1, column: text.indexOf('(?=') + 1 });
  });

  it('are lines and characters, whatever ends the lines', () => {
    const text = '{\r\n"info": {"type": "hash"},\r\n"rules": {"😀😀": [], "dir_remove": []}}';
    expect(read(text).diagnostics.map(({ where }) => [where.line, where.column])).toEqual([
      [3, 11],
      [3, 21],
    ]);
  });

  it('of rule objects are their braces', () => {
    const { file } = read('{"info": {"type": "hash"},\n"rules": {"tcp_port": [\n  {"rules": [1], "score": 1}]}}');
    expect(file?.objects[0]).toMatchObject({ file: 'r.json', line: 3, column: 3 });
  });
});

it('shows a mistake as a compiler does', () => {
  const text = '{\n\t"info": {"type": "hash"},\n\t"rules": {"dir_remove": []}\n}';
  const { diagnostics, source } = read(text);
  expect(diagnosticText(diagnostics[0]!, source)).toBe(
    [
      'error[RULES_UNKNOWN_KEY]: there is no rule key "dir_remove"',
      '  --> r.json:3:12',
      '  |',
      '3 |   "rules": {"dir_remove": []}',
      '  |             ^^^^^^^^^^^^',
      '  = help: Did you mean "dir_removed"?',
    ].join('\n'),
  );
});

it('shows a part of a long line, and no control character', () => {
  const { diagnostics, source } = read(around('string', `"rules": ["${'x'.repeat(500)}\u001b[2J\u202e"], "score": 1`));
  const shown = diagnosticText(diagnostics[0]!, source);
  expect(shown).toContain('⟦U+001B⟧[2J⟦U+202E⟧');
  expect(shown).not.toMatch(/[\u001b\u202e]/);
  expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThan(140);
});

describe('encodings', () => {
  const text = around('string', '"rules": ["é"], "score": 1');

  it('UTF-16 with a mark is read, and mended to UTF-8', () => {
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16()]) {
      const result = readRuleFile('r.json', bytes);
      expect(result.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning RULES_UTF16']);
      expect(result.file!.objects[0]!.values[0]!.written).toBe('é');
      expect(fixRuleFile('r.json', bytes)).toMatchObject({ text, remaining: [] });
    }
  });

  it('anything else is refused, with the place', () => {
    const bytes = Buffer.from(text, 'latin1');
    const result = readRuleFile('r.json', bytes);
    expect(result.file).toBeUndefined();
    expect(result.diagnostics[0]).toMatchObject({
      code: 'RULES_NOT_UTF8',
      message: `byte ${bytes.indexOf(0xe9)} is no part of UTF-8 text`,
    });
    expect(readRuleFile('r.json', Buffer.from(text.replace('é', '\ufffd'))).errors).toBe(0);
  });
});
