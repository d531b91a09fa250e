import type { CharacterSet, ClassItem, RegexFault, RegexFlags, RegexNode, RegexRemark } from './node.ts';
import { MANY } from './node.ts';
import { parsePythonRegex } from './parse-python.ts';
import { requiredLiterals } from './required.ts';

export interface TranslatedRegex {
  /** The same pattern in RE2's syntax. */
  re2: string;
  /** Of each set, every match holds one literal; in lower case where case is ignored. */
  required: string[][];
  remarks: RegexRemark[];
}

// Without (?u), Python 2.7 knows only ASCII here.
const SETS: { [set in CharacterSet]: string } = {
  d: '0-9',
  D: '\\x{0}-/:-\\x{10FFFF}',
  w: '0-9A-Za-z_',
  W: '\\x{0}-/:-@\\[-\\^`\\{-\\x{10FFFF}',
  s: '\\t-\\r ',
  S: '\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{10FFFF}',
};
const SPACES =
  '\\t-\\r\\x{1C}-\\x{20}\\x{85}\\x{A0}\\x{1680}\\x{180E}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}';
const UNICODE_SETS: { [set: string]: string } = { d: '\\p{Nd}', w: '\\p{L}\\p{N}_', s: SPACES };
const MAX_CODE = 0x10ffff;

/**
 * Translates a pattern of Python 2.7's `re` to RE2, so that a search finds something in the same texts; where case is
 * ignored, it is for the letters of all scripts. What cannot run in linear time is a fault that names the construct.
 */
export function translateRegex(pattern: string, ignoreCase: boolean): TranslatedRegex | RegexFault {
  const parsed = parsePythonRegex(pattern);
  if ('kind' in parsed) return parsed;
  const { root, flags, remarks } = parsed;
  if (ignoreCase) flags.ignoreCase = true;
  const fault = checkDollars(root, flags, pattern.length) ?? checkUnicode(root, flags, pattern.length);
  if (fault) return fault;
  const body = write(root, flags);
  return {
    re2: flags.ignoreCase ? `(?i:${body})` : body,
    required: requiredLiterals(root, flags.ignoreCase),
    remarks,
  };
}

function write(node: RegexNode, flags: RegexFlags): string {
  switch (node.kind) {
    case 'literal':
      return writeCode(node.code);
    case 'any':
      return flags.dotAll ? '(?s:.)' : '[^\\n]';
    case 'class':
      return writeClass(node.negated, node.items, flags);
    case 'assert':
      return writeAssertion(node.at, flags);
    case 'group':
      return node.flags ? writeScoped(node.body, node.flags, flags) : `(?:${write(node.body, flags)})`;
    case 'concat':
      return node.parts.map((part) => write(part, flags)).join('');
    case 'alternate':
      return `(?:${node.options.map((option) => write(option, flags)).join('|')})`;
    case 'repeat':
      return writeRepeat(node, flags);
  }
}

function writeScoped(body: RegexNode, letters: string, flags: RegexFlags): string {
  const [on = '', off = ''] = letters.split('-');
  const inner = { ...flags };
  for (const letter of on) setFlag(inner, letter, true);
  for (const letter of off) setFlag(inner, letter, false);
  return `(?${inner.ignoreCase ? 'i' : '-i'}:${write(body, inner)})`;
}

function setFlag(flags: RegexFlags, letter: string, value: boolean): void {
  if (letter === 'i') flags.ignoreCase = value;
  if (letter === 'm') flags.multiline = value;
  if (letter === 's') flags.dotAll = value;
}

function writeRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, flags: RegexFlags): string {
  const { min, max } = node;
  let bounds = max === MANY ? `{${min},}` : `{${min},${max}}`;
  if (max === MANY && min === 0) bounds = '*';
  else if (max === MANY && min === 1) bounds = '+';
  else if (max === 1 && min === 0) bounds = '?';
  else if (max === min) bounds = `{${min}}`;
  return `(?:${write(node.body, flags)})${bounds}`;
}

function writeCode(code: number): string {
  return isPlain(code) ? String.fromCodePoint(code) : `\\x{${code.toString(16).toUpperCase()}}`;
}

function isPlain(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function writeClass(negated: boolean, items: readonly ClassItem[], flags: RegexFlags): string {
  const [first] = items;
  if (flags.unicode && items.length === 1 && first!.kind === 'set' && 'DWS'.includes(first!.set)) {
    return `[${negated ? '' : '^'}${UNICODE_SETS[first!.set.toLowerCase()]}]`;
  }
  const sets = items.filter((item) => item.kind === 'set');
  const sign = negated ? '^' : '';
  if (sets.length === 0 || !flags.ignoreCase) return `[${sign}${items.map((item) => writeItem(item, flags)).join('')}]`;
  // Folding a set would make \W hold k, for the sake of the Kelvin sign; so the other items are folded here.
  const folded = items.flatMap((item) => (item.kind === 'range' ? withBothCases(item) : [item]));
  return `(?-i:[${sign}${folded.map((item) => writeItem(item, flags)).join('')}])`;
}

function writeItem(item: ClassItem, flags: RegexFlags): string {
  if (item.kind === 'set') return (flags.unicode ? UNICODE_SETS[item.set] : SETS[item.set]) ?? '';
  return item.from === item.to ? writeCode(item.from) : `${writeCode(item.from)}-${writeCode(item.to)}`;
}

function withBothCases(range: Extract<ClassItem, { kind: 'range' }>): ClassItem[] {
  const all: ClassItem[] = [range];
  for (let code = range.from; code <= Math.min(range.to, range.from + 0x3ff, MAX_CODE); code += 1) {
    const text = String.fromCodePoint(code);
    for (const other of [text.toLowerCase(), text.toUpperCase()]) {
      const folded = other.codePointAt(0)!;
      if (folded !== code && other === String.fromCodePoint(folded))
        all.push({ kind: 'range', from: folded, to: folded });
    }
  }
  return all;
}

function writeAssertion(at: Extract<RegexNode, { kind: 'assert' }>['at'], flags: RegexFlags): string {
  switch (at) {
    case 'caret':
      return flags.multiline ? '(?m:^)' : '\\A';
    case 'dollar':
      // Python's $ also matches before a line end that ends the text.
      return flags.multiline ? '(?m:$)' : '(?:\\n?\\z)';
    case 'start':
      return '\\A';
    case 'end':
      return '\\z';
    case 'boundary':
      return '\\b';
    case 'not-boundary':
      return '\\B';
  }
}

/** `$` is written as an optional line end; that is the same only where nothing has to follow it. */
function checkDollars(node: RegexNode, flags: RegexFlags, length: number): RegexFault | undefined {
  if (flags.multiline || endsWhereDollarsAre(node, true)) return undefined;
  return { kind: 'unsupported', what: 'a "$" that something has to follow', start: 0, end: length };
}

function endsWhereDollarsAre(node: RegexNode, last: boolean): boolean {
  switch (node.kind) {
    case 'assert':
      return node.at !== 'dollar' || last;
    case 'group':
      return endsWhereDollarsAre(node.body, last);
    case 'repeat':
      return endsWhereDollarsAre(node.body, last && node.max <= 1) || (last && !hasDollar(node.body));
    case 'alternate':
      return node.options.every((option) => endsWhereDollarsAre(option, last));
    case 'concat': {
      let following = last;
      for (let i = node.parts.length - 1; i >= 0; i -= 1) {
        if (!endsWhereDollarsAre(node.parts[i]!, following)) return false;
        following &&= isNullable(node.parts[i]!);
      }
      return true;
    }
    default:
      return true;
  }
}

function hasDollar(node: RegexNode): boolean {
  switch (node.kind) {
    case 'assert':
      return node.at === 'dollar';
    case 'group':
    case 'repeat':
      return hasDollar(node.body);
    case 'concat':
      return node.parts.some(hasDollar);
    case 'alternate':
      return node.options.some(hasDollar);
    default:
      return false;
  }
}

/** Whether the node can match nothing at the very end of a text. */
function isNullable(node: RegexNode): boolean {
  switch (node.kind) {
    case 'assert':
      return node.at === 'dollar';
    case 'group':
      return isNullable(node.body);
    case 'repeat':
      return node.min === 0 || isNullable(node.body);
    case 'concat':
      return node.parts.every(isNullable);
    case 'alternate':
      return node.options.some(isNullable);
    default:
      return false;
  }
}

/** With (?u), a word is one of Unicode; RE2's `\b` knows only ASCII, and its classes cannot be intersected. */
function checkUnicode(node: RegexNode, flags: RegexFlags, length: number): RegexFault | undefined {
  if (!flags.unicode) return undefined;
  const what = unwritableInUnicode(node);
  return what === undefined
    ? undefined
    : { kind: 'unsupported', what: `${what} with the flag (?u)`, start: 0, end: length };
}

function unwritableInUnicode(node: RegexNode): string | undefined {
  switch (node.kind) {
    case 'assert':
      return node.at === 'boundary' || node.at === 'not-boundary' ? 'a word boundary \\b or \\B' : undefined;
    case 'class': {
      const set = node.items.find((item) => item.kind === 'set' && 'DWS'.includes(item.set));
      return set && node.items.length > 1 ? '\\D, \\W or \\S beside other characters in a class' : undefined;
    }
    case 'group':
    case 'repeat':
      return unwritableInUnicode(node.body);
    case 'concat':
      return firstDefined(node.parts, unwritableInUnicode);
    case 'alternate':
      return firstDefined(node.options, unwritableInUnicode);
    default:
      return undefined;
  }
}

function firstDefined<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
