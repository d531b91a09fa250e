import {
  alternated,
  characterOf,
  characters,
  concatenated,
  EMPTY,
  type Known,
  NOTHING,
  needsOf,
  repeated,
} from './literals.ts';

/** Sources longer than this, or nested deeper, are not looked into. */
const LONGEST_SOURCE = 10_000;
const DEEPEST = 50;
const KEPT = 20_000;
const known = new Map<string, readonly (readonly string[])[]>();

/**
 * Sets of literals in lower case: every text in which the expression finds something holds, in lower case, one of each
 * set. Empty where nothing is known, as for expressions with the flag `v`.
 */
export function expressionLiterals({
  source,
  flags,
}: Pick<RegExp, 'source' | 'flags'>): readonly (readonly string[])[] {
  const key = `${flags}/${source}`;
  let sets = known.get(key);
  if (sets === undefined) {
    sets = flags.includes('v') || source.length > LONGEST_SOURCE ? [] : read(source, flags);
    if (known.size >= KEPT) known.clear();
    known.set(key, sets);
  }
  return sets;
}

function read(source: string, flags: string): string[][] {
  try {
    const reader = new Reader(source, flags.includes('u') && flags.includes('i'));
    return needsOf(reader.alternatives(0));
  } catch (error) {
    if (error instanceof Unread) return [];
    throw error;
  }
}

/** Something that this reader does not know about. */
class Unread extends Error {}

/** Reads the source of an expression that the engine has accepted already. */
class Reader {
  readonly #source: string;
  /** With `i` and `u` together, `s` also stands for U+017F, which stays what it is in lower case. */
  readonly #foldsWidely: boolean;
  #at = 0;

  constructor(source: string, foldsWidely: boolean) {
    this.#source = source;
    this.#foldsWidely = foldsWidely;
  }

  alternatives(depth: number): Known {
    if (depth > DEEPEST) throw new Unread();
    const options = [this.#sequence(depth)];
    while (this.#take('|')) options.push(this.#sequence(depth));
    return options.length === 1 ? options[0]! : alternated(options);
  }

  #sequence(depth: number): Known {
    const parts: Known[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const part = this.#atom(depth);
      const bounds = this.#quantifier();
      parts.push(bounds === undefined ? part : repeated(() => part, bounds[0], bounds[1]));
    }
    return concatenated(parts);
  }

  #atom(depth: number): Known {
    const character = this.#source[this.#at++]!;
    if (character === '(') return this.#group(depth);
    if (character === '[') return this.#class();
    if (character === '\\') return this.#escape();
    if (character === '.') return NOTHING;
    if (character === '^' || character === '$') return EMPTY;
    return this.#characters([character.charCodeAt(0)]);
  }

  #characters(codes: readonly number[]): Known {
    const isWide = this.#foldsWidely && codes.some((code) => code === 0x53 || code === 0x73);
    return isWide ? NOTHING : characters(codes, true);
  }

  #group(depth: number): Known {
    let isLookaround = false;
    let isPlain = true;
    if (this.#take('?')) {
      if (this.#take('=') || this.#take('!') || this.#take('<=') || this.#take('<!')) isLookaround = true;
      else if (this.#take('<')) this.#at = this.#source.indexOf('>', this.#at) + 1;
      else if (!this.#take(':')) {
        isPlain = false;
        this.#at = this.#source.indexOf(':', this.#at) + 1;
      }
    }
    const body = this.alternatives(depth + 1);
    if (!this.#take(')')) throw new Unread();
    if (isLookaround) return EMPTY;
    // Flags of its own may change what the letters stand for.
    return isPlain ? body : NOTHING;
  }

  #class(): Known {
    const isNegated = this.#take('^');
    const ranges: { from: number; to: number }[] = [];
    let isClosed = true;
    while (this.#source[this.#at] !== ']') {
      if (this.#at >= this.#source.length) throw new Unread();
      const from = this.#member();
      let to = from;
      if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at += 1;
        to = this.#member();
      }
      if (from === undefined || to === undefined) isClosed = false;
      else ranges.push({ from, to });
    }
    this.#at += 1;
    const hasWide =
      this.#foldsWidely && ranges.some(({ from, to }) => covers(from, to, 0x53) || covers(from, to, 0x73));
    return isNegated || !isClosed || hasWide ? NOTHING : characterOf(ranges, true);
  }

  /** The code of one member of a class; undefined for those that are many or that aren't ASCII. */
  #member(): number | undefined {
    const character = this.#source[this.#at++]!;
    if (character !== '\\') return character.charCodeAt(0);
    if (this.#take('b')) return 0x08;
    const escaped = this.#escape();
    const [only] = escaped.exact ?? [];
    return escaped.exact?.length === 1 && only?.length === 1 ? only.charCodeAt(0) : undefined;
  }

  #escape(): Known {
    const character = this.#source[this.#at++] ?? '';
    if (/[bB]/.test(character)) return EMPTY;
    const control = CONTROLS[character];
    if (control !== undefined) return characters([control], true);
    const digits = { x: 2, u: 4 }[character];
    if (digits !== undefined) {
      const hex = this.#source.slice(this.#at, this.#at + digits);
      if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex)) throw new Unread();
      this.#at += digits;
      return this.#characters([Number.parseInt(hex, 16)]);
    }
    if (/[pP]/.test(character) && this.#source[this.#at] === '{') {
      this.#at = this.#source.indexOf('}', this.#at) + 1;
      return NOTHING;
    }
    if (/[dDwWsS]/.test(character)) return NOTHING;
    // Back references, octal and control codes are rare; letters that mean nothing stand for themselves.
    if (/[A-Za-z0-9]/.test(character) || character === '') throw new Unread();
    return this.#characters([character.charCodeAt(0)]);
  }

  #quantifier(): [min: number, max: number] | undefined {
    const bounds = this.#bounds();
    if (bounds !== undefined) this.#take('?');
    return bounds;
  }

  #bounds(): [min: number, max: number] | undefined {
    if (this.#take('*')) return [0, MANY];
    if (this.#take('+')) return [1, MANY];
    if (this.#take('?')) return [0, 1];
    if (this.#source[this.#at] !== '{') return undefined;
    const braces = /^\{(\d+)(,?)(\d*)\}/.exec(this.#source.slice(this.#at, this.#at + 40));
    if (braces === null) return undefined;
    this.#at += braces[0].length;
    const min = Number(braces[1]);
    return [min, braces[2] === '' ? min : braces[3] === '' ? MANY : Number(braces[3])];
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

const MANY = Number.POSITIVE_INFINITY;
const CONTROLS: { readonly [letter: string]: number | undefined } = { n: 10, r: 13, t: 9, v: 11, f: 12 };

const covers = (from: number, to: number, code: number): boolean => from <= code && code <= to;
