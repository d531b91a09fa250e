import { yamlSignatureProblems } from '../errors/yaml-signatures.ts';
import type { Match, Results, Summary, Value } from '../plugin/container.ts';
import { DiagnosticList } from '../rules/diagnostic.ts';
import type { Source } from '../rules/text/source.ts';
import { type GivenCall, type GivenProcess, given } from '../testing/given.ts';
import type { SignatureCases } from '../testing/signature-tester.ts';
import type { Node } from './document.ts';
import { yamlProblems } from './read-signatures.ts';
import {
  dictionary,
  flag,
  integer,
  listOf,
  object,
  type Schema,
  type Shape,
  some,
  type Tell,
  text,
  type Values,
} from './shape.ts';

const words = text('text');
const PID = integer(0, 0xffff_ffff);

/** Anything that JSON can hold. */
const anything: Shape<Value> = {
  expected: 'a value',
  schema: {},
  accepts: () => true,
  read: (node) => plainValue(node),
};

const CALL = {
  api: { shape: words, about: 'API name.', isRequired: true },
  arguments: { shape: dictionary(anything), about: 'Argument, by any of its names → value.' },
  category: { shape: words, about: 'Category; the usual one of the API if not given.' },
  failed: { shape: flag, about: 'Whether the call failed.' },
  repeated: { shape: integer(0, 1_000_000), about: 'How often it was made again.' },
  thread: { shape: PID, about: 'Id of the thread; 1 if not given.' },
  ms: { shape: integer(0, 86_400_000), about: 'Milliseconds since the start of the analysis.' },
};
const calls = some(object(CALL, 'a mapping that describes a call'));
const PROCESS = {
  name: { shape: words, about: 'File name.', isRequired: true },
  pid: { shape: PID, about: 'Process id.' },
  parent: { shape: PID, about: 'Id of the parent.' },
  command_line: { shape: words, about: 'What it was started with.' },
  path: { shape: words, about: 'Path of the program.' },
  calls: { shape: calls, about: 'What it did.' },
};
const CASE = {
  name: { shape: words, about: 'What the case is about.' },
  calls: { shape: calls, about: 'Calls of one process, which is called sample.exe.' },
  processes: { shape: some(object(PROCESS, 'a mapping that describes a process')), about: 'Several processes.' },
  summary: { shape: dictionary(listOf(words)), about: 'Lists of behavior.summary.' },
  signatures: { shape: some(words), about: 'Names of other signatures that matched.' },
  container: { shape: dictionary(anything), about: 'Other parts of the container.' },
};
const oneCase = object(CASE, 'a mapping that describes a case');
const CASES = {
  fires: { shape: some(oneCase), about: 'Where the signature matches.', isRequired: true },
  silent: { shape: some(oneCase), about: 'The nearest that must not match.', isRequired: true },
};
const cases = object(CASES, 'a mapping with "fires" and "silent"');

export const casesSchema: Schema = cases.schema;

/** The cases of a signature for SignatureTester; problems where something is wrong with them. */
export function readCases(node: Node | undefined, source: Source): SignatureCases | ReturnType<typeof yamlProblems> {
  const list = new DiagnosticList(source);
  const found = node && readNode(node, list.add);
  if (node === undefined) list.add(yamlSignatureProblems.noCases('fires'), { start: 0, end: 0 });
  if (found === undefined) return yamlProblems({ diagnostics: list.sorted(), source });
  const [detects, ignores] = [found.fires!.map(toCase), found.silent!.map(toCase)];
  return { detects, ignores } as unknown as SignatureCases;
}

function readNode(node: Node, tell: Tell): Values<typeof CASES> | undefined {
  if (node.kind === 'map') {
    for (const kind of ['fires', 'silent'] as const) {
      if (node.entries.some(({ key }) => key === kind)) continue;
      tell(yamlSignatureProblems.noCases(kind), node.entries[0]?.keySpan ?? node);
      return undefined;
    }
  }
  return cases.read(node, tell);
}

type Case = Values<typeof CASE>;

function toCase({ name, calls: own, processes: several = [], summary, signatures, container }: Case) {
  const processes = own === undefined ? [] : [given.process('sample.exe', ...own.map(toCall))];
  for (const { calls: theirs = [], name: process, ...others } of several) {
    processes.push(given.process({ name: process!, ...others } as GivenProcess, ...theirs.map(toCall)));
  }
  const behavior = { processes, ...(summary && { summary: Object.fromEntries(summary) as Partial<Summary> }) };
  const results = given.container({ ...(Object.fromEntries(container ?? []) as Results), behavior } as never);
  if (signatures) results.signatures = signatures.map(matchCalled);
  return { ...(name !== undefined && { name }), results };
}

const START = Date.UTC(2020, 0, 1);

function toCall({ api, arguments: args, category, failed, repeated, thread, ms }: Values<typeof CALL>): GivenCall {
  const more = {
    ...(category !== undefined && { category }),
    ...(failed && { status: 'FAILURE' as const }),
    ...(repeated !== undefined && { repeated }),
    ...(thread !== undefined && { thread_id: thread }),
    ...(ms !== undefined && { timestamp: timestamp(ms) }),
  };
  return [api!, Object.fromEntries(args ?? []), more];
}

const timestamp = (ms: number): string =>
  new Date(START + ms).toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');

const matchCalled = (name: string): Match => ({
  severity: 1,
  description: `Does ${name}`,
  alert: false,
  references: [],
  data: [],
  name,
});

function plainValue(node: Node): Value {
  switch (node.kind) {
    case 'text':
    case 'flag':
      return node.value;
    case 'number':
      return Number.isSafeInteger(node.value) || !/^\d+$/.test(node.source) ? node.value : BigInt(node.source);
    case 'null':
      return null;
    case 'list':
      return node.items.map(plainValue);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
  }
}
