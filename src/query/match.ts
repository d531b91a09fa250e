import type { Pattern, Patterns } from '../plugin/pattern.ts';
import { ListIndex } from '../util/multi-pattern/list-index.ts';
import { type Reader, readPattern } from './pattern.ts';

export type { Pattern, Patterns } from '../plugin/pattern.ts';

/** Whoever explains a signature puts a function here, which asks the question and may look at the answer. */
export const observed: {
  find?: (values: Iterable<string>, patterns: readonly Patterns[], ask: () => string[]) => string[];
} = {};

/** The values that match at least one of the patterns, in their order. Without patterns nothing matches. */
export function find(values: Iterable<string>, ...patterns: Patterns[]): string[] {
  return observed.find ? observed.find(values, patterns, () => findAll(values, patterns)) : findAll(values, patterns);
}

function findAll(values: Iterable<string>, patterns: readonly Patterns[]): string[] {
  const readers = readAll(patterns);
  const index = indexOf(values);
  if (index) return index.find(readers);
  const isMatch = matcherOf(readers);
  return [...values].filter((value) => isMatch(value));
}

/** Whether some value matches at least one of the patterns. */
export function any(values: Iterable<string>, ...patterns: Patterns[]): boolean {
  const readers = readAll(patterns);
  const index = indexOf(values);
  if (index) return index.find(readers).length > 0;
  const isMatch = matcherOf(readers);
  for (const value of values) if (isMatch(value)) return true;
  return false;
}

/** Whether one text matches at least one of the patterns. */
export const matches = (subject: string, ...patterns: Patterns[]): boolean => matcher(patterns)(subject);

/** The patterns as one function, for asking often. */
export const matcher = (patterns: readonly Patterns[]): ((subject: string) => boolean) => matcherOf(readAll(patterns));

function readAll(patterns: readonly Patterns[]): Reader[] {
  return (patterns.flat() as Pattern[]).map(readPattern);
}

function matcherOf(readers: readonly Reader[]): (subject: string) => boolean {
  const exact = new Set(readers.flatMap((reader) => reader.exact ?? []));
  const others = readers.filter((reader) => reader.exact === undefined);
  return (subject) => {
    const folded = subject.toLowerCase();
    return exact.has(folded) || others.some((reader) => reader.matches(subject, folded));
  };
}

/** Shorter lists, and lists that are asked seldom, are gone through. */
const INDEXED_LENGTH = 16;
const INDEXED_FROM = 4;
/** An index takes about four bytes for each character. */
const MOST_CHARACTERS = 16 << 20;

interface Asked {
  times: number;
  index: ValueIndex | undefined;
}

const asked = new WeakMap<object, Asked>();

/** The index of a list that cannot change any more and is asked often; made when it is asked for the fourth time. */
function indexOf(values: Iterable<string>): ValueIndex | undefined {
  if (!Array.isArray(values) || values.length < INDEXED_LENGTH || !Object.isFrozen(values)) return undefined;
  let entry = asked.get(values);
  if (entry === undefined) asked.set(values, (entry = { times: 0, index: undefined }));
  entry.times += 1;
  if (entry.times === INDEXED_FROM && values.every((value) => typeof value === 'string')) {
    const characters = values.reduce((sum, { length }) => sum + length, 0);
    if (characters <= MOST_CHARACTERS) entry.index = new ValueIndex(values);
  }
  return entry.index;
}

/** The values of a list by what they hold. */
class ValueIndex {
  readonly #values: readonly string[];
  readonly #folded: ListIndex;

  constructor(values: readonly string[]) {
    this.#values = values;
    this.#folded = new ListIndex(values.map((value) => value.toLowerCase()));
  }

  /** As going through all values. */
  find(readers: readonly Reader[]): string[] {
    const found = new Set<number>();
    for (const reader of readers) this.#add(reader, found);
    const positions = found.size < 2 ? [...found] : [...found].sort((a, b) => a - b);
    return positions.map((position) => this.#values[position]!);
  }

  #add(reader: Reader, found: Set<number>): void {
    if (reader.exact !== undefined) {
      for (const position of this.#folded.equal(reader.exact)) found.add(position);
      return;
    }
    for (const position of this.#folded.candidates(reader.literals) ?? this.#values.keys()) {
      const matches = reader.matches(this.#values[position]!, this.#folded.texts[position]!);
      if (matches) found.add(position);
    }
  }
}
