import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Pattern } from '../plugin/pattern.ts';
import { apis } from '../query/apis.ts';
import { nearest } from '../util/nearest.ts';
import { type Action, type CallWanted, callCondition } from './call-condition.ts';
import { all, any, type Bounds, type Condition, not } from './condition.ts';
import type { MapNode, Node } from './document.ts';
import { FIELD_PATH, fieldCondition, signatureCondition } from './field-condition.ts';
import { LISTS, type ListName, listCondition } from './list-condition.ts';
import { patterns } from './patterns.ts';
import { SPANS, sequenceCondition } from './sequence-condition.ts';
import {
  choice,
  dictionary,
  type Field,
  type Fields,
  flag,
  integer,
  object,
  type Schema,
  type Shape,
  some,
  type Tell,
  text,
  wrong,
} from './shape.ts';

const isLine = (value: string): boolean => value.trim() !== '' && !/[\r\n]/.test(value);
const line = text('one line of text', isLine, { minLength: 1 });
const lines = some(line);
const name = text('a name of letters, digits, "_", "." and "-"', (value) => /^[A-Za-z0-9_][\w.-]{0,199}$/.test(value), {
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$',
});
const version = text('a version such as "1.2"', (value) => /^\d+(?:\.\d+){0,2}$/.test(value), {
  pattern: '^\\d+(\\.\\d+){0,2}$',
});
const url = text('an http or https URL', (value) => /^https?:/.test(value) && URL.canParse(value), { format: 'uri' });
const technique = text('an ATT&CK id such as "T1547.001"', (value) => /^TA?\d{4}(?:\.\d{3})?$/.test(value), {
  pattern: '^TA?\\d{4}(\\.\\d{3})?$',
});
const mbc = text('an MBC id such as "B0007"', (value) => /^[A-Z]+\d{4}(?:\.[A-Zm]?\d{2,3})?$/.test(value));

/** Milliseconds of `500ms`, `10s`, `2m`, `1h`. */
const duration: Shape<number> = {
  ...text('a time such as "500ms", "10s" or "2m"'),
  schema: { type: 'string', pattern: '^\\d{1,9}(ms|s|m|h)$' },
  read(node, tell) {
    const [, count, unit] = (node.kind === 'text' && /^(\d{1,9})(ms|s|m|h)$/.exec(node.value)) || [];
    if (count === undefined) return wrong(node, 'a time such as "500ms", "10s" or "2m"', tell);
    return Number(count) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as 'ms' | 's' | 'm' | 'h'];
  },
};

const argumentName = text('the name of an argument', (value) => /^[\w-]{1,100}$/.test(value));
const actions = Object.keys(apis) as Action[];

const CALL_FIELDS = {
  api: { shape: lines, about: 'API names, or globs such as Reg*.' },
  action: {
    shape: some(choice(actions, 'the name of an action')),
    about: 'What is done, whatever the monitors call the API for it.',
  },
  category: { shape: lines, about: 'Categories, by the name of any generation.' },
  process: { shape: lines, about: 'Names of the processes that make the calls.' },
  succeeded: { shape: flag, about: 'Only calls that returned success, or only those that failed.' },
  arguments: { shape: dictionary(patterns), about: 'Argument by its common name → what it has to match.' },
} satisfies Fields;

const call: Shape<CallWanted> = {
  ...object(CALL_FIELDS, 'a mapping that describes calls'),
  schema: { $ref: '#/$defs/call' },
};

export const callSchema: Schema = object(CALL_FIELDS, '').schema;
const path = text('a path such as "static.pe_sections[].name"', (value) => FIELD_PATH.test(value), {
  pattern: FIELD_PATH.source,
});
const FIELD_FIELDS = {
  path: {
    shape: path,
    about: 'Keys of the container with dots between them, [] for each item of a list.',
    isRequired: true,
  },
  is: { shape: patterns, about: 'What the value has to match.', isRequired: true },
} satisfies Fields;
const field = object(FIELD_FIELDS, 'a mapping with "path" and "is"');

const MOST = 100_000;
const MODIFIERS = {
  at_least: { shape: integer(1, MOST), about: 'How many it takes; 1 if not given.' },
  at_most: { shape: integer(1, MOST), about: 'How many there may be.' },
  distinct: { shape: argumentName, about: 'Calls count once for each value of this argument.' },
  within: { shape: duration, about: 'The longest time from the first call of a sequence to the last.' },
  per: {
    shape: choice(SPANS),
    about: 'Whose calls follow each other: of a process (if not given), of a thread, of all.',
  },
  same: { shape: some(argumentName), about: 'Arguments with the same value in all calls of a sequence.' },
} satisfies Fields;

type Modifiers = Bounds & { distinct?: string; within?: number; per?: (typeof SPANS)[number]; same?: string[] };

interface Kind {
  readonly about: string;
  readonly schema: Schema;
  /** Modifiers that go with it. */
  readonly modifiers: readonly (keyof Modifiers)[];
  read(node: Node, modifiers: Modifiers, tell: Tell): Condition | undefined;
}

function kind<T>(
  about: string,
  shape: Shape<T>,
  modifiers: readonly (keyof Modifiers)[],
  make: (value: T, modifiers: Modifiers) => Condition,
): Kind {
  return {
    about,
    schema: shape.schema,
    modifiers,
    read(node, given, tell) {
      const value = shape.read(node, tell);
      return value === undefined ? undefined : make(value, given);
    },
  };
}

const NESTED: Schema = { $ref: '#/$defs/condition' };
const condition: Shape<Condition> = {
  expected: 'a condition',
  schema: NESTED,
  accepts: ({ kind }) => kind === 'map',
  read: (node, tell) => readCondition(node, tell),
};
const conditions = some(condition);
const steps: Shape<CallWanted[]> = {
  ...some(call),
  expected: 'a list of 2 to 20 calls',
  schema: { type: 'array', items: call.schema, minItems: 2, maxItems: 20 },
  read(node, tell) {
    const isFine = node.kind === 'list' && node.items.length >= 2 && node.items.length <= 20;
    return isFine ? some(call).read(node, tell) : wrong(node, 'a list of 2 to 20 calls', tell);
  },
};

const COUNTS = ['at_least', 'at_most'] as const;

/** What a condition may ask for. */
export const KINDS: { readonly [name: string]: Kind } = {
  all: kind('All of these hold.', conditions, [], all),
  any: kind('At least one of these holds.', conditions, [], any),
  not: kind('This does not hold.', conditions, [], (given) => not(given.length === 1 ? given[0]! : any(given))),
  call: kind('Calls.', call, [...COUNTS, 'distinct'], callCondition),
  sequence: kind(
    'Calls that follow each other, others between them allowed.',
    steps,
    ['within', 'per', 'same'],
    sequenceCondition,
  ),
  field: kind('Values anywhere in the container.', field, COUNTS, ({ path, is }, bounds) =>
    fieldCondition(path!, is!, bounds),
  ),
  signature: kind('Other signatures that matched, by name or glob.', lines, COUNTS, signatureCondition),
  ...Object.fromEntries(
    (Object.keys(LISTS) as ListName[]).map((name) => [
      name,
      kind<Pattern[]>(LISTS[name].about, patterns, COUNTS, (wanted, bounds) => listCondition(name, wanted, bounds)),
    ]),
  ),
};

function readCondition(node: Node, tell: Tell): Condition | undefined {
  if (node.kind !== 'map') return wrong(node, 'a condition, which is a mapping', tell);
  const entries = node.entries.filter(({ key }) => Object.hasOwn(KINDS, key));
  const known = [...Object.keys(KINDS), ...Object.keys(MODIFIERS)];
  let isFine = true;
  for (const { key, keySpan } of node.entries) {
    if (known.includes(key)) continue;
    tell(yamlSignatureProblems.unknownKey(key, Object.keys(KINDS), nearest(key, known)), keySpan);
    isFine = false;
  }
  if (!isFine) return undefined;
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    const found = entries.map(({ key }) => `"${key}"`);
    tell(yamlSignatureProblems.conditionKinds(found, Object.keys(KINDS)), entries[1]?.keySpan ?? node);
    return undefined;
  }
  const asked = KINDS[entry.key]!;
  const modifiers = readModifiers(node, entry.key, asked, tell);
  const made = asked.read(entry.value, modifiers ?? {}, tell);
  return modifiers === undefined ? undefined : made;
}

function readModifiers(node: MapNode, kindName: string, { modifiers }: Kind, tell: Tell): Modifiers | undefined {
  const values: { [name: string]: unknown } = {};
  let isFine = true;
  for (const { key, keySpan, value } of node.entries) {
    if (!Object.hasOwn(MODIFIERS, key)) continue;
    const modifier = key as keyof typeof MODIFIERS;
    if (!modifiers.includes(modifier)) {
      const kinds = Object.keys(KINDS).filter((name) => KINDS[name]!.modifiers.includes(modifier));
      tell(yamlSignatureProblems.modifier(key, kindName, kinds), keySpan);
      isFine = false;
      continue;
    }
    values[key] = MODIFIERS[modifier].shape.read(value, tell);
    isFine &&= values[key] !== undefined;
  }
  return isFine ? (values as Modifiers) : undefined;
}

/** The condition of a signature: one, or a list of which all have to hold. */
const match: Shape<Condition> = {
  expected: 'a condition, or a list of conditions that all have to hold',
  schema: conditions.schema,
  accepts: ({ kind }) => kind === 'map' || kind === 'list',
  read(node, tell) {
    const given = conditions.read(node, tell);
    if (given === undefined) return undefined;
    const made = given.length === 1 ? given[0]! : all(given);
    if (made.hasEvidence) return made;
    tell(yamlSignatureProblems.noEvidence(), node.kind === 'map' ? (node.entries[0]?.keySpan ?? node) : node);
    return undefined;
  },
};

/** Read when the cases are run. */
const cases: Shape<Node> = {
  expected: 'cases',
  schema: { $ref: '#/$defs/cases' },
  accepts: () => true,
  read: (node) => node,
};

export const SIGNATURE_FIELDS = {
  name: { shape: name, about: 'Unique; the name of the file where that holds one signature.', isRequired: true },
  description: { shape: line, about: 'One line that says what the sample did.', isRequired: true },
  severity: { shape: integer(1, 5), about: '1 informational, 2 noteworthy, 3 malicious; up to 5.', isRequired: true },
  confidence: { shape: integer(0, 100), about: 'How sure a match is; 100 if not given.' },
  categories: { shape: lines, about: 'Free words.' },
  families: { shape: lines, about: 'Names of malware families.' },
  ttps: { shape: some(technique), about: 'ATT&CK technique ids.' },
  mbcs: { shape: some(mbc), about: 'Malware Behavior Catalog ids.' },
  authors: { shape: lines, about: 'Who wrote it.' },
  references: { shape: some(url), about: 'Where to read more.' },
  alert: { shape: flag, about: 'Whether somebody is to be told.' },
  enable: { shape: flag, about: 'Whether it is run; true if not given.' },
  platforms: { shape: lines, about: 'Such as windows; all if not given.' },
  minimum: { shape: version, about: 'The first version of Ovoscope it works with.' },
  maximum: { shape: version, about: 'The last version of Ovoscope it works with.' },
  match: { shape: match, about: 'When it matches.', isRequired: true },
  cases: { shape: cases, about: 'Examples where it fires and where it stays silent.' },
} satisfies { [field: string]: Field<unknown> };

export const signature = object(SIGNATURE_FIELDS, 'a mapping that describes a signature');

/** JSON Schema of a condition; `#/$defs/condition` refers to it. */
export function conditionSchema(): Schema {
  const modifier = (name: keyof typeof MODIFIERS) => ({
    description: MODIFIERS[name].about,
    ...MODIFIERS[name].shape.schema,
  });
  return {
    type: 'object',
    oneOf: Object.entries(KINDS).map(([name, { about, schema, modifiers }]) => ({
      type: 'object',
      required: [name],
      properties: {
        [name]: { description: about, ...schema },
        ...Object.fromEntries(modifiers.map((each) => [each, modifier(each)])),
      },
      additionalProperties: false,
    })),
  };
}
