import { describe, expect, it } from 'vitest';
import { type Call, Signature } from '../../index.ts';
import { hasNestedRepeat, hasUnboundedGap, RULES, type Subject } from './rules.ts';
import { expressionsOf } from './source-text.ts';

class Good extends Signature {
  override name = 'good_one';
  override description = 'Switches off Microsoft Defender';
  override severity = 3;
  override confidence = 90;
  override categories = ['defence'];
  override ttps = ['T1547.001'];
  override watch: Signature['watch'] = { apis: ['NtWriteFile'] };
  override onCall(_: Call) {}
}

const TEXT = `/** Administrators do so as well. */
export default class Good extends Signature {
  name = 'good_one';
  description = 'Switches off Microsoft Defender';
  severity = 3;
  confidence = 90;
  ttps = ['T1547.001'];
  watch = { apis: ['NtWriteFile'] };
  onCall(call) {}
}`;

function found(change: Partial<Signature> = {}, subject: Partial<Subject> = {}): string[] {
  const specimen = Object.assign(new Good(), change);
  const whole: Subject = {
    name: specimen.name,
    stem: specimen.name,
    isAlone: true,
    isYaml: false,
    specimen,
    text: TEXT,
    cases: { detects: 2, ignores: 2 },
    tainted: [],
    ...subject,
  };
  return RULES.flatMap(({ name, check }) => check(whole).map(({ place }) => `${name} ${place.line}`));
}

describe('rules', () => {
  it('find nothing in a good signature', () => {
    expect(found()).toEqual([]);
  });

  it.each([
    [{ name: 'Good-One' }, {}, ['name-style 3']],
    [{}, { stem: 'other' }, ['name-differs 3']],
    [{}, { stem: 'other', isAlone: false }, []],
    [{ description: ' ' }, {}, ['description 4']],
    [{ description: 'Shows \u202eexe.txt' }, {}, ['description 4']],
    [{ description: 'suspicious file.' }, {}, ['description-style 4', 'description-style 4', 'description-style 4']],
    [{ categories: [] }, {}, ['categories 2']],
    [{ ttps: ['T1060'] }, {}, ['attack 2']],
    [{ ttps: ['T9999'] }, {}, ['attack 2']],
    [{ ttps: ['T1636.004'], platforms: ['android'] }, {}, []],
    [{ ttps: [], mbcs: ['B0001.002'] }, {}, []],
    [{ ttps: [] }, {}, ['attack-missing 2']],
    [{ mbcs: ['Z9999'] }, {}, ['attack 2']],
    [{}, { cases: undefined }, ['cases-missing 2']],
    [{}, { cases: { detects: 2, ignores: 0 } }, ['cases-missing 2']],
    [{}, { cases: { detects: 1, ignores: 2 } }, ['cases-few 2']],
    [{ watch: {} }, {}, ['catch-all 9']],
    [{ watch: { arguments: {} } }, {}, ['catch-all 9']],
    [
      { watch: { apis: ['NtWritefile', 'CreateFileW', 'NtWrteFile', 'Zz*', 'NtWrite*', 'SomethingElse'] } },
      {},
      ['unknown-api 2', 'unknown-api 2', 'unknown-api 2', 'unknown-api 2'],
    ],
    [{}, { tainted: ['description'] }, ['description-canary 4']],
    [{}, { text: TEXT.replace(/^\/\*\*.*\n/, '') }, ['false-positives 1']],
    [{}, { text: TEXT.replace(/^ {2}confidence.*\n/m, '') }, ['confidence 5']],
    [{}, { text: `const A = /(a+)+b/;\n${TEXT}` }, ['slow-expression 1']],
    [{}, { text: `const A = /a.*b/;\n${TEXT}` }, ['unbounded-expression 1']],
    [{}, { text: `const A = /ab/g;\nA.test('');\n${TEXT}` }, ['global-expression 1']],
    [{}, { text: `const A = /ab/g;\n''.matchAll(A);\n${TEXT}` }, []],
  ] as [Partial<Signature>, Partial<Subject>, string[]][])('%j %j: %j', (change, subject, expected) => {
    expect(found(change, subject)).toEqual(expected);
  });
});

describe('expressions', () => {
  it.each([
    ['(a+)+', true],
    ['(?:x*y?)*', true],
    ['((?:ab)+c)*', false],
    ['(?:[a-z0-9-]+\\.)+[a-z]{2,}', false],
    ['(?:\\\\[^\\\\]+)*', false],
    ['(?:\\\\.+)*', true],
    ['(?:a{1,20}b){1,5}', false],
    ['a+b+', false],
  ])('%s has a repetition inside a repetition: %s', (source, expected) => {
    expect(hasNestedRepeat(source)).toBe(expected);
  });

  it.each([
    ['a.*b', true],
    ['^.*b', false],
    ['a.{0,20}b', false],
    ['a|b.+', false],
    ['x[\\s\\S]+?y', true],
  ])('%s has a gap without bound: %s', (source, expected) => {
    expect(hasUnboundedGap(source)).toBe(expected);
  });

  it('are found where they are, and nowhere else', () => {
    const text =
      "const a = 6 / 2 / 1; // not /this/\nconst b = /x[/]y/gi; const c = 'a/b/c';\nreturn /z/.test(q) ? w / 3 : `/v/`; /* /no/ */";
    expect(expressionsOf(text).map(({ source, flags }) => `${source} ${flags}`)).toEqual(['x[/]y gi', 'z ']);
  });
});
