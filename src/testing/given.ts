import type {
  Argument,
  Behavior,
  Call,
  Network,
  Process,
  ProcessNode,
  Results,
  Summary,
  Value,
} from '../plugin/container.ts';
import { categoryOf } from './api-category.ts';
import { summaryOf } from './given-summary.ts';
import { MemoryCalls } from './memory-calls.ts';

/** `['RegOpenKeyExA', { regkey: 'HKEY_…' }]`; a third part sets other fields of the call, such as `status`. */
export type GivenCall = readonly [
  api: string,
  args?: { readonly [name: string]: Value },
  more?: Partial<Omit<Call, 'id' | 'api' | 'arguments'>>,
];

export interface GivenProcess {
  name: string;
  /** 1000 for the first, then 1004, 1008 … */
  pid?: number;
  /** Id of the parent; by default the first process is the parent of the others. */
  parent?: number;
  command_line?: string;
  path?: string;
  calls?: readonly GivenCall[];
}

/** A container in which only what matters has to be written. */
export interface GivenContainer extends Omit<Results, 'behavior' | 'network'> {
  behavior?: { processes?: readonly GivenProcess[]; summary?: Partial<Summary>; apistats?: Behavior['apistats'] };
  network?: Partial<Network>;
}

/**
 * A container in which one process made these calls, or in which there were several processes. Arguments may have
 * their common names or those of any monitor. Summary lists and process tree follow from the calls.
 */
export function given(processName: string, ...calls: GivenCall[]): Results;
export function given(...processes: GivenProcess[]): Results;
export function given(first: string | GivenProcess, ...rest: (GivenCall | GivenProcess)[]): Results {
  const processes =
    typeof first === 'string' ? [given.process(first, ...(rest as GivenCall[]))] : [first, ...(rest as GivenProcess[])];
  return given.container({ behavior: { processes } });
}

/** One process of several: `given(given.process('a.exe'), given.process({ name: 'b.exe', pid: 7 }, …calls))`. */
given.process = (process: string | GivenProcess, ...calls: GivenCall[]): GivenProcess => {
  const known = typeof process === 'string' ? { name: process } : process;
  return { ...known, calls: [...(known.calls ?? []), ...calls] };
};

/** A container with other parts too; lists that every container has are empty where nothing is given for them. */
given.container = (parts: GivenContainer): Results => {
  const { behavior, network, ...others } = parts;
  const processes = (behavior?.processes ?? []).map((process, i, all) =>
    toProcess(process, i, all[0]?.pid ?? FIRST_PID),
  );
  const results: Results = {
    ...others,
    behavior: {
      processes,
      processtree: treeOf(processes),
      summary: { ...summaryOf(processes), ...behavior?.summary },
      ...(behavior?.apistats && { apistats: behavior.apistats }),
    },
  };
  if (network) results.network = { http: [], udp: [], hosts: [], dns: [], tcp: [], ...network };
  return results;
};

const FIRST_PID = 1000;
const FIRST_PARENT = 500;
const STARTED = Date.UTC(2020, 0, 1);

function toProcess(process: GivenProcess, place: number, firstPid: number): Process {
  const calls = (process.calls ?? []).map((call, id) => toCall(call, id, place));
  return {
    process_id: process.pid ?? FIRST_PID + 4 * place,
    process_name: process.name,
    parent_id: process.parent ?? (place === 0 ? FIRST_PARENT : firstPid),
    first_seen: timestamp(place * 1000),
    calls: new MemoryCalls(calls),
    ...(process.path !== undefined && { process_path: process.path }),
    ...(process.command_line !== undefined && { command_line: process.command_line }),
  };
}

function toCall([api, args = {}, more = {}]: GivenCall, id: number, place: number): Call {
  const list: Argument[] = Object.entries(args).map(([name, value]) => ({ name, value }));
  return {
    id,
    timestamp: timestamp(place * 1000 + id),
    thread_id: 1,
    category: categoryOf(api),
    api,
    status: 'SUCCESS',
    return: '0x00000000',
    arguments: list,
    repeated: 0,
    ...more,
  };
}

const timestamp = (ms: number) =>
  new Date(STARTED + ms).toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');

function treeOf(processes: readonly Process[]): ProcessNode[] {
  const nodes = processes.map((process): ProcessNode => {
    const { process_name: name, process_id: pid, parent_id, command_line } = process;
    return { name, pid, parent_id, children: [], ...(command_line && { command_line }) };
  });
  return nodes.filter((node, i) => {
    const parent = nodes.find((each, j) => j < i && each.pid === node.parent_id);
    parent?.children.push(node);
    return parent === undefined;
  });
}
