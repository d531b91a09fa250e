import { callProblems } from '../../errors/calls.ts';
import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { type LogIndex, restoreIndex, type StoredIndex } from './index-file.ts';
import { type CallVisitor, IndexSink } from './index-sink.ts';
import { LogCallList } from './list.ts';
import { type CallStream, Definitions } from './stream.ts';
import { type CallLogFormat, type CallLogLimits, DEFAULT_LIMITS, type Scanner, type Window } from './types.ts';

const WINDOW_BYTES = 1 << 20;

export interface CallLogOptions {
  /** Process id that the file name says. */
  pid?: number;
  limits?: Partial<CallLogLimits>;
  /** Bytes that are read at a time. */
  windowBytes?: number;
}

/**
 * A call log: one pass over its bytes makes an index (streams, blocks, statistics) and shows every call to a
 * visitor; after that, calls are read from the bytes again wherever they are asked for.
 */
export class CallLog {
  readonly source: ByteSource;
  readonly format: CallLogFormat;
  /** What was wrong with the log; filled by `scan`. */
  problems: Problem[] = [];
  readonly #limits: CallLogLimits;
  readonly #pid: number;
  readonly #windowBytes: number;
  #index: LogIndex | undefined;
  #known: Definitions | undefined;

  constructor(source: ByteSource, format: CallLogFormat, options: CallLogOptions = {}) {
    this.source = source;
    this.format = format;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#pid = options.pid ?? -1;
    this.#windowBytes = options.windowBytes ?? WINDOW_BYTES;
  }

  /** Throws an Error before `scan` or `restore`. */
  get index(): LogIndex {
    if (this.#index === undefined) throw new Error(`${this.source.name} was asked for calls before it was scanned`);
    return this.#index;
  }

  get streams(): readonly CallStream[] {
    return this.index.streams;
  }

  /** The definitions of the index, by what they say. */
  get known(): Definitions {
    return (this.#known ??= new Definitions(0, this.index.definitions));
  }

  /** The calls of a stream. */
  calls(stream: number): LogCallList {
    return new LogCallList(this, this.streams[stream]!);
  }

  /** A scanner that decodes records of this log. */
  scanner(): Scanner {
    const notes = () => this.#index?.notes;
    return this.format.scanner({
      file: this.source.name,
      pid: this.#pid,
      noted: (id) => notes()?.get(id) ?? [],
      problem: (problem) => this.problems.push(problem),
    });
  }

  /** Reads the log once from start to end. Damage ends the reading and is told in `problems`. */
  scan(visitor?: CallVisitor, signal?: AbortSignal): void {
    const sink = new IndexSink(this.format.folds, this.#limits, visitor);
    const scanner = this.scanner();
    sink.cursor = scanner;
    const end = this.#read(scanner, sink, signal);
    sink.finish();
    this.#index = {
      streams: sink.streams,
      definitions: sink.definitions.list,
      events: sink.events,
      notes: sink.notes,
      end,
    };
    for (const { header, length } of sink.streams) {
      if (header.unnamed === true) this.problems.push(callProblems.noProcess(this.source.name, length));
    }
    for (const { reason, offset, count } of sink.skipped.values()) {
      this.problems.push(callProblems.skippedRecords(this.source.name, offset, count, reason));
    }
  }

  /** Takes an index made by an earlier `scan` of the same bytes; false where it doesn't fit. */
  restore(stored: StoredIndex): boolean {
    const index = restoreIndex(stored, this.format, this.source.size);
    if (index === undefined) return false;
    this.#index = index.index;
    this.problems = index.problems;
    return true;
  }

  close(): void {
    this.source.close();
  }

  /** Returns the offset where reading stopped. */
  #read(scanner: Scanner, sink: IndexSink, signal: AbortSignal | undefined): number {
    const { source } = this;
    const window: Window = { bytes: Buffer.allocUnsafe(this.#windowBytes), start: 0, end: 0, base: 0, last: false };
    sink.window = window;
    for (;;) {
      signal?.throwIfAborted();
      sink.moving();
      this.#refill(window);
      const before = window.start;
      const result = scanner.scan(window, sink);
      if (sink.passed !== undefined) {
        const { what, limit, at } = sink.passed;
        const offset = window.base + at;
        this.problems.push(callProblems.limit(source.name, offset, what, limit));
        return offset;
      }
      if (typeof result !== 'number') return this.#damage(window, result);
      window.start = result;
      if (window.last) return window.base + result;
      if (result === before && window.end - window.start >= this.#limits.record) {
        const reason = `a record is longer than ${this.#limits.record} bytes`;
        return this.#damage(window, { at: result, reason });
      }
    }
  }

  #damage(window: Window, { at, reason, truncated }: { at: number; reason: string; truncated?: boolean }): number {
    const offset = window.base + at;
    const { name, size } = this.source;
    this.problems.push(
      truncated === true
        ? callProblems.truncated(name, offset, size, reason)
        : callProblems.damaged(name, offset, reason),
    );
    return offset;
  }

  /** Moves what is left to the front, grows the window where one record fills it, and reads on. */
  #refill(window: Window): void {
    const left = window.end - window.start;
    if (left > window.bytes.length / 2) {
      const bigger = Buffer.allocUnsafe(Math.min(window.bytes.length * 2, this.#limits.record + this.#windowBytes));
      window.bytes.copy(bigger, 0, window.start, window.end);
      window.bytes = bigger;
    } else window.bytes.copy(window.bytes, 0, window.start, window.end);
    window.base += window.start;
    window.start = 0;
    const position = window.base + left;
    const want = Math.max(0, Math.min(window.bytes.length - left, this.source.size - position));
    const got = this.source.read(window.bytes.subarray(left, left + want), position);
    window.end = left + got;
    window.last = position + got >= this.source.size || got < want;
  }
}
