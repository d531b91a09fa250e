import type { Behavior, GenericProcess, Process, ProcessNode, Results, Summary } from '../../plugin/container.ts';
import { merged, type Sections } from './cape.ts';
import { type Fields, fieldsOf } from './values.ts';

const OURS: ReadonlySet<string> = new Set([
  'behavior',
  'file',
  'original',
  'problems',
  'signatures',
  'statistics',
  'strings_ex',
  'verdict',
]);

/** The container as Cuckoo 2's signatures know it. */
export function cuckoo2Sections(results: Results): Sections {
  const sections: Sections = new Map();
  for (const [key, value] of Object.entries(results)) {
    if (value !== undefined && !OURS.has(key)) sections.set(key, () => value);
  }
  const { behavior, debug, info } = results;
  if (behavior) {
    sections.set('behavior', () => cuckoo2Behavior(behavior));
    sections.set('processes', () => behavior.processes.map(cuckoo2Process));
  }
  if (debug) sections.set('debug', () => ({ ...debug, log: debug.log.split(/(?<=\n)/) }));
  if (info) sections.set('info', () => info);
  addAliases(sections, results);
  return sections;
}

function addAliases(sections: Sections, results: Results): void {
  const volatility = (results as Fields)['volatility'];
  if (volatility !== undefined && !sections.has('memory')) sections.set('memory', () => volatility);
  if (!sections.has('static')) {
    const file = fieldsOf(results.target?.file);
    const found = ['office', 'pdf', 'lnk', 'wsf', 'elf'].filter((kind) => file?.[kind] !== undefined);
    if (found.length > 0) {
      sections.set('static', () => Object.fromEntries(found.map((kind) => [kind, file![kind]])));
    }
  }
}

function cuckoo2Behavior(behavior: Behavior): object {
  const { processes: _, processtree, summary, generic, apistats, ...rest } = behavior;
  return {
    ...rest,
    generic: (generic ?? genericOf(behavior)).map((item) => ({ ...item, summary: cuckoo2Summary(item.summary) })),
    processtree: processtree.map(cuckoo2Node),
    summary: cuckoo2Summary(summary),
    ...(apistats && { apistats }),
  };
}

/** What was not recorded by process is told of one that has no name; the others have empty summaries. */
function genericOf({ processes, summary }: Behavior): GenericProcess[] {
  const named = processes.map(({ process_id, parent_id, process_name, process_path, first_seen }) => ({
    pid: process_id,
    ppid: parent_id,
    process_name,
    process_path: process_path ?? null,
    first_seen,
    summary: {},
  }));
  return [{ pid: 0, ppid: 0, process_name: '', process_path: null, first_seen: '', summary }, ...named];
}

function cuckoo2Process({ process_id, parent_id, calls, process_path, ...rest }: Process): object {
  return {
    type: 'process',
    tid: 0,
    time: 0,
    track: true,
    modules: [],
    command_line: null,
    ...rest,
    pid: process_id,
    ppid: parent_id,
    process_path: process_path ?? null,
    calls: calls.length,
  };
}

function cuckoo2Node({ name, parent_id, children, ...rest }: ProcessNode): object {
  return {
    command_line: null,
    track: true,
    ...rest,
    process_name: name,
    ppid: parent_id,
    children: children.map(cuckoo2Node),
  };
}

/** Cuckoo 2's list → lists of CAPE and the documented container that say the same. */
const SUMMARY: readonly [cuckoo2: keyof Summary, from: readonly (keyof Summary)[]][] = [
  ['file_opened', ['files']],
  ['file_read', ['read_files']],
  ['file_written', ['write_files']],
  ['file_deleted', ['delete_files']],
  ['regkey_opened', ['keys']],
  ['regkey_read', ['read_keys']],
  ['regkey_written', ['write_keys']],
  ['regkey_deleted', ['delete_keys']],
  ['mutex', ['mutexes']],
  ['command_line', ['executed_commands']],
];
const GENERATION: readonly (keyof Summary)[] = SUMMARY.map(([name]) => name);

function cuckoo2Summary(summary: Partial<Summary>): object {
  // A summary of Cuckoo 2 is whole: a list that isn't there is empty, whatever older lists say.
  if (GENERATION.some((name) => summary[name] !== undefined)) return summary;
  const result: { [name: string]: unknown } = { ...summary };
  for (const [name, from] of SUMMARY) {
    const values = merged(summary, from);
    if (values.length > 0) result[name] = values;
  }
  return result;
}
