import { RE2JS } from 're2js';
import { errorText } from '../../errors/problem.ts';
import { ruleValueProblems } from '../../errors/rules.ts';
import type { RegexFault } from '../regex/node.ts';
import { type TranslatedRegex, translateRegex } from '../regex/to-re2.ts';
import { spanInside } from '../text/inside-string.ts';
import type { StringNode } from '../text/json-node.ts';
import { doubled, literalBackslashes, partlyLiteral } from '../text/scan-string.ts';
import { textOf, type ValueContext, type ValueKind } from '../value-kind.ts';

export type TextPattern = { kind: 'wildcard'; pattern: string } | { kind: 'regex'; re2: string; required: string[][] };

export interface TextOptions {
  /** Whether the texts are Windows paths or names, in which a tab or a line end cannot stand. */
  windows: boolean;
  examples: readonly string[];
}

export const REGEX_MARK = '!REGEX!';
/** Longest value. */
export const TEXT_LIMIT = 4096;
/** Instructions of the largest automaton; a step of the slowest search costs as many. */
const PROGRAM_LIMIT = 5000;
const CONTROL_ESCAPE = /^\\[bfnrt]$/;

/** Text with wildcards, or `!REGEX!` and a pattern of Python's `re`. */
export function wildcardText({ windows, examples }: TextOptions): ValueKind<TextPattern> {
  const kind: ValueKind<TextPattern> = {
    name: 'text',
    examples,
    schema: { type: 'string', minLength: 1, maxLength: TEXT_LIMIT },
    parse(node, context) {
      const text = textOf(node, context, kind);
      if (!text) return undefined;
      readDoubtfulEscapes(text, context, windows);
      if (text.value.length > TEXT_LIMIT) {
        context.report(ruleValueProblems.tooLong(text.value.length, TEXT_LIMIT), node);
        return undefined;
      }
      if (text.value.startsWith(REGEX_MARK)) return regexOf(text, context);
      if (text.value !== '') return { kind: 'wildcard', pattern: text.value };
      context.report(ruleValueProblems.emptyText(context.key), node);
      return undefined;
    },
  };
  return kind;
}

/** Reads `"C:\temp"` as it was meant: as valid JSON it holds a tab, which no Windows path can. */
function readDoubtfulEscapes(node: StringNode, context: ValueContext, windows: boolean): void {
  const { text } = context.source;
  if (!node.doubtful || (!windows && !node.value.startsWith(REGEX_MARK))) return;
  const isControl = (offset: number) => CONTROL_ESCAPE.test(text.slice(offset, offset + 2));
  const doublesElsewhere = text.slice(node.start, node.end).includes('\\\\');
  // Letters of other scripts are written \u00e9 on purpose, unless the text is plainly a path without doubled backslashes.
  const isBarePath = !doublesElsewhere && /^[A-Za-z]:/.test(text.slice(node.start + 1, node.start + 3));
  if (!node.doubtful.some(isControl) && !isBarePath) return;
  const offsets = isBarePath ? node.doubtful : node.doubtful.filter(isControl);
  const first = offsets[0]!;
  context.report(
    ruleValueProblems.doubtfulEscape(text.slice(first, first + 2), offsets.length),
    { start: first, end: first + 2 },
    doubled(offsets),
  );
  node.value = isBarePath
    ? literalBackslashes(text, node.start + 1, node.end - 1)
    : partlyLiteral(text, node.start + 1, node.end - 1, offsets);
}

function regexOf(node: StringNode, context: ValueContext): TextPattern | undefined {
  const source = node.value.slice(REGEX_MARK.length);
  if (source === '') {
    context.report(ruleValueProblems.emptyText(context.key), node);
    return undefined;
  }
  const translated = translateRegex(source, !context.caseSensitive);
  const place = (start: number, end: number) =>
    spanInside(context.source.text, node, { start: start + REGEX_MARK.length, end: end + REGEX_MARK.length });
  if ('kind' in translated) {
    context.report(faultProblem(translated), place(translated.start, translated.end));
    return undefined;
  }
  for (const remark of translated.remarks) reportRemark(remark.what, place(remark.start, remark.end), context);
  const tooLarge = sizeFault(translated);
  if (tooLarge !== undefined) {
    context.report(ruleValueProblems.regexTooLarge(tooLarge), node);
    return undefined;
  }
  return { kind: 'regex', re2: translated.re2, required: translated.required };
}

function faultProblem({ kind, what }: RegexFault) {
  if (kind === 'unsupported') return ruleValueProblems.regexUnsupported(what);
  return kind === 'too-large' ? ruleValueProblems.regexTooLarge(what) : ruleValueProblems.regexSyntax(what);
}

function reportRemark(what: string, span: { start: number; end: number }, context: ValueContext): void {
  // The backslash may be written twice or once; the letter is what remains.
  const edits = [{ start: span.start, end: span.end, text: what.slice(1) }];
  context.report(ruleValueProblems.regexLetter(what), span, edits);
}

function sizeFault({ re2 }: TranslatedRegex): string | undefined {
  try {
    const size = RE2JS.compile(re2).programSize();
    return size > PROGRAM_LIMIT ? `${size} steps, more than ${PROGRAM_LIMIT}` : undefined;
  } catch (error) {
    return errorText(error);
  }
}
