import { RE2Set } from 're2js';
import { type GramEntry, GramIndex } from '../../util/multi-pattern/gram-index.ts';
import type { TextPattern } from '../values/text.ts';
import { Clock } from './clock.ts';
import { fold } from './fold.ts';
import { LOOKS_AT_END, REGEX_TEXT_LIMIT, Searches } from './searches.ts';
import { compileWildcard } from './wildcard.ts';

export interface TextRule {
  pattern: TextPattern;
  caseSensitive: boolean;
}

const SET_MEMORY = 8 * 1024 * 1024;
const SET_SIZE = 200;
/** A comparison is cheap; the time is asked for after this many. */
const CLOCK_EVERY = 64;
/** After so many texts, expressions that were tried on many of them move into the sets. */
const PROMOTIONS: readonly number[] = [256, 2048, 16384];

/** Many patterns compiled into one pass over each text. A pattern's number is its position in the list given. */
export class TextMatcher {
  readonly #plain: Side | undefined;
  readonly #folded: Side | undefined;
  #clock = new Clock(Number.POSITIVE_INFINITY);
  #longTexts = 0;

  constructor(rules: readonly TextRule[]) {
    const searches = new Searches();
    const side = (caseSensitive: boolean) => {
      const mine = [...rules.keys()].filter((index) => rules[index]!.caseSensitive === caseSensitive);
      return mine.length === 0 ? undefined : new Side(mine, rules, searches);
    };
    this.#plain = side(true);
    this.#folded = side(false);
  }

  /** Forgets what was retired and counted, before another set of texts. */
  start(clock: Clock): void {
    this.#clock = clock;
    this.#longTexts = 0;
    this.#plain?.retired.clear();
    this.#folded?.retired.clear();
  }

  /** How many texts were longer than what regular expressions look at. */
  get longTexts(): number {
    return this.#longTexts;
  }

  /** Calls back for each pattern that matches, in no order; false once the clock says that time is over. */
  match(text: string, found: (rule: number) => void): boolean {
    if (this.#plain && !this.#plain.match(text, text, this.#clock, found)) return false;
    if (this.#folded && !this.#folded.match(fold(text), text, this.#clock, found)) return false;
    if (text.length > REGEX_TEXT_LIMIT && (this.#plain?.hasRegexes || this.#folded?.hasRegexes)) this.#longTexts += 1;
    return true;
  }

  /** The pattern need not be looked for any more. */
  retire(rule: number): void {
    this.#plain?.retired.add(rule);
    this.#folded?.retired.add(rule);
  }
}

type Check = (folded: string, text: string) => boolean;

/** The patterns of one attitude to case. */
class Side {
  readonly hasRegexes: boolean;
  readonly retired = new Set<number>();
  readonly #exact = new Map<string, number[]>();
  readonly #checks: (Check | undefined)[];
  readonly #index: GramIndex | undefined;
  /** Wildcards without a literal. */
  readonly #loose: number[] = [];
  readonly #sets: RegexSet[] = [];
  readonly #rules: readonly TextRule[];
  /** Expression found by a literal → how often it was tried. */
  readonly #tries = new Map<number, number>();
  /** Pattern → number of the text it was looked at for last. */
  readonly #seen: Int32Array;
  #text = 0;
  #checked = 0;

  constructor(mine: readonly number[], rules: readonly TextRule[], searches: Searches) {
    this.#rules = rules;
    this.#checks = new Array(rules.length);
    this.#seen = new Int32Array(rules.length);
    this.hasRegexes = mine.some((index) => rules[index]!.pattern.kind === 'regex');
    const entries: GramEntry[] = [];
    const free: number[] = [];
    for (const index of mine) {
      const { pattern, caseSensitive } = rules[index]!;
      if (pattern.kind === 'wildcard') entries.push(...this.#addWildcard(index, pattern.pattern, caseSensitive));
      else if (pattern.required.length === 0) free.push(index);
      else entries.push(this.#addSearch(index, pattern.re2, pattern.required, searches));
    }
    this.#index = entries.length > 0 ? new GramIndex(entries) : undefined;
    this.#addSets(free);
  }

  #addSets(members: readonly number[]): void {
    for (let i = 0; i < members.length; i += SET_SIZE) {
      this.#sets.push(new RegexSet(members.slice(i, i + SET_SIZE), this.#rules));
    }
  }

  /** Has an expression looked at where its literals are. */
  #addSearch(index: number, re2: string, required: readonly string[][], searches: Searches): GramEntry {
    this.#tries.set(index, 0);
    this.#checks[index] = (folded, text) => {
      if (!required.every((literals) => literals.some((literal) => folded.includes(literal)))) return false;
      this.#tries.set(index, this.#tries.get(index)! + 1);
      return searches.test(re2, text);
    };
    return { owner: index, sets: required };
  }

  /** An expression whose literal is in every other text is cheaper as a part of one automaton. */
  #promote(): void {
    const busy = [...this.#tries].filter(([, tries]) => tries * 8 > this.#text).map(([index]) => index);
    if (busy.length < 4) return;
    for (const index of busy) {
      this.#tries.delete(index);
      this.#checks[index] = undefined;
    }
    this.#addSets(busy);
  }

  /** Files a wildcard under its literals, if that is how it is found. */
  #addWildcard(index: number, pattern: string, caseSensitive: boolean): GramEntry[] {
    const wildcard = compileWildcard(caseSensitive ? pattern : fold(pattern));
    if (wildcard.exact !== undefined) {
      const equal = this.#exact.get(wildcard.exact);
      if (equal) equal.push(index);
      else this.#exact.set(wildcard.exact, [index]);
      return [];
    }
    this.#checks[index] = (folded) => wildcard.matches(folded);
    if (wildcard.literals.length > 0) return [{ owner: index, sets: wildcard.literals.map((literal) => [literal]) }];
    this.#loose.push(index);
    return [];
  }

  /** `folded` is what wildcards and literals are compared with, `text` what regular expressions search. */
  match(folded: string, text: string, clock: Clock, found: (rule: number) => void): boolean {
    for (const rule of this.#exact.get(folded) ?? []) if (!this.retired.has(rule)) found(rule);
    if (PROMOTIONS.includes(this.#text)) this.#promote();
    this.#text += 1;
    let inTime = true;
    const look = (rule: number) => {
      if (!inTime || this.#seen[rule] === this.#text || this.retired.has(rule)) return;
      this.#seen[rule] = this.#text;
      if (this.#checks[rule]?.(folded, text)) found(rule);
      this.#checked += 1;
      if (this.#checked % CLOCK_EVERY === 0 || text.length > REGEX_TEXT_LIMIT / 64) inTime = !clock.isOver();
    };
    this.#index?.scan(folded, look);
    for (const rule of this.#loose) look(rule);
    for (const set of this.#sets) {
      if (!inTime || clock.isOver()) return false;
      set.match(text, this.retired, found);
    }
    return inTime;
  }
}

/** Regular expressions without a literal to look for, as one automaton. */
class RegexSet {
  readonly #rules: readonly number[];
  readonly #set: RE2Set;
  readonly #looksAtEnd: boolean[] = [];

  constructor(rules: readonly number[], all: readonly TextRule[]) {
    this.#rules = rules;
    this.#set = new RE2Set(RE2Set.UNANCHORED, 0, SET_MEMORY);
    for (const rule of rules) {
      const { re2 } = all[rule]!.pattern as Extract<TextPattern, { kind: 'regex' }>;
      this.#set.add(re2);
      this.#looksAtEnd.push(LOOKS_AT_END.test(re2));
    }
  }

  match(text: string, retired: ReadonlySet<number>, found: (rule: number) => void): void {
    if (retired.size > 0 && this.#rules.every((rule) => retired.has(rule))) return;
    const isCut = text.length > REGEX_TEXT_LIMIT;
    for (const position of this.#set.match(isCut ? text.slice(0, REGEX_TEXT_LIMIT) : text)) {
      const rule = this.#rules[position]!;
      if (!retired.has(rule) && !(isCut && this.#looksAtEnd[position])) found(rule);
    }
  }
}
