import type { ProcessNode, Results, Summary } from '../../plugin/container.ts';
import { hashesOf } from '../indicators.ts';
import { asList, asText, isRecord, valueText } from '../view-model-text.ts';
import type { TextKind } from './normalise.ts';

/** What a section lists of a container. */
export interface Listed {
  text: string;
  count?: number;
}

export interface SectionKind {
  name: string;
  title: string;
  kind: TextKind;
  /** Undefined where the container has nothing that could tell. */
  items(results: Results): Iterable<Listed> | undefined;
}

type List = keyof Summary;

function lists(...names: List[]): SectionKind['items'] {
  return ({ behavior }) => {
    const summary = behavior?.summary;
    if (summary === undefined || !names.some((name) => summary[name] !== undefined)) return undefined;
    return texts(names.flatMap((name) => asList(summary[name])));
  };
}

function* texts(values: Iterable<unknown>): Generator<Listed> {
  for (const value of values) {
    if (typeof value === 'string') yield { text: value };
    else if (Array.isArray(value)) yield { text: value.map(valueText).join(' → ') };
  }
}

function network(
  name: string,
  text: (record: { [name: string]: unknown }) => string | undefined,
): SectionKind['items'] {
  return ({ network }) => {
    if (network === undefined || network[name] === undefined) return undefined;
    return asList(network[name]).flatMap((item) => {
      const made = typeof item === 'string' ? item : isRecord(item) ? text(item) : undefined;
      return made === undefined || made === '' ? [] : { text: made };
    });
  };
}

const field = (name: string) => (record: { [name: string]: unknown }) => asText(record[name]);

/** What two analyses are compared by, in the order it is shown. */
export const SECTIONS: readonly SectionKind[] = [
  {
    name: 'signatures',
    title: 'Signatures',
    kind: 'fact',
    items: ({ signatures }) => signatures?.map(({ name }) => ({ text: name })),
  },
  { name: 'processes', title: 'Processes, with those that started them', kind: 'path', items: processes },
  { name: 'commands', title: 'Command lines', kind: 'command', items: commands },
  { name: 'files', title: 'Files', kind: 'path', items: lists('files') },
  {
    name: 'files_written',
    title: 'Files created or written',
    kind: 'path',
    items: lists('file_created', 'file_recreated', 'file_written', 'write_files', 'directory_created'),
  },
  {
    name: 'files_deleted',
    title: 'Files deleted',
    kind: 'path',
    items: lists('file_deleted', 'delete_files', 'directory_removed'),
  },
  { name: 'registry', title: 'Registry keys', kind: 'key', items: lists('keys', 'regkey_opened', 'regkey_read') },
  {
    name: 'registry_written',
    title: 'Registry values written',
    kind: 'key',
    items: lists('regkey_written', 'write_keys'),
  },
  {
    name: 'registry_deleted',
    title: 'Registry keys deleted',
    kind: 'key',
    items: lists('regkey_deleted', 'delete_keys'),
  },
  { name: 'mutexes', title: 'Mutexes', kind: 'object', items: lists('mutexes') },
  {
    name: 'services',
    title: 'Services created or started',
    kind: 'name',
    items: lists('created_services', 'started_services'),
  },
  { name: 'modules', title: 'Libraries loaded', kind: 'path', items: lists('dll_loaded') },
  { name: 'domains', title: 'Domains', kind: 'host', items: domains },
  { name: 'hosts', title: 'Hosts', kind: 'host', items: network('hosts', field('ip')) },
  { name: 'http', title: 'HTTP requests', kind: 'url', items: network('http', httpText) },
  { name: 'tls', title: 'TLS connections', kind: 'host', items: network('tls', tlsText) },
  { name: 'dropped', title: 'Dropped files, by hash', kind: 'fact', items: dropped },
  { name: 'static', title: 'The sample itself', kind: 'fact', items: staticFacts },
  { name: 'apis', title: 'API calls', kind: 'fact', items: apis },
];

function processes({ behavior }: Results): Listed[] | undefined {
  if (behavior === undefined) return undefined;
  const found: Listed[] = [];
  const open: { node: ProcessNode; above: string; depth: number }[] = asList(behavior.processtree)
    .map((node) => ({ node: node as ProcessNode, above: '', depth: 0 }))
    .reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, above, depth } = next;
    const name = String(node.name ?? '');
    // Of deep trees, the nearest ancestors are enough to tell processes apart.
    const chain = above === '' ? name : `${depth > 12 ? `…${above.slice(above.indexOf(' › '))}` : above} › ${name}`;
    found.push({ text: chain });
    for (const child of asList(node.children).toReversed()) {
      open.push({ node: child as ProcessNode, above: chain.slice(-2_000), depth: depth + 1 });
    }
  }
  return found;
}

function commands({ behavior }: Results): Iterable<Listed> | undefined {
  if (behavior === undefined) return undefined;
  const summary = behavior.summary ?? {};
  const started = behavior.processes.map((process) => process.command_line ?? process.environ?.['CommandLine']);
  return texts([
    ...started.filter((line) => line),
    ...asList(summary.command_line),
    ...asList(summary.executed_commands),
  ]);
}

function domains({ network }: Results): Iterable<Listed> | undefined {
  if (network === undefined) return undefined;
  const asked = asList(network.dns).flatMap((query) =>
    isRecord(query) ? [query['request'] ?? query['hostname']] : [],
  );
  const listed = asList(network['domains']).flatMap((item) => (isRecord(item) ? [item['domain']] : [item]));
  return texts([...listed, ...asked]);
}

function httpText(record: { [name: string]: unknown }): string {
  const uri = asText(record['uri']) ?? `${asText(record['host']) ?? ''}${asText(record['path']) ?? ''}`;
  return `${asText(record['method']) ?? 'GET'} ${uri}`;
}

function tlsText(record: { [name: string]: unknown }): string {
  const name = asText(record['sni']) ?? asText(record['server_name']) ?? asText(record['dst']) ?? '';
  const ja3 = asText(record['ja3']) ?? asText(record['ja3_hash']);
  return ja3 === undefined ? name : `${name} (JA3 ${ja3})`;
}

function dropped(results: Results): Listed[] | undefined {
  return results.dropped?.map((file) => ({
    text: [hashesOf(file).sha256 ?? hashesOf(file).md5 ?? '(no hash)', file.filepath ?? file.name].join('  '),
  }));
}

const MAX_FACTS = 5_000;

/** The facts of the sample, one a line: `pe_imphash = …`. */
function staticFacts({ static: facts, file, target }: Results): Listed[] | undefined {
  const sample = target?.file ?? file;
  if (facts === undefined && sample === undefined) return undefined;
  const found: Listed[] = [];
  for (const name of ['type', 'size', 'md5', 'sha256', 'ssdeep', 'tlsh'] as const) {
    const value = sample?.[name];
    if (value !== undefined && value !== null) found.push({ text: `${name} = ${valueText(value)}` });
  }
  const open: [path: string, value: unknown, depth: number][] = [];
  for (const [name, value] of Object.entries(facts ?? {}).reverse()) open.push([name, value, 0]);
  for (let next = open.pop(); next !== undefined && found.length < MAX_FACTS; next = open.pop()) {
    const [path, value, depth] = next;
    if (value === null || value === undefined || value === '') continue;
    if (typeof value !== 'object' || depth >= 5) found.push({ text: `${path} = ${valueText(value)}` });
    else if (Array.isArray(value)) for (const item of value.toReversed()) open.push([path, item, depth + 1]);
    else for (const [name, item] of Object.entries(value).reverse()) open.push([`${path}.${name}`, item, depth + 1]);
  }
  return found;
}

function apis({ behavior }: Results): Listed[] | undefined {
  if (behavior === undefined) return undefined;
  const counts = new Map<string, number>();
  const add = (api: string, count: number) => counts.set(api, (counts.get(api) ?? 0) + count);
  if (behavior.apistats !== undefined) {
    for (const apis of Object.values(behavior.apistats)) {
      for (const [api, count] of Object.entries(apis)) add(api, Number(count) || 0);
    }
  } else {
    for (const { calls } of behavior.processes) for (const call of calls ?? []) add(call.api, 1 + (call.repeated ?? 0));
  }
  if (counts.size === 0) return undefined;
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([text, count]) => ({ text, count }));
}

/** What an item is compared by, where that is not its whole text: a dropped file by its hash. */
export function comparedPart(section: string, text: string): string {
  return section === 'dropped' && !text.startsWith('(no hash)') ? text.slice(0, text.indexOf('  ')) : text;
}
