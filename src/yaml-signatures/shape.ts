import type { Problem } from '../errors/problem.ts';
import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Span } from '../rules/text/source.ts';
import { nearest } from '../util/nearest.ts';
import type { Entry, MapNode, Node } from './document.ts';

export type Schema = { readonly [key: string]: unknown };
export type Tell = (problem: Problem, span: Span) => void;

/** What may stand somewhere: how it is read, and how a JSON Schema says it. */
export interface Shape<T> {
  /** For the middle of a sentence. */
  readonly expected: string;
  readonly schema: Schema;
  /** Whether a value is meant to be of this shape, going by its kind. */
  accepts(node: Node): boolean;
  /** Undefined where it has told of a mistake. */
  read(node: Node, tell: Tell): T | undefined;
}

/** A mistake that says what was found and what should stand there. */
export function wrong(node: Node, expected: string, tell: Tell, candidates: readonly string[] = []): undefined {
  const near = node.kind === 'text' ? nearest(node.value, candidates) : undefined;
  tell(yamlSignatureProblems.wrongValue(shown(node), expected, near), node);
  return undefined;
}

function shown(node: Node): string {
  switch (node.kind) {
    case 'text':
      return `"${node.value.length > 60 ? `${node.value.slice(0, 60)}…` : node.value}"`;
    case 'number':
      return node.source;
    case 'flag':
      return String(node.value);
    case 'null':
      return 'nothing';
    case 'list':
      return 'a list';
    case 'map':
      return node.entries.length === 0 ? 'an empty mapping' : `a mapping with "${node.entries[0]!.key}"`;
  }
}

export function text(
  expected: string,
  holds: (value: string) => boolean = () => true,
  schema: Schema = {},
): Shape<string> {
  return {
    expected,
    schema: { type: 'string', ...schema },
    accepts: ({ kind }) => kind === 'text',
    read(node, tell) {
      if (node.kind !== 'text' || !holds(node.value)) return wrong(node, expected, tell);
      return node.value;
    },
  };
}

export const flag: Shape<boolean> = {
  expected: 'true or false',
  schema: { type: 'boolean' },
  accepts: ({ kind }) => kind === 'flag',
  read: (node, tell) => (node.kind === 'flag' ? node.value : wrong(node, 'true or false', tell)),
};

export function integer(minimum: number, maximum: number): Shape<number> {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return {
    expected,
    schema: { type: 'integer', minimum, maximum },
    accepts: ({ kind }) => kind === 'number',
    read(node, tell) {
      const isFine = node.kind === 'number' && Number.isSafeInteger(node.value);
      if (!isFine || node.value < minimum || node.value > maximum) return wrong(node, expected, tell);
      return node.value;
    },
  };
}

export function choice<T extends string>(names: readonly T[], shortened?: string): Shape<T> {
  const expected = shortened ?? `one of ${names.join(', ')}`;
  return {
    expected,
    schema: { enum: names },
    accepts: ({ kind }) => kind === 'text',
    read(node, tell) {
      if (node.kind === 'text' && (names as readonly string[]).includes(node.value)) return node.value as T;
      return wrong(node, expected, tell, names);
    },
  };
}

export function listOf<T>(item: Shape<T>): Shape<T[]> {
  const expected = `a list, each item ${item.expected}`;
  return {
    expected,
    schema: { type: 'array', items: item.schema, minItems: 1 },
    accepts: ({ kind }) => kind === 'list',
    read(node, tell) {
      if (node.kind !== 'list' || node.items.length === 0) return wrong(node, expected, tell);
      const items = node.items.map((each) => item.read(each, tell));
      return items.every((each) => each !== undefined) ? (items as T[]) : undefined;
    },
  };
}

/** One, or a list of them. */
export function some<T>(item: Shape<T>): Shape<T[]> {
  const list = listOf(item);
  return {
    expected: `${item.expected}, or a list of such`,
    schema: { anyOf: [item.schema, list.schema] },
    accepts: (node) => node.kind === 'list' || item.accepts(node),
    read(node, tell) {
      if (node.kind === 'list') return list.read(node, tell);
      const one = item.read(node, tell);
      return one === undefined ? undefined : [one];
    },
  };
}

/** The first of several shapes that the value is meant to be. */
export function either<T>(...shapes: readonly Shape<T>[]): Shape<T> {
  const expected = shapes.map((shape) => shape.expected).join(', or ');
  return {
    expected,
    schema: { anyOf: shapes.map(({ schema }) => schema) },
    accepts: (node) => shapes.some((shape) => shape.accepts(node)),
    read(node, tell) {
      const shape = shapes.find((each) => each.accepts(node));
      return shape ? shape.read(node, tell) : wrong(node, expected, tell);
    },
  };
}

/** Any key → one shape. */
export function dictionary<T>(item: Shape<T>): Shape<Map<string, T>> {
  const expected = `a mapping of names to ${item.expected}`;
  return {
    expected,
    schema: { type: 'object', additionalProperties: item.schema, minProperties: 1 },
    accepts: ({ kind }) => kind === 'map',
    read(node, tell) {
      if (node.kind !== 'map' || node.entries.length === 0) return wrong(node, expected, tell);
      const pairs = node.entries.map(({ key, value }) => [key, item.read(value, tell)] as const);
      return pairs.every(([, value]) => value !== undefined) ? new Map(pairs as [string, T][]) : undefined;
    },
  };
}

export interface Field<T> {
  readonly shape: Shape<T>;
  readonly about: string;
  readonly isRequired?: boolean;
}

export type Fields = { readonly [name: string]: Field<unknown> };
type FieldValue<F> = F extends Field<infer T> ? T : never;
export type Values<F extends Fields> = { [name in keyof F]?: FieldValue<F[name]> };

/** A mapping with known keys. */
export function object<F extends Fields>(fields: F, what: string): Shape<Values<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => fields[name]!.isRequired);
  return {
    expected: what,
    schema: {
      type: 'object',
      properties: propertiesOf(fields),
      additionalProperties: false,
      ...(required.length > 0 && { required }),
    },
    accepts: ({ kind }) => kind === 'map',
    read(node, tell) {
      if (node.kind !== 'map') return wrong(node, what, tell);
      const missing = required.filter((name) => !node.entries.some(({ key }) => key === name));
      for (const name of missing) tell(yamlSignatureProblems.missingKey(name, fields[name]!.about), startOf(node));
      let isFine = missing.length === 0;
      const values: { [name: string]: unknown } = {};
      for (const entry of node.entries) {
        const value = readField(fields, entry, tell);
        if (value === undefined) isFine = false;
        else values[entry.key] = value;
      }
      return isFine ? (values as Values<F>) : undefined;
    },
  };
}

export function readField(fields: Fields, { key, keySpan, value }: Entry, tell: Tell): unknown {
  if (Object.hasOwn(fields, key)) return fields[key]!.shape.read(value, tell);
  const names = Object.keys(fields);
  tell(yamlSignatureProblems.unknownKey(key, names, nearest(key, names)), keySpan);
  return undefined;
}

export function propertiesOf(fields: Fields): Schema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { shape, about }]) => [name, { description: about, ...shape.schema }]),
  );
}

/** Where to point for what is not there. */
export function startOf({ start, entries }: MapNode): Span {
  return entries[0]?.keySpan ?? { start, end: start + 1 };
}
