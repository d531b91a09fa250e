import { RE2Set } from 're2js';

/** Regular expressions look at no more of a text than this; their slowest search costs microseconds per character. */
export const REGEX_TEXT_LIMIT = 256 * 1024;
/** Where a text was cut is not where it ends. Literals are written as codes, so this finds assertions only. */
export const LOOKS_AT_END = /\\z|\(\?m:\$\)/;
const SINGLE_MEMORY = 256 * 1024;
const KEPT_SEARCHES = 256;

/** Single regular expressions, compiled when first needed; the least used are forgotten, since each holds a cache. */
export class Searches {
  readonly #kept = new Map<string, RE2Set>();

  test(re2: string, text: string): boolean {
    let search = this.#kept.get(re2);
    if (search) {
      this.#kept.delete(re2);
    } else {
      search = new RE2Set(RE2Set.UNANCHORED, 0, SINGLE_MEMORY);
      search.add(re2);
      if (this.#kept.size >= KEPT_SEARCHES) this.#kept.delete(this.#kept.keys().next().value!);
    }
    this.#kept.set(re2, search);
    if (text.length <= REGEX_TEXT_LIMIT) return search.match(text).length > 0;
    return !LOOKS_AT_END.test(re2) && search.match(text.slice(0, REGEX_TEXT_LIMIT)).length > 0;
  }
}
