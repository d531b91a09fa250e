import type { Call, Process } from '../plugin/container.ts';
import type { Pattern } from '../plugin/pattern.ts';
import type { Watch } from '../plugin/signature.ts';
import { PatternIndex } from '../util/multi-pattern/pattern-index.ts';
import { type Reader, readPattern } from './pattern.ts';
import { argumentText } from './watched.ts';

/** Whether a text, also given in lower case, is what a pattern looks for. */
export type Matches = Reader['matches'];

/**
 * The patterns of many watches, looked for together: each argument that any of them asks for is read once for a call,
 * and gone through once for all patterns.
 */
export class ArgumentPatterns {
  readonly #names: readonly string[];
  readonly #fields = new Map<string, Field>();
  /** Watch → how many arguments it asks for. */
  readonly #asked: readonly number[];

  /** A watch's number is its position in the list. `guard` is put around what authors wrote: expressions, functions. */
  constructor(
    watches: readonly Watch[],
    guard: (owner: number, matches: Matches) => Matches = (_, matches) => matches,
  ) {
    const patterns = new Map<string, { owners: number[]; readers: Reader[] }>();
    for (const [owner, { arguments: wanted = {} }] of watches.entries()) {
      for (const [name, given] of Object.entries(wanted)) {
        const field = patterns.get(name) ?? { owners: [], readers: [] };
        patterns.set(name, field);
        for (const pattern of [given].flat() as Pattern[]) {
          field.owners.push(owner);
          const reader = readPattern(pattern);
          if (typeof pattern === 'string') field.readers.push(reader);
          else field.readers.push({ ...reader, matches: guard(owner, reader.matches) });
        }
      }
    }
    for (const [name, { owners, readers }] of patterns) {
      this.#fields.set(name, { owners, index: new PatternIndex(readers, (text) => text.toLowerCase()) });
    }
    this.#names = [...patterns.keys()];
    this.#asked = watches.map(({ arguments: wanted = {} }) => Object.keys(wanted).length);
  }

  /** Names of the arguments that these watches ask for. */
  namesOf(watches: Iterable<Watch>): string[] {
    const names = new Set<string>();
    for (const { arguments: wanted = {} } of watches) for (const name of Object.keys(wanted)) names.add(name);
    return this.#names.filter((name) => names.has(name));
  }

  /** Numbers of the watches whose arguments a call has, rising; only the arguments named are looked at. */
  match(call: Call, process: Process, names: readonly string[]): number[] {
    let counts: Map<number, number> | undefined;
    const found: number[] = [];
    for (const name of names) {
      const text = argumentText(call, name, process);
      if (text === undefined) continue;
      const { owners, index } = this.#fields.get(name)!;
      let latest = -1;
      for (const pattern of index.match(text)) {
        const owner = owners[pattern]!;
        // Patterns of one watch stand together.
        if (owner === latest) continue;
        latest = owner;
        if (this.#asked[owner] === 1) found.push(owner);
        else {
          counts ??= new Map();
          const count = (counts.get(owner) ?? 0) + 1;
          counts.set(owner, count);
          if (count === this.#asked[owner]) found.push(owner);
        }
      }
    }
    return found.length < 2 ? found : found.sort((a, b) => a - b);
  }
}

interface Field {
  /** Pattern → number of its watch. */
  owners: readonly number[];
  index: PatternIndex;
}
