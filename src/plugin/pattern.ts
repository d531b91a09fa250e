/**
 * What to look for. Text is compared whole and without case; `*` in it stands for any run of characters and `?` for
 * any one. A regular expression is searched for as it is written.
 */
export type Pattern = string | RegExp | Search;
export type Patterns = Pattern | readonly Pattern[];

/** A pattern of another kind. Equal texts get equal answers. */
export interface Search {
  test(text: string): boolean;
  /** Sets of texts in lower case: what matches holds, in lower case, one of each set. */
  readonly literals: readonly (readonly string[])[];
}
