import { BlockReader } from './block-reader.ts';
import { formatTime } from './format-time.ts';
import type { CallLog } from './log.ts';
import type { BlockMeta, CallStream } from './stream.ts';
import type { ApiDef, Decoded } from './types.ts';
import type { Argument, Call, CallList } from './values.ts';

/** Which calls a query wants; a block where none can be is not read. */
export interface CallQuery {
  /** Asked once per definition of the log. */
  api?: (api: string, category: string) => boolean;
  /** Milliseconds since 1970, both included. */
  from?: number;
  to?: number;
}

/** The calls of one stream of a log, read again for each pass. */
export class LogCallList implements CallList {
  readonly length: number;
  readonly #log: CallLog;
  readonly #stream: CallStream;
  #random: BlockReader | undefined;

  constructor(log: CallLog, stream: CallStream) {
    this.#log = log;
    this.#stream = stream;
    this.length = stream.length;
  }

  at(index: number): Call | undefined {
    const id = index < 0 ? index + this.length : index;
    if (!(id >= 0 && id < this.length)) return undefined;
    return this.slice(Math.trunc(id), Math.trunc(id) + 1)[0];
  }

  slice(start = 0, end = this.length): Call[] {
    const from = clamp(start, this.length);
    const to = clamp(end, this.length);
    const calls: Call[] = [];
    this.#random ??= new BlockReader(this.#log, this.#stream);
    for (let id = from; id < to; ) {
      const index = this.#blockOf(id);
      const block = this.#stream.blocks[index]!;
      this.#random.load(index);
      const stop = Math.min(to, block.firstId + block.calls);
      for (; id < stop; id++) calls.push(this.#call(this.#random, block, id - block.firstId));
    }
    return calls;
  }

  *[Symbol.iterator](): Iterator<Call> {
    yield* this.query({});
  }

  ofApi(...names: string[]): Iterable<Call> {
    const wanted = new Set(names);
    return { [Symbol.iterator]: () => this.query({ api: (api) => wanted.has(api) }) };
  }

  /** Calls that a query wants, in order. */
  *query({ api, from = -Infinity, to = Infinity }: CallQuery): Generator<Call> {
    const wanted = api && this.#select((def) => (api(def.api, def.category) ? true : undefined));
    const reader = new BlockReader(this.#log, this.#stream);
    for (const [index, block] of this.#stream.blocks.entries()) {
      if (block.maxTime < from || block.minTime > to || (wanted && !block.defs.some((id) => wanted[id]))) continue;
      const columns = reader.load(index, wanted && isFew(block, wanted));
      for (let i = 0; i < columns.length; i++) {
        if (wanted && !wanted[columns.def[i]!]) continue;
        const time = columns.time[i]!;
        if (time < from || time > to) continue;
        yield this.#call(reader, block, i);
      }
    }
  }

  /** How many calls each definition has, folded ones counted once. */
  counts(select: (api: string, category: string) => boolean): number {
    const wanted = this.#select((def) => (select(def.api, def.category) ? true : undefined));
    let sum = 0;
    for (const { defs, counts } of this.#stream.blocks) {
      for (let i = 0; i < defs.length; i++) if (wanted[defs[i]!]) sum += counts[i]!;
    }
    return sum;
  }

  /**
   * One pass for many readers: `select` says, once per definition, who wants its calls; `visit` gets each wanted
   * call with that answer. `visit` returning false ends the pass.
   */
  scan<T>(
    select: (api: string, category: string) => T | undefined,
    visit: (call: Call, who: T) => boolean | undefined,
    onBlock?: () => void,
  ): void {
    const who = this.#select((def) => select(def.api, def.category));
    const reader = new BlockReader(this.#log, this.#stream);
    for (const [index, block] of this.#stream.blocks.entries()) {
      if (!block.defs.some((id) => who[id] !== undefined)) continue;
      onBlock?.();
      const columns = reader.load(index, isFew(block, who));
      const { def, length } = columns;
      for (let i = 0; i < length; i++) {
        const readers = who[def[i]!];
        if (readers !== undefined && visit(this.#call(reader, block, i), readers) === false) return;
      }
    }
  }

  toJSON(): Call[] {
    return this.slice();
  }

  #select<T>(choose: (def: ApiDef) => T | undefined): (T | undefined)[] {
    // Not all of the log's: another process may have brought very many.
    const { definitions } = this.#log.index;
    const chosen: (T | undefined)[] = [];
    for (const id of this.#stream.stats.keys()) chosen[id] = choose(definitions[id]!);
    return chosen;
  }

  #call(reader: BlockReader, block: BlockMeta, i: number): Call {
    const { def, time, thread, success, repeated, offset, bytes } = reader.columns;
    return new LogCall(
      reader,
      block.firstId + i,
      this.#log.index.definitions[def[i]!]!,
      time[i]!,
      thread[i]!,
      success[i] === 1,
      repeated[i]!,
      offset[i]!,
      bytes[i]!,
    );
  }

  #blockOf(id: number): number {
    const { blocks } = this.#stream;
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (blocks[middle]!.firstId <= id) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Whether less than a quarter of a block's calls are wanted. */
function isFew({ calls, defs, counts }: BlockMeta, wanted: readonly unknown[]): boolean {
  let sum = 0;
  for (let i = 0; i < defs.length; i++) if (wanted[defs[i]!] !== undefined) sum += counts[i]!;
  return sum * 4 < calls;
}

function clamp(index: number, length: number): number {
  return Math.trunc(Math.max(0, Math.min(index < 0 ? index + length : index, length)));
}

/** A call whose arguments are decoded when someone asks for them. */
class LogCall implements Call {
  readonly id: number;
  readonly thread_id: number;
  readonly repeated: number;
  readonly #reader: BlockReader;
  readonly #def: ApiDef;
  readonly #time: number;
  readonly #success: boolean;
  readonly #offset: number;
  readonly #length: number;
  #decoded: Decoded | undefined;

  constructor(
    reader: BlockReader,
    id: number,
    def: ApiDef,
    time: number,
    thread: number,
    success: boolean,
    repeated: number,
    offset: number,
    length: number,
  ) {
    this.#reader = reader;
    this.id = id;
    this.#def = def;
    this.#time = time;
    this.thread_id = thread;
    this.#success = success;
    this.repeated = repeated;
    this.#offset = offset;
    this.#length = length;
  }

  get timestamp(): string {
    return formatTime(this.#time);
  }
  get category(): string {
    return this.#def.category;
  }
  get api(): string {
    return this.#def.api;
  }
  get status(): 'SUCCESS' | 'FAILURE' {
    return this.#success ? 'SUCCESS' : 'FAILURE';
  }
  get return(): string {
    return this.#decode().returnValue;
  }
  get arguments(): Argument[] {
    return this.#decode().args;
  }
  get pretty_return() {
    return this.#decode().extra?.pretty_return;
  }
  get caller() {
    return this.#decode().extra?.caller;
  }
  get parentcaller() {
    return this.#decode().extra?.parentcaller;
  }
  get flags() {
    return this.#decode().extra?.flags;
  }
  get stacktrace() {
    return this.#decode().extra?.stacktrace;
  }
  get last_error() {
    return this.#decode().extra?.last_error;
  }
  get nt_status() {
    return this.#decode().extra?.nt_status;
  }
  get buffer() {
    return this.#decode().extra?.buffer;
  }
  get raw() {
    return this.#decode().extra?.raw;
  }

  /** A plain object with the documented fields in their order. */
  toJSON(): Call {
    const { returnValue, args, extra } = this.#decode();
    return {
      id: this.id,
      timestamp: this.timestamp,
      thread_id: this.thread_id,
      category: this.#def.category,
      api: this.#def.api,
      status: this.status,
      return: returnValue,
      arguments: args,
      repeated: this.repeated,
      ...extra,
    };
  }

  #decode(): Decoded {
    this.#decoded ??= this.#reader.decode(this.#offset, this.#length, this.#def, this.id);
    return this.#decoded;
  }
}
