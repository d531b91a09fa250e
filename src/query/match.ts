import { isGlob, matchesGlob } from '../util/glob.ts';

/**
 * What to look for. Text is compared whole and without case; `*` in it stands for any run of characters and `?` for
 * any one. A regular expression is searched for as it is written.
 */
export type Pattern = string | RegExp;
export type Patterns = Pattern | readonly Pattern[];

/** The values that match at least one of the patterns, in their order. Without patterns nothing matches. */
export function find(values: Iterable<string>, ...patterns: Patterns[]): string[] {
  const isMatch = matcher(patterns);
  return [...values].filter((value) => isMatch(value));
}

/** Whether some value matches at least one of the patterns. */
export function any(values: Iterable<string>, ...patterns: Patterns[]): boolean {
  const isMatch = matcher(patterns);
  for (const value of values) if (isMatch(value)) return true;
  return false;
}

/** Whether one text matches at least one of the patterns. */
export const matches = (subject: string, ...patterns: Patterns[]): boolean => matcher(patterns)(subject);

/** The patterns as one function, for asking often. */
export function matcher(patterns: readonly Patterns[]): (subject: string) => boolean {
  const exact = new Set<string>();
  const globs: string[] = [];
  const expressions: RegExp[] = [];
  for (const pattern of patterns.flat() as Pattern[]) {
    if (typeof pattern !== 'string') expressions.push(pattern);
    else if (isGlob(pattern)) globs.push(pattern.toLowerCase());
    else exact.add(pattern.toLowerCase());
  }
  return (subject) => {
    if (expressions.some((expression) => found(expression, subject))) return true;
    if (exact.size === 0 && globs.length === 0) return false;
    const folded = subject.toLowerCase();
    return exact.has(folded) || globs.some((glob) => matchesGlob(glob, folded));
  };
}

/** `g` and `y` make `test` start where the last search ended. */
function found(expression: RegExp, subject: string): boolean {
  expression.lastIndex = 0;
  const answer = expression.test(subject);
  expression.lastIndex = 0;
  return answer;
}
