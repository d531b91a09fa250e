import type { RegexFault, RegexFlags, RegexNode, RegexRemark } from './node.ts';
import { type Assertion, type CharacterSet, type ClassItem, MANY } from './node.ts';

export interface ParsedRegex {
  root: RegexNode;
  flags: RegexFlags;
  remarks: RegexRemark[];
}

const ASSERTIONS: { [letter: string]: Assertion } = { A: 'start', Z: 'end', b: 'boundary', B: 'not-boundary' };
const SIMPLE_ESCAPES: { [letter: string]: number } = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const FLAG_NAMES: { [letter: string]: keyof RegexFlags } = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  u: 'unicode',
};
/** Group openings that need more than an automaton. */
const UNSUPPORTED_GROUPS: readonly (readonly [opening: string, what: string])[] = [
  ['?=', 'a look-ahead (?=…)'],
  ['?!', 'a negative look-ahead (?!…)'],
  ['?<=', 'a look-behind (?<=…)'],
  ['?<!', 'a negative look-behind (?<!…)'],
  ['?P=', 'a back-reference (?P=…)'],
  ['?(', 'a conditional group (?(…)…)'],
];
const DEPTH = 200;
/** Repetitions beyond this count make automata that are too large. */
export const MAX_REPEAT = 1000;

class Fault extends Error {
  readonly fault: RegexFault;
  constructor(fault: RegexFault) {
    super(fault.what);
    this.fault = fault;
  }
}

/** Parses a pattern as Python 2.7's `re` does. The first fault ends it. */
export function parsePythonRegex(pattern: string): ParsedRegex | RegexFault {
  const flags: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false, unicode: false };
  try {
    const first = new Parser(pattern, flags);
    const root = first.parse();
    // `(?x)` anywhere holds for the whole pattern, so what came before it has to be read again.
    if (!flags.verbose || first.wasVerbose) return { root, flags, remarks: first.remarks };
    const second = new Parser(pattern, flags);
    return { root: second.parse(), flags, remarks: second.remarks };
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

class Parser {
  readonly remarks: RegexRemark[] = [];
  readonly wasVerbose: boolean;
  readonly #text: string;
  readonly #flags: RegexFlags;
  readonly #names = new Set<string>();
  #at = 0;
  #depth = 0;

  constructor(text: string, flags: RegexFlags) {
    this.#text = text;
    this.#flags = flags;
    this.wasVerbose = flags.verbose;
  }

  parse(): RegexNode {
    const root = this.#alternatives();
    if (this.#at < this.#text.length) this.#fail('syntax', 'a ")" that closes nothing', this.#at, this.#at + 1);
    return root;
  }

  #fail(kind: RegexFault['kind'], what: string, start: number, end = this.#at): never {
    throw new Fault({ kind, what, start, end: Math.max(end, start + 1) });
  }

  #alternatives(): RegexNode {
    if (this.#depth > DEPTH) this.#fail('too-large', `more than ${DEPTH} groups inside each other`, this.#at);
    const options = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      options.push(this.#sequence());
    }
    return options.length === 1 ? options[0]! : { kind: 'alternate', options };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      if (this.wasVerbose) this.#skipVerbose();
      const next = this.#text[this.#at];
      if (next === undefined || next === '|' || next === ')') break;
      const atom = this.#repeatOrAtom(parts);
      if (atom) parts.push(atom);
    }
    return parts.length === 1 ? parts[0]! : { kind: 'concat', parts };
  }

  #repeatOrAtom(parts: RegexNode[]): RegexNode | undefined {
    const start = this.#at;
    const bounds = this.#quantifier();
    if (!bounds) return this.#atom();
    const body = parts.pop();
    if (!body || body.kind === 'assert') this.#fail('syntax', 'nothing to repeat', start);
    if (body.kind === 'repeat') this.#fail('syntax', 'two repetitions directly after each other', start);
    const lazy = this.#text[this.#at] === '?';
    if (lazy) this.#at += 1;
    const largest = bounds.max === MANY ? bounds.min : bounds.max;
    if (largest > MAX_REPEAT) this.#fail('too-large', `a repetition of ${largest} (at most ${MAX_REPEAT})`, start);
    return { kind: 'repeat', body, ...bounds, lazy };
  }

  #quantifier(): { min: number; max: number } | undefined {
    const next = this.#text[this.#at];
    if (next === '*' || next === '+' || next === '?') {
      this.#at += 1;
      return { min: next === '+' ? 1 : 0, max: next === '?' ? 1 : MANY };
    }
    if (next !== '{') return undefined;
    const bounds = /\{(\d*)(?:(,)(\d*))?\}/y;
    bounds.lastIndex = this.#at;
    const found = bounds.exec(this.#text);
    // Python reads braces that are no bounds as text.
    if (!found || (found[1] === '' && found[2] === undefined)) return undefined;
    const start = this.#at;
    this.#at += found[0].length;
    const min = found[1] === '' ? 0 : Number(found[1]);
    let max = min;
    if (found[2] !== undefined) max = found[3] === '' ? MANY : Number(found[3]);
    if (max < min) this.#fail('syntax', `a repetition from ${min} to ${max}`, start);
    return { min, max };
  }

  #atom(): RegexNode | undefined {
    const next = this.#text[this.#at]!;
    switch (next) {
      case '.':
        this.#at += 1;
        return { kind: 'any' };
      case '^':
        this.#at += 1;
        return { kind: 'assert', at: 'caret' };
      case '$':
        this.#at += 1;
        return { kind: 'assert', at: 'dollar' };
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      default:
        return { kind: 'literal', code: this.#character() };
    }
  }

  #character(): number {
    const code = this.#text.codePointAt(this.#at)!;
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  // -- groups

  #group(): RegexNode | undefined {
    const start = this.#at;
    this.#at += 1;
    for (const [opening, what] of UNSUPPORTED_GROUPS) {
      if (this.#text.startsWith(opening, this.#at)) {
        this.#fail('unsupported', what, start, this.#at + opening.length);
      }
    }
    if (this.#text.startsWith('?#', this.#at)) return this.#commentGroup(start);
    let flags: string | undefined;
    if (this.#text[this.#at] === '?') {
      const opened = this.#groupOpening(start);
      if (opened === 'flags only') return undefined;
      flags = opened;
    }
    this.#depth += 1;
    const body = this.#alternatives();
    this.#depth -= 1;
    if (this.#text[this.#at] !== ')') this.#fail('syntax', 'a "(" that is never closed', start, start + 1);
    this.#at += 1;
    return flags ? { kind: 'group', body, flags } : { kind: 'group', body };
  }

  #commentGroup(start: number): undefined {
    const end = this.#text.indexOf(')', this.#at);
    if (end < 0) this.#fail('syntax', 'a comment (?#…) that is never closed', start);
    this.#at = end + 1;
  }

  /** After `(`: reads `?:`, `?P<name>`, `?flags)` or `?flags:`; returns the flags of a scoped group. */
  #groupOpening(start: number): string | undefined {
    if (this.#text.startsWith('?:', this.#at)) {
      this.#at += 2;
      return undefined;
    }
    const name = /\?P<([^>)]*)>/y;
    name.lastIndex = this.#at;
    const named = name.exec(this.#text);
    if (named) {
      this.#at += named[0].length;
      this.#name(named[1]!, start);
      return undefined;
    }
    const flags = /\?([a-zA-Z]*(?:-[a-zA-Z]+)?)([:)])/y;
    flags.lastIndex = this.#at;
    const found = flags.exec(this.#text);
    if (!found) {
      const hint = this.#text.startsWith('?<', this.#at) ? '; Python writes a named group (?P<name>…)' : '';
      this.#fail('syntax', `an unknown group "${this.#text.slice(start, start + 4)}"${hint}`, start, start + 3);
    }
    this.#at += found[0].length;
    if (found[2] === ':') return this.#scopedFlags(found[1]!, start);
    this.#setFlags(found[1]!, start);
    return 'flags only';
  }

  #name(name: string, start: number): void {
    if (!/^[A-Za-z_]\w*$/.test(name)) this.#fail('syntax', `a group name "${name}" that is no identifier`, start);
    if (this.#names.has(name)) this.#fail('syntax', `two groups named "${name}"`, start);
    this.#names.add(name);
  }

  #setFlags(letters: string, start: number): void {
    if (letters === '') this.#fail('syntax', 'a group (?) without flags', start);
    for (const letter of letters) {
      if (letter === 'L') this.#fail('unsupported', 'the locale flag (?L)', start);
      const flag = FLAG_NAMES[letter];
      if (!flag) this.#fail('syntax', `an unknown flag "${letter}"`, start);
      this.#flags[flag] = true;
    }
  }

  /** Python 2.7 knows no flags for a part; Python 3 does, and these three cost nothing. */
  #scopedFlags(letters: string, start: number): string {
    if (!/^(?:[ims]+(?:-[ims]+)?|-[ims]+)$/.test(letters)) {
      this.#fail('syntax', `flags "${letters}" for a part of the pattern`, start);
    }
    return letters;
  }

  // -- classes

  #class(): RegexNode {
    const start = this.#at;
    this.#at += 1;
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    const items: ClassItem[] = [];
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      if (this.#at >= this.#text.length) this.#fail('syntax', 'a "[" that is never closed', start, start + 1);
      items.push(this.#classItem());
    }
    this.#at += 1;
    return { kind: 'class', negated, items };
  }

  #classItem(): ClassItem {
    const start = this.#at;
    const from = this.#classMember();
    const isRange =
      this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']' && this.#at + 1 < this.#text.length;
    if (!isRange) return typeof from === 'number' ? { kind: 'range', from, to: from } : from;
    this.#at += 1;
    const to = this.#classMember();
    if (typeof from !== 'number' || typeof to !== 'number' || to < from) {
      this.#fail('syntax', `a range "${this.#text.slice(start, this.#at)}" that does not go up`, start);
    }
    return { kind: 'range', from, to };
  }

  #classMember(): number | ClassItem {
    if (this.#text[this.#at] !== '\\') return this.#character();
    const letter = this.#text[this.#at + 1];
    if (letter !== undefined && 'dDwWsS'.includes(letter)) {
      this.#at += 2;
      return { kind: 'set', set: letter as CharacterSet };
    }
    if (letter === 'b') {
      this.#at += 2;
      return 8;
    }
    return this.#characterEscape(true);
  }

  // -- escapes

  #escape(): RegexNode {
    const letter = this.#text[this.#at + 1];
    if (letter !== undefined && Object.hasOwn(ASSERTIONS, letter)) {
      this.#at += 2;
      return { kind: 'assert', at: ASSERTIONS[letter]! };
    }
    if (letter !== undefined && 'dDwWsS'.includes(letter)) {
      this.#at += 2;
      return { kind: 'class', negated: false, items: [{ kind: 'set', set: letter as CharacterSet }] };
    }
    return { kind: 'literal', code: this.#characterEscape(false) };
  }

  #characterEscape(inClass: boolean): number {
    const start = this.#at;
    this.#at += 1;
    const letter = this.#text[this.#at];
    if (letter === undefined) this.#fail('syntax', 'a backslash at the end', start);
    if (letter === 'x') return this.#hexEscape(start);
    if (letter >= '0' && letter <= '9') return this.#digitEscape(start, inClass);
    if (Object.hasOwn(SIMPLE_ESCAPES, letter)) {
      this.#at += 1;
      return SIMPLE_ESCAPES[letter]!;
    }
    const code = this.#character();
    if (/[A-Za-z]/.test(letter)) {
      this.remarks.push({ what: `\\${letter}`, start, end: this.#at });
    }
    return code;
  }

  #hexEscape(start: number): number {
    const digits = this.#text.slice(this.#at + 1, this.#at + 3);
    if (!/^[0-9a-f]{2}$/i.test(digits))
      this.#fail('syntax', 'a "\\x" without two hexadecimal digits', start, start + 2);
    this.#at += 3;
    return Number.parseInt(digits, 16);
  }

  #digitEscape(start: number, inClass: boolean): number {
    const octal = inClass ? /[0-7]{1,3}/y : /0[0-7]{0,2}|[0-3][0-7]{2}/y;
    octal.lastIndex = this.#at;
    const digits = octal.exec(this.#text)?.[0];
    if (digits !== undefined) {
      this.#at += digits.length;
      return Number.parseInt(digits, 8) & 0xff;
    }
    if (inClass) this.#fail('syntax', `an escape "\\${this.#text[this.#at]}" in a class`, start, start + 2);
    return this.#fail('unsupported', `a back-reference \\${this.#text[this.#at]}`, start, start + 2);
  }

  #skipVerbose(): void {
    for (;;) {
      const next = this.#text[this.#at];
      if (next === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end + 1;
      } else if (next !== undefined && ' \t\n\r\v\f'.includes(next)) {
        this.#at += 1;
      } else {
        return;
      }
    }
  }
}
