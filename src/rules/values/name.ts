import { ruleValueProblems } from '../../errors/rules.ts';
import { textOf, type ValueKind } from '../value-kind.ts';

const LIMIT = 4096;

/** A name that has to be equal, such as that of a signature. */
export function exactName(name: string, examples: readonly string[]): ValueKind<string> {
  const kind: ValueKind<string> = {
    name,
    examples,
    schema: { type: 'string', minLength: 1, maxLength: LIMIT },
    parse(node, context) {
      const text = textOf(node, context, kind);
      if (!text) return undefined;
      if (text.value.trim() === '') {
        context.report(ruleValueProblems.emptyText(context.key), node);
        return undefined;
      }
      if (text.value.length > LIMIT) {
        context.report(ruleValueProblems.tooLong(text.value.length, LIMIT), node);
        return undefined;
      }
      return text.value;
    },
  };
  return kind;
}
