import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import type { Call, CallList } from '../plugin/container.ts';
import { jsonForScript } from './escape.ts';
import { BlockBuilder, type BlockSummary, NameTable } from './html-blocks.ts';
import type { Citation } from './view-model-findings.ts';
import type { ProcessIndex } from './view-model-processes.ts';
import type { ProcessView } from './view-model-types.ts';

const compress = promisify(gzip);

/** Calls of context on both sides of a cited one. */
const CONTEXT = 5;
/** Calls that one citation by API name, not by position, may bring in; and all of one process. */
const MAX_BY_API = 200;
const MAX_CITED = 2_000;
/** Share of a cut process that shows its end rather than its beginning. */
const TAIL = 0.2;
const SLICE = 1_000;
/** Characters of JSON in a block: at most, at least, and as a share of the budget, which blocks on their way may pass. */
const MAX_BLOCK = 4_000_000;
const MIN_BLOCK = 20_000;
const BLOCK_SHARE = 1 / 12;
/** The element around a block. */
const SCRIPT = 70;
const SAMPLE_CALLS = 2_000;
/** Estimates of compressed size are not exact; cited calls get what is left. */
const SAFETY = 0.92;

export interface CallOptions {
  /** How many calls of each process at most. */
  perProcess: number;
  /** Bytes of the file that blocks may take. */
  budget: number;
}

/** The index that closes the file. */
export interface CallIndex {
  start: number;
  processes: { index: number; pid: number; name: string; hue: number; calls: number; kept: number }[];
  apis: string[];
  categories: string[];
  categoryCounts: number[];
  blocks: BlockSummary[];
  total: number;
  kept: number;
  /** Why there are fewer than `total`, or undefined. */
  limit: 'size' | 'option' | undefined;
  /** Over the blocks as they stand in the file, in order. */
  sha256: string;
}

/** From id, up to but not including id. */
type Range = [from: number, to: number];

interface ProcessPlan {
  process: number;
  list: CallList;
  /** Undefined: all, in one iteration. */
  ranges: Range[] | undefined;
  cited: Set<number>;
}

/**
 * Yields `<script>` elements with blocks of calls, then one with the index. Memory stays at a few blocks. What does
 * not fit is left out: cited calls with their context go first, then the beginning and the end of each process.
 */
export async function* callScripts(
  index: ProcessIndex,
  views: readonly ProcessView[],
  citations: readonly Citation[],
  options: CallOptions,
): AsyncGenerator<string> {
  const writer = new BlockWriter(options.budget, index.start ?? 0);
  const plans = planCalls(index, views.length, citations, options, writer);
  for (const plan of plans) yield* writer.process(plan);
  yield* writer.drain();
  const total = index.list.reduce((sum, process) => sum + (process.calls?.length ?? 0), 0);
  const result = writer.index(views, total, Number.isFinite(options.perProcess));
  yield `<script type="application/json" id="call-index">${jsonForScript(result)}</script>\n`;
}

class BlockWriter {
  /** Whether the budget was too small for what was asked for. */
  outgrown = false;
  readonly #budget: number;
  readonly #start: number;
  readonly #apis = new NameTable();
  readonly #categories = new NameTable();
  readonly #blocks: BlockSummary[] = [];
  readonly #hash = createHash('sha256');
  #pending: Promise<Buffer> | undefined;
  #pendingLength = 0;
  #used = 0;
  /** Bytes in the file for a character of JSON: at first for text that does not compress well. */
  #ratio = 0.75;

  constructor(budget: number, start: number) {
    this.#budget = budget;
    this.#start = start;
  }

  /** Whether what is written, on its way and in `builder` fills the budget, as far as can be told. */
  #isFull(builder: BlockBuilder): boolean {
    const isFull = this.#used + (this.#pendingLength + builder.length) * this.#ratio > this.#budget;
    this.outgrown ||= isFull;
    return isFull;
  }

  /** Bytes of the file that a call takes, measured on some of the largest processes. */
  bytesPerCall(lists: readonly CallList[]): number {
    const largest = [...lists].sort((a, b) => b.length - a.length).slice(0, 4);
    const measured = { calls: 0, length: 0, size: 0 };
    for (const list of largest) {
      const middle = Math.max(0, Math.floor(list.length / 2) - SAMPLE_CALLS / 2);
      let builder = this.#builder(0, new NameTable(), new NameTable());
      for (const call of list.slice(middle, middle + SAMPLE_CALLS)) {
        builder.add(call, false);
        if (!builder.isFull) continue;
        measure(builder, measured);
        builder = this.#builder(0, new NameTable(), new NameTable());
      }
      if (builder.size > 0) measure(builder, measured);
    }
    if (measured.length > 0) this.#ratio = measured.size / measured.length;
    return measured.calls > 0 ? measured.size / measured.calls : 1;
  }

  async *process(plan: ProcessPlan): AsyncGenerator<string> {
    let builder = this.#builder(plan.process);
    for (const call of plannedCalls(plan, () => this.#isFull(builder))) {
      builder.add(call, plan.cited.has(call.id));
      if (builder.isFull) {
        yield* this.#put(builder);
        builder = this.#builder(plan.process);
      }
    }
    if (builder.size > 0) yield* this.#put(builder);
  }

  async *drain(): AsyncGenerator<string> {
    if (!this.#pending) return;
    const text = (await this.#pending).toString('base64');
    this.#pending = undefined;
    this.#used += text.length + SCRIPT;
    // Never sink below half of what was measured: the next block may be harder to compress.
    this.#ratio = Math.max(text.length / this.#pendingLength, this.#ratio / 2);
    this.#pendingLength = 0;
    this.#hash.update(text);
    yield `<script type="application/octet-stream" id="calls-${this.#blocks.length - 1}">${text}</script>\n`;
  }

  index(views: readonly ProcessView[], total: number, isLimited: boolean): CallIndex {
    const kept = new Map<number, number>();
    for (const block of this.#blocks) kept.set(block.p, (kept.get(block.p) ?? 0) + block.n);
    const all = this.#blocks.reduce((sum, block) => sum + block.n, 0);
    return {
      start: this.#start,
      processes: views
        .filter((view) => view.calls > 0)
        .map(({ index, pid, name, hue, calls }) => ({
          index,
          pid,
          name: name.text,
          hue,
          calls,
          kept: kept.get(index) ?? 0,
        })),
      apis: this.#apis.names,
      categories: this.#categories.names,
      categoryCounts: this.#categories.counts,
      blocks: this.#blocks,
      total,
      kept: all,
      limit: all >= total ? undefined : this.outgrown ? 'size' : isLimited ? 'option' : undefined,
      sha256: this.#hash.digest('hex'),
    };
  }

  #builder(process: number, apis = this.#apis, categories = this.#categories): BlockBuilder {
    const maxLength = Math.min(MAX_BLOCK, Math.max(MIN_BLOCK, this.#budget * BLOCK_SHARE));
    return new BlockBuilder(process, this.#start, apis, categories, maxLength);
  }

  /** The block before is compressed while the next one is built. */
  async *#put(builder: BlockBuilder): AsyncGenerator<string> {
    yield* this.drain();
    const { json, summary } = builder.finish();
    this.#blocks.push(summary);
    this.#pending = compress(json);
    this.#pendingLength = builder.length;
  }
}

function* plannedCalls(plan: ProcessPlan, isFull: () => boolean): Generator<Call> {
  if (!plan.ranges) {
    for (const call of plan.list) {
      // The estimate was too low: what comes now goes in only if a finding cites it.
      if (!isFull() || plan.cited.has(call.id)) yield call;
    }
    return;
  }
  for (const [from, to] of plan.ranges) {
    for (let at = from; at < to; at += SLICE) {
      for (const call of plan.list.slice(at, Math.min(to, at + SLICE))) {
        if (!isFull() || plan.cited.has(call.id)) yield call;
      }
    }
  }
}

/** Decides, before any call is written, which ones the file takes. */
function planCalls(
  index: ProcessIndex,
  processes: number,
  citations: readonly Citation[],
  options: CallOptions,
  writer: BlockWriter,
): ProcessPlan[] {
  const lists = index.list
    .slice(0, processes)
    .flatMap((process, position) =>
      process.calls && process.calls.length > 0 ? [{ process: position, list: process.calls }] : [],
    );
  const wanted = lists.map(({ list }) => Math.min(list.length, options.perProcess));
  const sum = wanted.reduce((total, length) => total + length, 0);
  // Small ones need no measurement: no call takes as much.
  const room =
    sum * 400 < options.budget
      ? sum
      : Math.floor((options.budget * SAFETY) / writer.bytesPerCall(lists.map(({ list }) => list)));
  writer.outgrown = sum > room;
  const quotas = sum <= room ? wanted : shareOut(wanted, room);
  return lists.map(({ process, list }, i) => {
    const own = citations.filter((citation) => citation.process === process);
    const cited = new Set(own.flatMap(({ call }) => (call === undefined ? [] : [call])).slice(0, MAX_CITED));
    const quota = quotas[i]!;
    const ranges = quota >= list.length ? undefined : rangesOf(list, quota, cited, own);
    return { process, list, ranges, cited };
  });
}

/** Gives everyone an equal part of `room`, but no one more than wanted; what is left over goes round again. */
export function shareOut(wanted: readonly number[], room: number): number[] {
  const quotas = wanted.map(() => 0);
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  let left = room;
  for (const [rank, i] of order.entries()) {
    quotas[i] = Math.min(wanted[i]!, Math.floor(left / (order.length - rank)));
    left -= quotas[i]!;
  }
  return quotas;
}

/** Cited calls with their neighbours first; what is left of the quota goes to the beginning and the end. */
function rangesOf(list: CallList, quota: number, cited: ReadonlySet<number>, own: readonly Citation[]): Range[] {
  const context = quota < 2 * CONTEXT + 1 ? 0 : CONTEXT;
  const around: Range[] = [];
  let rest = quota;
  for (const id of [...cited, ...idsByApi(list, own, quota)]) {
    if (rest <= 2 * context) break;
    if (id >= list.length) continue;
    around.push([Math.max(0, id - context), Math.min(list.length, id + context + 1)]);
    rest -= 2 * context + 1;
  }
  const tail = Math.floor(rest * TAIL);
  return mergeRanges([[0, rest - tail], [list.length - tail, list.length], ...around]);
}

/** Evidence that names an API but not which call: the first calls of that API stand for it. */
function* idsByApi(list: CallList, own: readonly Citation[], quota: number): Generator<number> {
  const names = new Set(own.flatMap(({ call, api }) => (call === undefined && api !== undefined ? [api] : [])));
  let all = 0;
  for (const name of names) {
    let some = 0;
    for (const call of list.ofApi(name)) {
      yield call.id;
      all += 1;
      if (++some >= Math.min(MAX_BY_API, quota) || all >= MAX_CITED) break;
    }
    if (all >= MAX_CITED) return;
  }
}

export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (from >= to) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function measure(builder: BlockBuilder, sum: { calls: number; length: number; size: number }): void {
  sum.calls += builder.size;
  sum.length += builder.length;
  sum.size += base64Size(gzipSync(builder.finish().json).length);
}

function base64Size(bytes: number): number {
  return Math.ceil(bytes / 3) * 4 + SCRIPT;
}
