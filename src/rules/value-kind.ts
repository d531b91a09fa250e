import { ruleValueProblems } from '../errors/rules.ts';
import type { Report } from './diagnostic.ts';
import { type JsonNode, nodeKind, type StringNode } from './text/json-node.ts';
import type { Source } from './text/source.ts';

/** How one kind of rule value is written and read. */
export interface ValueKind<T> {
  /** With its article, for messages: `a range of whole numbers`. */
  readonly name: string;
  /** One or two values as they stand in a rule file. */
  readonly examples: readonly unknown[];
  /** JSON Schema of one value. */
  readonly schema: object;
  /** Reads one value; undefined after having reported an error. */
  parse(node: JsonNode, context: ValueContext): T | undefined;
}

export interface ValueContext {
  readonly source: Source;
  /** The rule key the value belongs to. */
  readonly key: string;
  /** Whether upper and lower case are different here. */
  readonly caseSensitive: boolean;
  readonly report: Report;
}

/** The text of a value; a number is taken as text, with a warning. */
export function textOf(node: JsonNode, context: ValueContext, kind: ValueKind<unknown>): StringNode | undefined {
  if (node.kind === 'string') return node;
  if (node.kind === 'number') {
    const text = JSON.stringify(node.text);
    context.report(ruleValueProblems.textWithoutQuotes(node.text), node, [{ start: node.start, end: node.end, text }]);
    return { kind: 'string', start: node.start, end: node.end, value: node.text, bare: true };
  }
  context.report(ruleValueProblems.kind(context.key, kind.name, nodeKind(node)), node);
  return undefined;
}

/** The text of a value in which space around it means nothing; where there is some, a warning. */
export function trimmedText(node: JsonNode, context: ValueContext, kind: ValueKind<unknown>): string | undefined {
  if (node.kind !== 'string') {
    context.report(ruleValueProblems.kind(context.key, kind.name, nodeKind(node)), node);
    return undefined;
  }
  const trimmed = node.value.trim();
  if (trimmed !== node.value) {
    context.report(ruleValueProblems.space(trimmed), node, [replaceWith(node, trimmed)]);
  }
  return trimmed;
}

export function replaceWith(node: JsonNode, value: string | number) {
  return { start: node.start, end: node.end, text: JSON.stringify(value) };
}
