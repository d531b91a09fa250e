import { type GramEntry, GramIndex } from './gram-index.ts';

/** A pattern to be looked for among many. */
export interface IndexedPattern {
  /** The only text that it matches, folded. */
  readonly exact: string | undefined;
  /** Sets of folded texts: what matches holds, when it is folded, one of each set. */
  readonly literals: readonly (readonly string[])[];
  matches(text: string, folded: string): boolean;
}

/** Answers are kept for texts up to this length, and for so many of them. */
const KEPT_LENGTH = 512;
const KEPT_ANSWERS = 8_192;

/** Finds which of very many patterns a text matches, in one pass over the text. */
export class PatternIndex {
  readonly #patterns: readonly IndexedPattern[];
  readonly #fold: (text: string) => string;
  readonly #exact = new Map<string, number[]>();
  readonly #index: GramIndex | undefined;
  /** Patterns about whose texts nothing is known. */
  readonly #loose: number[] = [];
  readonly #answers = new Map<string, readonly number[]>();

  /** A pattern's number is its position in the list. */
  constructor(patterns: readonly IndexedPattern[], fold: (text: string) => string) {
    this.#patterns = patterns;
    this.#fold = fold;
    const entries: GramEntry[] = [];
    for (const [owner, { exact, literals }] of patterns.entries()) {
      if (exact !== undefined) {
        const equal = this.#exact.get(exact);
        if (equal) equal.push(owner);
        else this.#exact.set(exact, [owner]);
      } else if (literals.length > 0) entries.push({ owner, sets: literals });
      else this.#loose.push(owner);
    }
    if (entries.length > 0) this.#index = new GramIndex(entries);
  }

  /** Numbers of the patterns that match, rising. */
  match(text: string): readonly number[] {
    const kept = this.#answers.get(text);
    if (kept) return kept;
    const answer = this.#look(text);
    if (text.length <= KEPT_LENGTH) {
      if (this.#answers.size >= KEPT_ANSWERS) this.#answers.clear();
      this.#answers.set(text, answer);
    }
    return answer;
  }

  #look(text: string): readonly number[] {
    const folded = this.#fold(text);
    const found = [...(this.#exact.get(folded) ?? [])];
    const candidates = new Set(this.#loose);
    this.#index?.scan(folded, (owner) => candidates.add(owner));
    for (const owner of candidates) if (this.#patterns[owner]!.matches(text, folded)) found.push(owner);
    return found.length < 2 ? found : found.sort((a, b) => a - b);
  }
}
