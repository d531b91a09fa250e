import { Columns } from './columns.ts';
import { Folder } from './fold.ts';
import { type BlockMeta, type CallStream, Definitions } from './stream.ts';
import type {
  ApiDef,
  ArgDef,
  CallCursor,
  CallLogLimits,
  CallSink,
  DefinitionEvent,
  ProcessHeader,
  Window,
} from './types.ts';
import type { Argument, Value } from './values.ts';

/** Calls per block, and bytes after which a block ends even with fewer calls. */
const BLOCK_CALLS = 4096;
const BLOCK_BYTES = 1 << 20;
const MAX_THREADS = 65_536;
const MAX_NOTES = 100_000;
const MAX_REASONS = 100;
const OTHER_REASONS = 'reasons of which there are too many to tell';

export type CallHandler = (cursor: CallCursor, stream: number) => void;

/** Sees the calls of a log while it is indexed. */
export interface CallVisitor {
  /** The handler for calls of an API, asked once per definition; undefined where none of them is wanted. */
  handlerFor(def: ApiDef, streams: readonly CallStream[]): CallHandler | undefined;
}

export interface SkippedRecords {
  reason: string;
  offset: number;
  count: number;
}

/** Builds the index of a log: streams, blocks, statistics. */
export class IndexSink implements CallSink {
  readonly definitions: Definitions;
  readonly events: DefinitionEvent[] = [];
  readonly streams: CallStream[] = [];
  readonly notes = new Map<number, Argument[]>();
  readonly skipped = new Map<string, SkippedRecords>();
  /** Set when a limit was passed: what, and its value. */
  passed: { what: string; limit: number; at: number } | undefined;
  calls = 0;
  window!: Window;
  cursor!: CallCursor;

  readonly #limits: CallLogLimits;
  readonly #visitor: CallVisitor | undefined;
  readonly #folder: Folder | undefined;
  readonly #handlers: (CallHandler | undefined)[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #open: OpenBlock[] = [];
  #noteId = -1;

  constructor(folds: boolean, limits: CallLogLimits, visitor?: CallVisitor) {
    this.definitions = new Definitions(limits.definitions);
    this.#limits = limits;
    this.#visitor = visitor;
    this.#folder = folds ? new Folder() : undefined;
  }

  define(api: string, category: string, args: ArgDef[], wide: boolean): ApiDef | undefined {
    const def = this.definitions.intern(api, category, args, wide);
    if (def === undefined) this.#pass(...this.definitions.passed(), 0);
    else if (def.id === this.#handlers.length) {
      this.#handlers.push(this.#visitor?.handlerFor(def, this.streams));
    }
    return def;
  }

  defined(at: number, key: number, def: ApiDef): void {
    const offset = this.window.base + at;
    if (this.events.length >= this.#limits.definitions * 4) {
      this.#pass('definitions', this.#limits.definitions * 4, at);
      return;
    }
    this.events.push({ offset, key, def });
  }

  stream(header: ProcessHeader): number {
    const key = header.key ?? String(header.pid);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.streams.length;
    if (id >= this.#limits.streams) {
      this.#pass('processes', this.#limits.streams, 0);
      return id - 1;
    }
    this.#byKey.set(key, id);
    this.streams.push({ id, header, length: 0, blocks: [], threads: [], stats: new Map() });
    this.#open.push(new OpenBlock());
    return id;
  }

  amend(stream: number, change: Partial<ProcessHeader>): void {
    if (this.passed !== undefined) return;
    Object.assign(this.streams[stream]!.header, change);
  }

  call(
    stream: number,
    def: ApiDef,
    timeMs: number,
    thread: number,
    success: boolean,
    repeated: number,
    at: number,
    length: number,
    keyStart: number,
    keyEnd: number,
    keyTag = 0,
  ): void {
    // The scanner goes on to the end of its window.
    if (this.passed !== undefined) return;
    const open = this.#open[stream]!;
    const folder = this.#folder;
    if (folder !== undefined && keyStart >= 0) {
      const bytes = this.window.bytes;
      const last = open.columns.length - 1;
      if (last >= 0 && folder.equals(def.id, keyTag, bytes, keyStart, keyEnd)) {
        open.columns.repeated[last]! += repeated + 1;
        if (thread !== open.thread) this.#seeThread(stream, open, thread);
        return;
      }
      folder.keep(def.id, keyTag, bytes, keyStart, keyEnd);
    }
    const offset = this.window.base + at;
    const info = this.streams[stream]!;
    if (open.columns.length >= BLOCK_CALLS || offset - open.offset >= BLOCK_BYTES) this.#close(info, open);
    if (open.columns.length === 0) open.offset = offset;
    open.columns.push(def.id, timeMs, thread, success, repeated, offset, length);
    open.end = offset + length;
    this.#noteId = info.length++;
    if (++this.calls >= this.#limits.calls) this.#pass('calls', this.#limits.calls, at + length);
    if (thread !== open.thread) this.#seeThread(stream, open, thread);
    const handler = this.#handlers[def.id];
    if (handler !== undefined) handler(this.cursor, stream);
  }

  omit(stream: number, def: ApiDef): void {
    if (this.passed === undefined) addTo(this.streams[stream]!.stats, def.id, 1);
  }

  note(name: string, value: Value): void {
    if (this.passed !== undefined) return;
    const id = this.#noteId;
    const known = this.notes.get(id);
    if (known !== undefined) known.push({ name, value });
    else if (this.notes.size < MAX_NOTES) this.notes.set(id, [{ name, value }]);
    else this.skip(0, `more than ${MAX_NOTES} calls whose names stand elsewhere; the rest are shown without them`);
  }

  skip(at: number, reason: string): void {
    const known = this.skipped.get(reason);
    if (known !== undefined) known.count++;
    else if (this.skipped.size < MAX_REASONS || reason === OTHER_REASONS) {
      this.skipped.set(reason, { reason, offset: this.window.base + at, count: 1 });
    } else this.skip(at, OTHER_REASONS);
  }

  /** Must be called before the window's bytes change. */
  moving(): void {
    this.#folder?.detach();
  }

  /** Closes what is open. */
  finish(): void {
    for (const [id, open] of this.#open.entries()) this.#close(this.streams[id]!, open);
  }

  #close(stream: CallStream, open: OpenBlock): void {
    const { columns } = open;
    if (columns.length === 0) return;
    stream.blocks.push(summarise(columns, stream, open));
    columns.length = 0;
  }

  #seeThread(stream: number, open: OpenBlock, thread: number): void {
    open.thread = thread;
    if (open.threads.has(thread)) return;
    if (open.threads.size >= MAX_THREADS) {
      this.skip(0, `threads of a process beyond ${MAX_THREADS} are not in its list; their calls are kept`);
      return;
    }
    open.threads.add(thread);
    this.streams[stream]!.threads.push(thread);
  }

  #pass(what: string, limit: number, at: number): void {
    this.passed ??= { what, limit, at };
  }
}

class OpenBlock {
  readonly columns = new Columns();
  readonly threads = new Set<number>();
  offset = 0;
  end = 0;
  thread = -1;
}

function addTo(map: Map<number, number>, key: number, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}

function summarise(columns: Columns, stream: CallStream, { offset, end }: OpenBlock): BlockMeta {
  const calls = columns.length;
  const counts = new Map<number, number>();
  let minTime = Infinity;
  let maxTime = -Infinity;
  for (let i = 0; i < calls; i++) {
    const time = columns.time[i]!;
    if (time < minTime) minTime = time;
    if (time > maxTime) maxTime = time;
    const def = columns.def[i]!;
    counts.set(def, (counts.get(def) ?? 0) + 1);
    addTo(stream.stats, def, 1 + columns.repeated[i]!);
  }
  return {
    offset,
    end,
    firstId: stream.length - calls,
    calls,
    minTime,
    maxTime,
    lastRepeated: columns.repeated[calls - 1]!,
    defs: Uint32Array.from(counts.keys()),
    counts: Uint32Array.from(counts.values()),
  };
}
