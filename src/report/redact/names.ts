import { COMMON_WORDS, EVERYONES } from './words.ts';

export type NameKind = 'user' | 'host';

/** A folder of a user, in a path as Windows, Linux or macOS have it. */
const PROFILE = new RegExp(
  String.raw`((?:[a-z]:[\\/]{1,4}|\\{1,4})(?:users|documents and settings|docume~1)[\\/]{1,4}|(?<![\w.)\]/\\-])/(?:home|Users)/)` +
    String.raw`([^\\/:*?"<>|\r\n\t\0%]{0,63}[^\\/:*?"<>|\r\n\t\0% .](?=[\\/])|[^\\/:*?"<>|\r\n\t\0% ,;')\]]{1,64})`,
  'gi',
);
const SID = /\bS-1-5-21-(\d{1,10}-\d{1,10}-\d{1,10})(?=-|\b)/gi;
/** The names that Windows makes up for computers. */
const MADE_UP = /(?<![a-z0-9])(?:desktop-[a-z0-9]{7}|laptop-[a-z0-9]{7,8}|win-[a-z0-9]{11})(?![a-z0-9])/gi;

const MIN_LENGTH = 2;
const MAX_LENGTH = 64;
/** Names that are looked for in every text; malware may make up folders by the thousand. */
const MAX_SOUGHT = 200;
const MAX_NAMES = 10_000;
/** From this length on a name is found inside of longer words, too. */
const INSIDE = 6;

/** The users and computers of an analysis, with a number for each in the order they were found. */
export class Names {
  readonly #numbers: { [kind in NameKind]: Map<string, number> } = { user: new Map(), host: new Map() };
  /** The beginnings of names as short forms have them, of long names and of short ones. */
  readonly #stems: { [kind in NameKind]: { long: Map<string, number>; short: Map<string, number> } } = {
    user: { long: new Map(), short: new Map() },
    host: { long: new Map(), short: new Map() },
  };
  readonly #found: { [kind in NameKind]: number } = { user: 0, host: 0 };
  readonly #machines = new Map<string, number>();
  readonly #kinds: ReadonlySet<NameKind>;
  #pattern: RegExp | undefined;
  /** What is looked for in texts, with its pseudonym. */
  #inText = new Map<string, string>();

  constructor(kinds: ReadonlySet<NameKind>) {
    this.#kinds = kinds;
  }

  get counts(): { readonly [kind in NameKind]: number } {
    return this.#found;
  }

  get machines(): number {
    return this.#machines.size;
  }

  /** Takes in a name that something says is one. */
  add(kind: NameKind, value: unknown): void {
    if (typeof value !== 'string') return;
    const name = value.replace(/^\\+/, '').replace(/\0.*$/s, '').trim();
    const key = name.toLowerCase();
    const numbers = this.#numbers[kind];
    if (!this.#kinds.has(kind) || numbers.has(key) || numbers.size >= MAX_NAMES) return;
    if (name.length < MIN_LENGTH || name.length > MAX_LENGTH || /[\x00-\x1f\\/:*?"<>|%]/.test(name)) return;
    if (EVERYONES.has(key) || isPseudonym(key)) return;
    numbers.set(key, this.#numberOf(kind, key));
    this.#pattern = undefined;
  }

  /** Takes in what a text itself shows to be names. */
  addFrom(text: string): void {
    if (text.length < 8) return;
    if (this.#kinds.has('user') && /users|settings|docume|home/i.test(text)) {
      for (const [, , name] of text.matchAll(PROFILE)) this.add('user', name);
    }
    if (this.#kinds.has('host') && text.includes('-')) {
      for (const [name] of text.matchAll(MADE_UP)) this.add('host', name);
    }
    if (text.includes('1-5-21-')) for (const [, machine] of text.matchAll(SID)) this.#machine(machine!);
  }

  /** The text with pseudonyms for names. */
  replace(text: string): string {
    if (text.length < MIN_LENGTH) return text;
    const whole = this.#whole(text);
    if (whole !== undefined) return whole;
    let out = text;
    if (this.#kinds.has('user') && /users|settings|docume|home/i.test(text)) {
      out = out.replace(PROFILE, (match, before: string, name: string) => {
        const pseudonym = this.#pseudonym('user', name.toLowerCase());
        return pseudonym === undefined ? match : before + pseudonym;
      });
    }
    if (out.includes('1-5-21-')) {
      out = out.replace(SID, (_, machine: string) => `S-1-5-21-0-0-${this.#machine(machine)}`);
    }
    this.#pattern ??= this.#compile();
    return out.replace(this.#pattern, (match, offset: number, all: string) => {
      if (isInHash(all, offset, match)) return match;
      // Letters that only the pattern takes for the same, such as the sign of the kelvin, are in no table.
      return this.#inText.get(match.toLowerCase()) ?? 'redacted';
    });
  }

  /** The pseudonym of a text that is known to be a name, however common a word it is. */
  ofField(kind: NameKind, text: string): string | undefined {
    return this.#pseudonym(kind, text.trim().toLowerCase());
  }

  #whole(text: string): string | undefined {
    if (text.length > MAX_LENGTH) return undefined;
    const key = text.toLowerCase();
    // A common word by itself is more often a word than a name.
    if (COMMON_WORDS.has(key)) return undefined;
    return this.#pseudonym('user', key) ?? this.#pseudonym('host', key);
  }

  #pseudonym(kind: NameKind, key: string): string | undefined {
    const number = this.#numbers[kind].get(key);
    if (number === undefined) return undefined;
    return pseudonymOf(kind, number);
  }

  #machine(numbers: string): number {
    if (numbers.startsWith('0-0-')) return Number(numbers.slice(4));
    let number = this.#machines.get(numbers);
    if (number === undefined) this.#machines.set(numbers, (number = Math.min(this.#machines.size + 1, MAX_NAMES)));
    return number;
  }

  /** `LENAMU~1` is the short form of `Lena Mueller`, and gets its number. */
  #numberOf(kind: NameKind, key: string): number {
    const { long, short } = this.#stems[kind];
    const isShort = /~\d$/.test(key);
    const stem = isShort ? key.slice(0, -2) : key.replace(/[ .]/g, '').slice(0, 6);
    const number = (isShort ? long : short).get(stem) ?? ++this.#found[kind];
    const own = isShort ? short : long;
    if (!own.has(stem)) own.set(stem, number);
    return number;
  }

  #compile(): RegExp {
    const inside: string[] = [];
    const words: string[] = [];
    this.#inText = new Map();
    for (const kind of ['host', 'user'] as const) {
      let sought = 0;
      for (const [key, number] of this.#numbers[kind]) {
        if (COMMON_WORDS.has(key) || key.length < 3 || /^[\d.]+$/.test(key) || ++sought > MAX_SOUGHT) continue;
        const isFoundInside = key.length >= INSIDE && !/^[0-9a-f]+$/.test(key);
        for (const form of formsOf(key)) {
          if (this.#inText.has(form)) continue;
          this.#inText.set(form, pseudonymOf(kind, number));
          (isFoundInside ? inside : words).push(form);
        }
      }
    }
    const alternatives = (list: string[]) =>
      list
        .sort((a, b) => b.length - a.length)
        .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
        .join('|');
    const parts = [
      ...(inside.length > 0 ? [alternatives(inside)] : []),
      ...(words.length > 0 ? [String.raw`(?<![\p{L}\p{N}])(?:${alternatives(words)})(?![\p{L}\p{N}])`] : []),
    ];
    return parts.length === 0 ? /(?!)/g : new RegExp(parts.join('|'), 'giu');
  }
}

function pseudonymOf(kind: NameKind, number: number): string {
  return kind === 'user' ? `user-${number}` : `HOST-${number}`;
}

/** The name, and what its bytes look like where each was made a character. */
function formsOf(key: string): string[] {
  if (/^[\x20-\x7e]+$/.test(key)) return [key];
  const bytes = (encoding: 'utf8' | 'utf16le') => Buffer.from(key, encoding).toString('latin1').toLowerCase();
  return [key, bytes('utf8'), bytes('utf16le')];
}

function isPseudonym(key: string): boolean {
  return /^(?:user|host)-\d+$/.test(key);
}

/** Whether the match is part of a long run of hexadecimal digits, and itself such digits. */
function isInHash(text: string, offset: number, match: string): boolean {
  if (!/^[0-9a-f]+$/i.test(match)) return false;
  const before = /[0-9a-f]{0,128}$/i.exec(text.slice(Math.max(0, offset - 128), offset))![0];
  const after = /^[0-9a-f]{0,128}/i.exec(text.slice(offset + match.length, offset + match.length + 128))![0];
  return before.length + match.length + after.length >= 32;
}
