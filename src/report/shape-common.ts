import type { Call, CallList, FileRecord, Results } from '../plugin/container.ts';
import { isRecord } from './view-model-text.ts';

export type Json = { [name: string]: unknown };

export interface ShapeOptions {
  /** Calls of each process at most; default all. */
  calls?: number;
}

/** A list that is made anew, element by element, for each reader. */
export function lazyList<T, R>(source: Iterable<T>, shape: (item: T) => R, limit = Number.POSITIVE_INFINITY) {
  return {
    *[Symbol.iterator](): Generator<R> {
      if (limit <= 0) return;
      let count = 0;
      for (const item of source) {
        yield shape(item);
        if (++count >= limit) return;
      }
    },
  };
}

/** Milliseconds since 1970 of `YYYY-MM-DD HH:MM:SS[,mmm]` in UTC; undefined for anything else. */
export function timeMs(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

export function epoch(text: unknown): number | undefined {
  const ms = timeMs(text);
  return ms === undefined ? undefined : ms / 1000;
}

/** An object for keys that come from data: any name is an ordinary key. */
export function openRecord(): Json {
  return Object.create(null) as Json;
}

/** A copy without the keys whose value is null or undefined. */
export function present(record: object): Json {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}

/** Every item as a list; what is no list is an empty one. */
export function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The tree in another shape, whatever its depth: `shape` gives a node and the empty list for its children.
 */
export function reshapeTree<Node extends { children?: Node[] }>(
  roots: readonly Node[],
  shape: (node: Node, children: Json[]) => Json,
): Json[] {
  const out: Json[] = [];
  const waiting: [readonly Node[], Json[]][] = [[roots, out]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [nodes, into] = next;
    for (const node of nodes) {
      const children: Json[] = [];
      into.push(shape(node, children));
      if (listOf(node.children).length > 0) waiting.push([node.children!, children]);
    }
  }
  return out;
}

/** The sample as `target`, with what consumers read without asking whether it is there. */
export function shapedTarget(results: Results): Json | undefined {
  const { target, file } = results;
  if (target === undefined && file === undefined) return undefined;
  const own = target?.file ?? file;
  if (own === undefined) return present(target!);
  return { ...present(target ?? { category: 'file' }), file: shapedFile(own) };
}

export function shapedFile(file: Partial<FileRecord>): Json {
  const yara = Array.isArray(file['yara']) ? file['yara'] : [];
  return {
    ...present(file),
    ssdeep: file.ssdeep ?? null,
    yara: yara.map((rule) => (isRecord(rule) ? { meta: {}, strings: [], offsets: {}, ...present(rule) } : rule)),
  };
}

/** A lookup of the calls that evidence names, by pid and position; bounded, since each one reads the log. */
export class CallFinder {
  readonly #lists = new Map<number, CallList>();
  #left: number;

  constructor(results: Results, lookups: number) {
    for (const { process_id, calls } of listOf(results.behavior?.processes)) {
      if (!this.#lists.has(process_id)) this.#lists.set(process_id, calls);
    }
    this.#left = lookups;
  }

  find(pid: unknown, id: unknown): Call | undefined {
    const list = this.#lists.get(Number(pid));
    if (list === undefined || !Number.isSafeInteger(id) || this.#left <= 0) return undefined;
    this.#left -= 1;
    return list.at(id as number);
  }
}
