import type { Call, Process } from '../../plugin/container.ts';
import type { Pattern, Patterns } from '../../plugin/pattern.ts';
import { observed } from '../../query/match.ts';

/** Where a text came from: the call that was looked at. */
export interface CallPlace {
  pid: number;
  process: string;
  cid: number;
  api: string;
}

/** One text that a condition was asked about. */
export interface Candidate {
  text: string;
  held: boolean;
  call: CallPlace | undefined;
}

/** Something that a signature asked, however often. */
export interface Condition {
  /** `list`: of the container; `text`: of one text at a time; `argument`: what a call has; `other`: any other question. */
  kind: 'list' | 'text' | 'calls' | 'argument' | 'other';
  /** As the author wrote it, as far as can be told: `writtenFiles(…)`, `/run/i`. */
  what: string;
  patterns: Pattern[];
  /** Stack of where it was first asked. */
  stack: string;
  asked: number;
  held: number;
  /** Distinct texts, the first so many. */
  candidates: Map<string, Candidate>;
  /** Texts that there was no room for. */
  more: number;
}

const MOST_CONDITIONS = 500;
const MOST_CANDIDATES = 2000;
/** Of all conditions. */
const MOST_CHARACTERS = 32 << 20;
const LONGEST = 4000;
const MOST_PATTERNS = 1000;

type Function = (this: unknown, ...args: never[]) => unknown;

/**
 * What one signature asks while it runs. Questions of `ovoscope/query` come through `traced`, which a copy of the
 * signature is bundled with; regular expressions and searches in texts and sets through methods that are replaced
 * for as long as the signature's own code runs. Only ever used in a thread that explains one signature and ends.
 */
export class Trace {
  readonly conditions = new Map<string, Condition>();
  /** Conditions beyond the limit. */
  dropped = 0;
  #isActive = false;
  #call: CallPlace | undefined;
  #characters = 0;
  #nameOf = new WeakMap<object, string>();

  /** Runs code of the signature; what it asks is noted. */
  run<T>(work: () => T, call?: CallPlace): T {
    this.#isActive = true;
    this.#call = call;
    try {
      return work();
    } finally {
      this.#isActive = false;
    }
  }

  /** Goes on with code of the signature after it waited. */
  resume(): void {
    this.#isActive = true;
  }

  pause(): void {
    this.#isActive = false;
  }

  /** Replaces methods; there is no way back. */
  install(): void {
    // `test`, `match`, `replace` and the others all come through `exec` once it is not the original any more.
    this.#replace(RegExp.prototype, 'exec', (self, [subject], answer) => {
      this.#text(String(self), self as RegExp, String(subject), answer !== null);
    });
    for (const name of ['includes', 'startsWith', 'endsWith'] as const) {
      this.#replace(String.prototype, name, (self, [needle], answer) => {
        if (typeof needle === 'string')
          this.#text(`${name}(${quoted(needle)})`, `*${needle}*`, String(self), answer === true);
      });
    }
    this.#replace(Set.prototype, 'has', (self, [value], answer) => {
      if (typeof value === 'string') this.#member('has', self as Set<unknown>, value, answer === true);
    });
    this.#replace(Map.prototype, 'has', (self, [value], answer) => {
      if (typeof value === 'string')
        this.#member('has', (self as Map<unknown, unknown>).keys(), value, answer === true);
    });
    this.#replace(Array.prototype, 'includes', (self, [value], answer) => {
      if (typeof value === 'string') this.#member('includes', self as unknown[], value, answer === true);
    });
  }

  /** For signatures that were not bundled with `traced`: questions about lists are noted where they are answered. */
  observe(): void {
    observed.find = (values, patterns, ask) => {
      if (!this.#isActive) return ask();
      return this.#quietly(() => {
        const answer = ask();
        this.#list('find(…)', patternsOf(patterns), values, answer);
        return answer;
      });
    };
  }

  #replace(target: object, name: string, note: (self: unknown, args: unknown[], answer: unknown) => void): void {
    const trace = this;
    const original = Reflect.get(target, name) as Function;
    const replaced = function (this: unknown, ...args: never[]): unknown {
      const answer = Reflect.apply(original, this, args);
      if (trace.#isActive) trace.#quietly(() => note(this, args, answer));
      return answer;
    };
    Object.defineProperty(target, name, { value: replaced, writable: true, configurable: true });
  }

  /** A function of `ovoscope/query` that says what it was asked. */
  traced(name: string, value: unknown): unknown {
    if (typeof value !== 'function' || /^class\b/.test(Function.prototype.toString.call(value))) return value;
    const original = value as Function;
    // What it gets is code of the signature, which goes on being noted.
    if (name === 'perCall') return original;
    const trace = this;
    return function (this: unknown, ...args: never[]): unknown {
      if (name === 'matcher') return trace.#matcher(original, args as unknown as [readonly Patterns[]]);
      if (!trace.#isActive) return Reflect.apply(original, this, args);
      return trace.#quietly(() => trace.#ask(name, original, args));
    };
  }

  #ask(name: string, original: Function, args: never[]): unknown {
    const [first, ...rest] = args as unknown[];
    if ((name === 'find' || name === 'any') && isIterable(first)) {
      // What can be gone through only once would be empty for the question itself.
      const values = Array.isArray(first) ? (first as string[]) : [...(first as Iterable<string>)];
      const answer = Reflect.apply(original, undefined, [values, ...rest] as never[]);
      const source = this.#nameOf.get(first as object);
      this.#list(`${name}(${source ?? '…'}, …)`, patternsOf(rest), values, answer);
      return answer;
    }
    const answer = Reflect.apply(original, undefined, args);
    if (name === 'matches') this.#text('matches(…)', patternsOf(rest), String(first), answer === true);
    else if (/^(?:text|number)?[aA]rgument$/.test(name)) this.#argument(name, args, answer);
    else if (isGenerator(answer)) return this.#records(`${name}(…)`, rest[0], answer);
    else if (QUIET.has(name)) return answer;
    else if (isTexts(answer) && isContainer(first) && rest.flat(2).every(isPattern))
      this.#asked(name, original, first, rest, answer);
    else this.#other(name, rest, answer);
    return answer;
  }

  #asked(name: string, original: Function, results: object, rest: unknown[], answer: readonly string[]): void {
    const patterns = patternsOf(rest);
    if (patterns.length === 0) {
      this.#nameOf.set(answer, `${name}(results)`);
      this.#list(`${name}(results)`, [], answer, answer);
      return;
    }
    const all = Reflect.apply(original, undefined, [results] as never[]);
    this.#list(`${name}(results, …)`, patterns, isTexts(all) ? all : answer, answer);
  }

  #matcher(original: Function, [patterns]: [readonly Patterns[]]): (subject: string) => boolean {
    const isMatch = this.#quietly(() => Reflect.apply(original, undefined, [patterns] as never[])) as (
      text: string,
    ) => boolean;
    const flat = patternsOf(patterns as unknown[]);
    return (subject) => {
      if (!this.#isActive) return isMatch(subject);
      return this.#quietly(() => {
        const held = isMatch(subject);
        this.#text('matcher(…)', flat, subject, held);
        return held;
      });
    };
  }

  /** Records that a generator gives, each of which is the call that is looked at until the next. */
  *#records(what: string, query: unknown, records: Iterator<unknown>): Generator<unknown> {
    const condition = this.#condition('calls', `${what.replace('…', queryText(query))}`, []);
    if (condition) condition.asked++;
    for (;;) {
      const { value, done } = this.#quietly(() => records.next());
      if (done) return;
      if (condition) condition.held++;
      const { pid, process, cid, api } = value as CallPlace;
      if (typeof cid === 'number') this.#call = { pid, process, cid, api };
      yield value;
    }
  }

  #argument(name: string, args: unknown[], answer: unknown): void {
    const [call, argument, process] = args as [Call | undefined, unknown, Process | undefined];
    const held = answer !== undefined && answer !== '';
    if (this.#call === undefined && call && process) this.#call = placeOf(call, process);
    this.#note(this.#condition('argument', `${name}(call, ${quoted(String(argument))})`, []), [
      { text: shown(answer), held },
    ]);
  }

  #other(name: string, rest: unknown[], answer: unknown): void {
    const held =
      answer !== undefined &&
      answer !== null &&
      answer !== false &&
      answer !== '' &&
      !(Array.isArray(answer) && answer.length === 0);
    this.#note(this.#condition('other', `${name}(${rest.filter(isPlain).map(shown).join(', ')})`, []), [
      { text: shown(answer), held },
    ]);
  }

  #list(what: string, patterns: Pattern[], values: Iterable<string>, answer: unknown): void {
    const held = new Set(Array.isArray(answer) ? (answer as string[]) : []);
    const condition = this.#condition('list', what, patterns);
    if (condition === undefined) return;
    const isOne = typeof answer === 'boolean';
    const candidates: { text: string; held: boolean }[] = [];
    for (const text of values) candidates.push({ text, held: held.has(text) });
    condition.asked += candidates.length;
    condition.held += isOne ? Number(answer) : held.size;
    this.#keep(condition, candidates, undefined);
  }

  #text(what: string, patterns: Pattern | Pattern[], subject: string, held: boolean): void {
    this.#note(this.#condition('text', what, [patterns].flat()), [{ text: subject, held }]);
  }

  #member(what: string, members: Iterable<unknown>, subject: string, held: boolean): void {
    const texts: string[] = [];
    for (const member of members) {
      if (typeof member === 'string') texts.push(member);
      if (texts.length === MOST_PATTERNS) break;
    }
    this.#text(`${what}(…)`, texts.map(exactly), subject, held);
  }

  #note(condition: Condition | undefined, candidates: { text: string; held: boolean }[]): void {
    if (condition === undefined) return;
    condition.asked += candidates.length;
    condition.held += candidates.filter(({ held }) => held).length;
    this.#keep(condition, candidates, this.#call);
  }

  #keep(condition: Condition, found: { text: string; held: boolean }[], call: CallPlace | undefined): void {
    const { candidates } = condition;
    for (const { text, held } of found) {
      const cut = text.slice(0, LONGEST);
      if (candidates.has(cut)) continue;
      if (candidates.size >= MOST_CANDIDATES || this.#characters >= MOST_CHARACTERS) condition.more++;
      else {
        candidates.set(cut, { text: cut, held, call });
        this.#characters += cut.length + 100;
      }
    }
  }

  #condition(kind: Condition['kind'], what: string, patterns: Pattern[]): Condition | undefined {
    const few = patterns.slice(0, MOST_PATTERNS);
    const key = `${kind} ${what} ${few.map(patternText).join('\0')}`;
    const known = this.conditions.get(key);
    if (known !== undefined) return known;
    if (this.conditions.size >= MOST_CONDITIONS) {
      this.dropped++;
      return undefined;
    }
    const stack = new Error().stack ?? '';
    const made: Condition = { kind, what, patterns: few, stack, asked: 0, held: 0, candidates: new Map(), more: 0 };
    this.conditions.set(key, made);
    return made;
  }

  #quietly<T>(work: () => T): T {
    const before = this.#isActive;
    this.#isActive = false;
    try {
      return work();
    } finally {
      this.#isActive = before;
    }
  }
}

/** Functions that only turn one value into another. */
const QUIET: ReadonlySet<string> = new Set([
  'evidence',
  'firstUses',
  'text',
  'number',
  'registryText',
  'baseName',
  'extension',
  'commandLineOf',
  'processName',
]);

export function patternText(pattern: Pattern): string {
  return typeof pattern === 'string' || pattern instanceof RegExp ? String(pattern) : 'a search';
}

/** A text that is meant as it is; `*` and `?` in it are no placeholders. */
function exactly(text: string): Pattern {
  return /[*?]/.test(text) ? new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`) : text;
}

const isPattern = (value: unknown): value is Pattern =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && 'test' in value);

const patternsOf = (values: readonly unknown[]): Pattern[] => values.flat(2).filter(isPattern);

export const placeOf = (call: Call, process: Process): CallPlace => ({
  pid: process.process_id,
  process: process.process_name,
  cid: call.id,
  api: call.api,
});

const quoted = (text: string) => `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}'`;

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)).slice(0, LONGEST);
  } catch {
    // Objects that hold themselves; what they are is enough.
    return 'an object';
  }
}

function queryText(query: unknown): string {
  return query === undefined ? 'results' : `results, ${shown(query).slice(0, 200)}`;
}

const isPlain = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isGenerator = (value: unknown): value is Iterator<unknown> =>
  typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;
const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('api' in value);

/** The one that the bundled copy of `ovoscope/query` tells. */
export const trace = new Trace();
