import type { Call, Process } from '../../plugin/container.ts';
import { apis } from '../apis.ts';
import { targetPid } from '../argument.ts';
import { type CallEvidence, evidence } from '../evidence.ts';
import { succeeded } from '../recorded.ts';
import { type Collector, MOST_KEPT, MOST_USES } from './collector.ts';

/** What one process did to another: each of these is a part of one way or another to run code there. */
export type InjectionMethod =
  | 'allocates'
  | 'protects'
  | 'writes'
  | 'maps'
  | 'unmaps'
  | 'starts a thread'
  | 'queues a procedure'
  | 'sets a context'
  | 'resumes';

/** One process that reached into another. */
export interface InjectionEdge {
  source: number;
  target: number;
  /** In the order in which they came first. */
  methods: InjectionMethod[];
  /** Whether it both brought code there and made it run. */
  isComplete: boolean;
  /** The first calls of each method. */
  calls: CallEvidence[];
}

const METHODS: { readonly [api: string]: InjectionMethod } = Object.fromEntries(
  (
    [
      ['allocates', apis.allocatesMemory],
      ['protects', apis.protectsMemory],
      ['writes', apis.writesMemory],
      ['maps', apis.mapsSection],
      ['unmaps', apis.unmapsSection],
      ['starts a thread', apis.startsRemoteThread],
      ['queues a procedure', apis.queuesApc],
      ['sets a context', apis.setsThreadContext],
      ['resumes', apis.resumesThread],
    ] as const
  ).flatMap(([method, names]) => names.map((api) => [api, method])),
);

const BRINGS: readonly InjectionMethod[] = ['writes', 'maps'];
const RUNS: readonly InjectionMethod[] = ['starts a thread', 'queues a procedure', 'sets a context', 'resumes'];

export class InjectionCollector implements Collector {
  readonly apis = Object.keys(METHODS);
  readonly #edges = new Map<string, InjectionEdge>();

  get edges(): InjectionEdge[] {
    return [...this.#edges.values()];
  }

  take(call: Call, process: Process): void {
    if (!succeeded(call)) return;
    const target = targetPid(call, process);
    if (target === undefined || target === process.process_id) return;
    const key = `${process.process_id} ${target}`;
    let edge = this.#edges.get(key);
    if (edge === undefined) {
      if (this.#edges.size >= MOST_KEPT) return;
      edge = { source: process.process_id, target, methods: [], isComplete: false, calls: [] };
      this.#edges.set(key, edge);
    }
    const method = METHODS[call.api]!;
    if (edge.methods.includes(method)) return;
    edge.methods.push(method);
    const has = (some: readonly InjectionMethod[]) => edge.methods.some((each) => some.includes(each));
    edge.isComplete = has(BRINGS) && has(RUNS);
    if (edge.calls.length < MOST_USES) edge.calls.push(evidence(call, process, 'base_address', 'process_identifier'));
  }
}
