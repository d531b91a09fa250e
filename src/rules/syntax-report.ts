import type { Problem } from '../errors/problem.ts';
import { ruleSyntaxProblems as problems } from '../errors/rules.ts';
import type { Finding, SyntaxId } from './text/json-node.ts';

/** Findings whose message needs no details. */
type Plain = {
  [id in SyntaxId]: id extends keyof typeof problems
    ? Parameters<(typeof problems)[id]> extends []
      ? id
      : never
    : never;
}[SyntaxId];

/** The problem that tells of a finding of the parser. */
export function syntaxProblem({ id, detail = '', count = 1, edits }: Finding): Problem {
  const mended = edits?.[0]?.text ?? '';
  switch (id) {
    case 'oddNumber':
      return problems.oddNumber(detail, mended);
    case 'oddLiteral':
      return problems.oddLiteral(detail, mended);
    case 'loneBackslash':
      return problems.loneBackslash(count);
    case 'escapedEnd':
      return problems.escapedEnd(count);
    case 'controlCharacter':
      return problems.controlCharacter(detail, count);
    case 'mismatchedBracket':
      return problems.mismatchedBracket(detail[0]!, detail[1]!);
    case 'expectedValue':
      return problems.expectedValue(detail === '' ? undefined : detail);
    case 'unquotedText':
      return problems.unquotedText(detail);
    case 'unquotedKey':
      return problems.unquotedKey(detail);
    case 'oddQuotes':
      return problems.oddQuotes(detail);
    case 'spaceInKey':
      return problems.spaceInKey(detail);
    case 'oddSpace':
      return problems.oddSpace(detail);
    case 'unclosedAtEnd':
      return problems.unclosedAtEnd(detail);
    case 'expectedColon':
      return problems.expectedColon(detail);
    case 'expectedKey':
      return problems.expectedKey(detail);
    case 'tooDeep':
      return problems.tooDeep(detail);
    default:
      return problems[id satisfies Plain]();
  }
}
