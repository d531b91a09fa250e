import { ruleValueProblems } from '../../errors/rules.ts';
import { nodeKind } from '../text/json-node.ts';
import { replaceWith, type ValueKind } from '../value-kind.ts';

/** A whole number between two bounds. */
export function integer(low: number, high: number, examples: readonly number[]): ValueKind<number> {
  const kind: ValueKind<number> = {
    name: 'a whole number',
    examples,
    schema: { type: 'integer', minimum: low, maximum: high },
    parse(node, context) {
      const { report, key } = context;
      let text: string | undefined;
      if (node.kind === 'number') text = node.text;
      else if (node.kind === 'string') text = node.value.trim();
      if (text === undefined) {
        report(ruleValueProblems.kind(key, kind.name, nodeKind(node)), node);
        return undefined;
      }
      const value = Number(text);
      if (text === '' || !Number.isInteger(value) || (node.kind === 'string' && !/^-?\d+$/.test(text))) {
        report(ruleValueProblems.form(key, text, kind.name, `Write it like ${examples[0]}.`), node);
        return undefined;
      }
      if (value < low || value > high) {
        report(ruleValueProblems.outside(key, text, low, high), node);
        return undefined;
      }
      if (node.kind === 'string')
        report(ruleValueProblems.numberInText(String(value)), node, [replaceWith(node, value)]);
      return value;
    },
  };
  return kind;
}
