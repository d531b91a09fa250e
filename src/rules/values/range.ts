import { ruleValueProblems } from '../../errors/rules.ts';
import { compareDecimals, type Decimal, parseDecimal } from '../decimal.ts';
import type { nodeKind } from '../text/json-node.ts';
import { trimmedText, type ValueContext, type ValueKind } from '../value-kind.ts';

/** Both ends belong to it. */
export interface NumberRange {
  low: Decimal;
  high: Decimal;
}

/** `0.0-2.0`. */
export const decimalRange: ValueKind<NumberRange> = rangeKind('a range of numbers', '\\d+(?:\\.\\d+)?', ['4.1-20.0']);

/** `1-5`. */
export const integerRange: ValueKind<NumberRange> = rangeKind('a range of whole numbers', '\\d+', ['1-5']);

function rangeKind(name: string, number: string, examples: readonly string[]): ValueKind<NumberRange> {
  const form = new RegExp(`^(-?${number})-(-?${number})$`);
  const kind: ValueKind<NumberRange> = {
    name,
    examples,
    schema: { type: 'string', pattern: form.source },
    parse(node, context) {
      const text = node.kind === 'number' ? node.text : trimmedText(node, context, kind);
      if (text === undefined) return undefined;
      const ends = node.kind === 'string' && text.length < 100 ? form.exec(text.replace(/\s*-\s*/, '-')) : null;
      if (!ends) {
        const hint = parseDecimal(text)
          ? `For exactly ${text}, write "${text}-${text}".`
          : `Write it like "${examples[0]}".`;
        context.report(ruleValueProblems.form(context.key, text, name, hint), node);
        return undefined;
      }
      return checked(node, ends[1]!, ends[2]!, context);
    },
  };
  return kind;
}

function checked(
  node: Parameters<typeof nodeKind>[0],
  from: string,
  to: string,
  context: ValueContext,
): NumberRange | undefined {
  const low = parseDecimal(from)!;
  const high = parseDecimal(to)!;
  const written = `${from}-${to}`;
  if (compareDecimals(low, high) > 0) {
    context.report(ruleValueProblems.backwards(written, `${to}-${from}`), node);
    return undefined;
  }
  if (node.kind === 'string' && node.value.trim() !== written) {
    context.report(ruleValueProblems.space(written), node, [
      { start: node.start, end: node.end, text: JSON.stringify(written) },
    ]);
  }
  return { low, high };
}

export function inRange(value: Decimal, { low, high }: NumberRange): boolean {
  return compareDecimals(low, value) <= 0 && compareDecimals(value, high) <= 0;
}
