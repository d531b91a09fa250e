import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { fold } from '../match/fold.ts';
import { translateRegex } from './to-re2.ts';

interface PythonCases {
  texts: string[];
  /** Pattern, and for each text whether it is found there; null for a pattern that Python refuses. */
  cases: [string, string | null][];
}

const PYTHON = JSON.parse(readFileSync(new URL('./testdata/python-re.json', import.meta.url), 'utf8')) as PythonCases;

const finds = (pattern: string, text: string, ignoreCase = false) => {
  const translated = translateRegex(pattern, ignoreCase);
  if ('kind' in translated) throw new Error(translated.what);
  return RE2JS.compile(translated.re2).test(text);
};

const fault = (pattern: string) => {
  const translated = translateRegex(pattern, false);
  return 'kind' in translated ? `${translated.kind}: ${translated.what}` : undefined;
};

describe('against Python', () => {
  it('finds what Python finds, in every text', () => {
    let compared = 0;
    for (const [pattern, expected] of PYTHON.cases) {
      const translated = translateRegex(pattern, false);
      if ('kind' in translated) {
        // Refused: either Python does too, or the construct is one that needs backtracking.
        if (expected !== null) expect(translated.kind, pattern).toBe('unsupported');
        continue;
      }
      expect(expected, pattern).not.toBeNull();
      const search = RE2JS.compile(translated.re2);
      const ignoresCase = translated.re2.startsWith('(?i:');
      for (const [index, text] of PYTHON.texts.entries()) {
        // Python 2.7 folds only ASCII, we fold all scripts.
        if (ignoresCase && /[^\x00-\x7f]/.test(text)) continue;
        expect(search.test(text), `${pattern} in ${JSON.stringify(text)}`).toBe(expected![index] === '1');
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(9000);
  });

  it('names literals that every match holds', () => {
    let held = 0;
    for (const [pattern, expected] of PYTHON.cases) {
      const translated = translateRegex(pattern, false);
      if ('kind' in translated || translated.required.length === 0 || expected === null) continue;
      const ignoresCase = translated.re2.startsWith('(?i:');
      for (const [index, text] of PYTHON.texts.entries()) {
        if (expected[index] !== '1') continue;
        const folded = ignoresCase ? fold(text) : text;
        expect(
          translated.required.every((set) => set.some((literal) => folded.includes(literal))),
          `${pattern} in ${text}`,
        ).toBe(true);
        held += 1;
      }
    }
    expect(held).toBeGreaterThan(100);
  });
});

describe('constructs that need backtracking', () => {
  it.each([
    ['foo(?=bar)', 'unsupported: a look-ahead (?=…)'],
    ['foo(?!bar)', 'unsupported: a negative look-ahead (?!…)'],
    ['(?<=foo)bar', 'unsupported: a look-behind (?<=…)'],
    ['(?<!foo)bar', 'unsupported: a negative look-behind (?<!…)'],
    ['(a)\\1', 'unsupported: a back-reference \\1'],
    ['(?P<x>a)(?P=x)', 'unsupported: a back-reference (?P=…)'],
    ['(a)?(?(1)b|c)', 'unsupported: a conditional group (?(…)…)'],
    ['(?L)a', 'unsupported: the locale flag (?L)'],
    ['a$b', 'unsupported: a "$" that something has to follow'],
    ['(?u)\\ba', 'unsupported: a word boundary \\b or \\B with the flag (?u)'],
  ])('%s is refused by name', (pattern, expected) => {
    expect(fault(pattern)).toBe(expected);
  });
});

describe('mistakes', () => {
  it.each([
    ['(a', 'a "(" that is never closed'],
    ['a)', 'a ")" that closes nothing'],
    ['[a', 'a "[" that is never closed'],
    ['*a', 'nothing to repeat'],
    ['a**', 'two repetitions directly after each other'],
    ['[z-a]', 'a range "z-a" that does not go up'],
    ['a\\', 'a backslash at the end'],
    ['\\xg1', 'a "\\x" without two hexadecimal digits'],
    ['(?<n>a)', 'an unknown group "(?<n"; Python writes a named group (?P<name>…)'],
    ['(?P<1a>b)', 'a group name "1a" that is no identifier'],
    ['(?P<a>b)(?P<a>c)', 'two groups named "a"'],
    ['a{3,2}', 'a repetition from 3 to 2'],
    ['(?q)a', 'an unknown flag "q"'],
  ])('%s', (pattern, expected) => {
    expect(fault(pattern)).toBe(`syntax: ${expected}`);
  });

  it('refuses repetitions that make huge automata', () => {
    expect(fault('a{1001}')).toBe('too-large: a repetition of 1001 (at most 1000)');
    expect(fault('('.repeat(300) + ')'.repeat(300))).toMatch(/^too-large: more than 200 groups/);
  });
});

describe('what Python means', () => {
  it('searches anywhere', () => {
    expect(finds('oo', 'foobar')).toBe(true);
  });

  it('lets $ match before a last line end', () => {
    expect(finds('end$', 'the end\n')).toBe(true);
    expect(finds('end$', 'the end\n\n')).toBe(false);
    expect(finds('end\\Z', 'the end\n')).toBe(false);
  });

  it('takes flags anywhere for the whole pattern', () => {
    expect(finds('FOO(?i)', 'foo')).toBe(true);
    expect(finds('f o o # comment\n(?x)', 'foo')).toBe(true);
    expect(finds('(?x) f\\ o [ ]', 'f o ')).toBe(true);
  });

  it('knows names, comments and groups without a number', () => {
    expect(finds('(?P<drive>[A-Z]):(?#a drive)(?:\\\\)', 'C:\\')).toBe(true);
  });

  it('has no POSIX classes: [[:alpha:]] is a class and a bracket', () => {
    expect(finds('^[[:alpha:]]$', 'p]')).toBe(true);
    expect(finds('^[[:alpha:]]$', 'p')).toBe(false);
  });

  it('reads escapes of letters that mean nothing as the letter, and says so', () => {
    const translated = translateRegex('\\Qa\\E\\p', false);
    expect('kind' in translated ? [] : translated.remarks.map(({ what }) => what)).toEqual(['\\Q', '\\E', '\\p']);
    expect(finds('^\\Qa\\E$', 'QaE')).toBe(true);
  });

  it('counts a vertical tab as white space, as RE2 does not', () => {
    expect(finds('^\\s$', '\v')).toBe(true);
  });

  it('with (?u), knows letters and digits of other scripts', () => {
    expect(finds('(?u)^\\w+$', 'žluťoučký')).toBe(true);
    expect(finds('^\\w+$', 'žluťoučký')).toBe(false);
    expect(finds('(?u)^\\d$', '٣')).toBe(true);
    expect(finds('(?u)^\\W$', 'ž')).toBe(false);
  });

  it('ignores case for all scripts when told to, and keeps \\W what it is', () => {
    expect(finds('ÉCOLE', 'école', true)).toBe(true);
    expect(finds('^\\W$', 'k', true)).toBe(false);
    expect(finds('^[\\Wa]$', 'A', true)).toBe(true);
    expect(finds('^[^\\Wa]$', 'A', true)).toBe(false);
  });

  it('lets a part of the pattern ignore case, as Python 3 does', () => {
    expect(finds('^(?i:a)b$', 'Ab')).toBe(true);
    expect(finds('^(?i:a)b$', 'AB')).toBe(false);
    expect(finds('^(?-i:a)b$', 'aB', true)).toBe(true);
    expect(finds('^(?-i:a)b$', 'AB', true)).toBe(false);
  });
});

describe('required literals', () => {
  const required = (pattern: string, ignoreCase = false) => {
    const translated = translateRegex(pattern, ignoreCase);
    return 'kind' in translated ? translated.what : translated.required;
  };

  it.each([
    ['evil\\d+\\.exe', [['evil'], ['.exe']]],
    ['[0-9]+(?:\\.exe|\\.dll)$', [['.exe', '.dll']]],
    ['x\\.(exe|dll)', [['x.exe', 'x.dll']]],
    ['(?:foo|)bar', [['foobar', 'bar']]],
    ['a[bc]d', [['abd', 'acd']]],
    ['(?:abc)+x?', [['abc']]],
    ['(?:ab.c|d+)', [['ab', 'd']]],
    ['a.bb.ccc.dddd.eeeee', [['eeeee'], ['dddd'], ['ccc'], ['bb']]],
  ])('%s needs one of each of %j', (pattern, expected) => {
    expect(required(pattern)).toEqual(expected);
  });

  it.each(['[a-z]+', 'a|', '.*', '(?:foo)?', 'é+', 'a|.'])('%s needs none', (pattern) => {
    expect(required(pattern)).toEqual([]);
  });

  it('is in lower case where case is ignored', () => {
    expect(required('EVIL', true)).toEqual([['evil']]);
  });
});
