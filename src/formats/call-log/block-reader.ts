import { Columns } from './columns.ts';
import { Folder } from './fold.ts';
import type { CallLog } from './log.ts';
import type { BlockMeta, CallStream, Definitions } from './stream.ts';
import type { ApiDef, CallSink, Decoded, ProcessHeader, Scanner, Window } from './types.ts';

/** Where the calls of blocks stand, for logs of slow formats: for so many calls at most, of 37 bytes each. */
const REMEMBERED_CALLS = 1 << 18;

interface Remembered {
  calls: number;
  blocks: Map<BlockMeta, Columns>;
}

const remembered = new WeakMap<CallLog, Remembered>();

/**
 * Reads blocks of a stream from the log again. Holds one block at a time: columns and bytes are reused, so what
 * must outlive the block has to be copied out of it.
 */
export class BlockReader {
  readonly columns = new Columns();
  readonly #log: CallLog;
  readonly #stream: CallStream;
  #bytes = Buffer.allocUnsafe(0);
  #base = 0;
  #length = 0;
  #block = -1;
  #decoder: Scanner | undefined;

  constructor(log: CallLog, stream: CallStream) {
    this.#log = log;
    this.#stream = stream;
  }

  /** Fills `columns` with block `index` of the stream. `fewWanted`: most of its calls will not be decoded. */
  load(index: number, fewWanted = false): Columns {
    if (index === this.#block) return this.columns;
    const block = this.#stream.blocks[index]!;
    this.#block = -1;
    this.columns.length = 0;
    const known = fewWanted ? remembered.get(this.#log)?.blocks.get(block) : undefined;
    if (known !== undefined) {
      this.columns.copy(known);
      // Each call is read by itself.
      this.#length = 0;
      this.#block = index;
      return this.columns;
    }
    this.#fetch(block.offset, block.end - block.offset);
    const { events } = this.#log.index;
    const scanner = this.#log.scanner();
    scanner.resume(block.offset, events, this.#stream);
    const window: Window = { bytes: this.#bytes, start: 0, end: this.#length, base: this.#base, last: true };
    const sink = new ReadSink(this.#log, this.#stream, this.columns, window);
    scanner.scan(window, sink);
    if (this.columns.length !== block.calls) {
      throw new Error(
        `${this.#log.source.name} has changed: ${this.columns.length} calls at byte ${block.offset}, ${block.calls} before`,
      );
    }
    this.columns.repeated[block.calls - 1] = block.lastRepeated;
    this.#block = index;
    if (this.#log.format.isSlow) this.#remember(block);
    return this.columns;
  }

  #remember(block: BlockMeta): void {
    const known = remembered.get(this.#log) ?? { calls: 0, blocks: new Map<BlockMeta, Columns>() };
    remembered.set(this.#log, known);
    if (known.blocks.has(block) || known.calls + block.calls > REMEMBERED_CALLS) return;
    const columns = new Columns();
    columns.copy(this.columns);
    known.blocks.set(block, columns);
    known.calls += block.calls;
  }

  /** Decodes the record at an offset of the log, from the block in hand where it is there. */
  decode(offset: number, length: number, def: ApiDef, id: number): Decoded {
    if (this.#decoder === undefined) {
      this.#decoder = this.#log.scanner();
      this.#decoder.resume(0, [], this.#stream);
    }
    const at = offset - this.#base;
    if (at >= 0 && at + length <= this.#length) return this.#decoder.decode(this.#bytes, at, length, def, id);
    const bytes = Buffer.allocUnsafe(length);
    const got = this.#log.source.read(bytes, offset);
    return this.#decoder.decode(bytes, 0, got, def, id);
  }

  #fetch(offset: number, length: number): void {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafe(Math.max(length, 1 << 16));
    this.#base = offset;
    this.#length = this.#log.source.read(this.#bytes.subarray(0, length), offset);
  }
}

/** Collects the calls of one stream; knows every definition already. */
class ReadSink implements CallSink {
  readonly #stream: CallStream;
  readonly #streams: readonly CallStream[];
  readonly #known: Definitions;
  readonly #columns: Columns;
  readonly #window: Window;
  readonly #folder: Folder | undefined;

  constructor(log: CallLog, stream: CallStream, columns: Columns, window: Window) {
    this.#stream = stream;
    this.#streams = log.index.streams;
    this.#known = log.known;
    this.#columns = columns;
    this.#window = window;
    this.#folder = log.format.folds ? new Folder() : undefined;
  }

  define(api: string, category: string, args: ApiDef['args'], wide: boolean): ApiDef | undefined {
    return this.#known.find({ api, category, args, wide });
  }

  stream(header: ProcessHeader): number {
    const key = header.key ?? String(header.pid);
    if ((this.#stream.header.key ?? String(this.#stream.header.pid)) === key) return this.#stream.id;
    return this.#streams.findIndex((s) => (s.header.key ?? String(s.header.pid)) === key);
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
    if (stream !== this.#stream.id) return;
    const columns = this.#columns;
    if (this.#folder !== undefined && keyStart >= 0) {
      const { bytes } = this.#window;
      if (this.#folder.equals(def.id, keyTag, bytes, keyStart, keyEnd)) {
        columns.repeated[columns.length - 1]! += repeated + 1;
        return;
      }
      this.#folder.keep(def.id, keyTag, bytes, keyStart, keyEnd);
    }
    columns.push(def.id, timeMs, thread, success, repeated, this.#window.base + at, length);
  }

  amend(): void {}
  omit(): void {}
  note(): void {}
  skip(): void {}
  defined(): void {}
}
