import type { Pattern } from '../plugin/pattern.ts';
import { isGlob, matchesGlob } from '../util/glob.ts';
import { expressionLiterals } from '../util/multi-pattern/expression-literals.ts';

/** A pattern made ready. */
export interface Reader {
  /** The only text that it matches, in lower case. */
  readonly exact: string | undefined;
  /** Sets of texts in lower case: what matches holds, in lower case, one of each set. */
  readonly literals: readonly (readonly string[])[];
  /** `folded` is the text in lower case. */
  matches(text: string, folded: string): boolean;
}

export function readPattern(pattern: Pattern): Reader {
  if (typeof pattern === 'string') return isGlob(pattern) ? globReader(pattern.toLowerCase()) : exactly(pattern);
  if (!(pattern instanceof RegExp)) {
    return { exact: undefined, literals: pattern.literals, matches: (text) => pattern.test(text) };
  }
  const literals = isOrdinary(pattern) ? expressionLiterals(pattern) : [];
  return { exact: undefined, literals, matches: (text) => found(pattern, text) };
}

function exactly(pattern: string): Reader {
  const exact = pattern.toLowerCase();
  return { exact, literals: exact === '' ? [] : [[exact]], matches: (_, folded) => folded === exact };
}

function globReader(glob: string): Reader {
  const literals = glob.split(/[*?]+/).filter((run) => run !== '');
  return {
    exact: undefined,
    literals: literals.map((literal) => [literal]),
    matches: (_, folded) => matchesGlob(glob, folded),
  };
}

/** Whether the expression searches as its source says. */
const isOrdinary = (pattern: RegExp): boolean =>
  Object.getPrototypeOf(pattern) === RegExp.prototype &&
  !Object.hasOwn(pattern, 'test') &&
  !Object.hasOwn(pattern, 'exec');

/** `g` and `y` make `test` start where the last search ended. */
function found(expression: RegExp, subject: string): boolean {
  if (expression.lastIndex !== 0) expression.lastIndex = 0;
  const answer = expression.test(subject);
  if (expression.lastIndex !== 0) expression.lastIndex = 0;
  return answer;
}
