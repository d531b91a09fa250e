import type { Problem } from '../../errors/problem.ts';
import type { Argument, Call, ProcessModule, Value } from './values.ts';

/** How a value is announced: plain, pointer (`p`), hexadecimal (`x`, `h`). */
export type ArgKind = '' | 'p' | 'x' | 'h';

export interface ArgDef {
  name: string;
  kind: ArgKind;
  /** Exact values and bit masks in words (Cuckoo 2). Values and masks are unsigned 32-bit. */
  values?: [number, string][];
  masks?: [number, string][];
}

/** What a log says of an API: name, category and the names of its arguments. Equal ones are one object. */
export interface ApiDef {
  /** Position in the log's list of definitions. */
  id: number;
  api: string;
  category: string;
  args: ArgDef[];
  /** Whether values are those of a 64-bit process. */
  wide: boolean;
  /** Position of an argument, or -1. */
  indexOf(name: string): number;
}

/** The process that a stream of calls belongs to. */
export interface ProcessHeader {
  /** Tells streams of one log apart; the process id where absent. */
  key?: string;
  /** Set where the log never introduces the process; its id is then that of the file name. */
  unnamed?: boolean;
  /** Which generation of monitor wrote the stream, where the format has several. */
  vocabulary?: string;
  pid: number;
  ppid: number;
  name: string;
  path: string | null;
  /** Milliseconds since 1970, UTC, with fractions. */
  startMs: number;
  commandLine?: string | null;
  bitness?: 32 | 64;
  track?: boolean;
  modules?: ProcessModule[];
  environ?: { [name: string]: string };
}

/** What a decoder finds in the bytes of one record, beyond the columns. */
export interface Decoded {
  /** Hexadecimal, as in `Call.return`. */
  returnValue: string;
  args: Argument[];
  extra?: Partial<Call>;
}

/** The bytes in hand: `bytes[start, end)` are not read yet; `bytes[0]` stands at `base` in the file. */
export interface Window {
  bytes: Buffer;
  start: number;
  end: number;
  base: number;
  /** Whether the file ends at `end`. */
  last: boolean;
}

/** Where a scanner puts what it finds. */
export interface CallSink {
  /** The definition for an API; makes one where the log has none that is equal. Undefined past the limit. */
  define(api: string, category: string, args: ArgDef[], wide: boolean): ApiDef | undefined;
  /** Opens the stream of a process, or returns the one that is open for it. */
  stream(header: ProcessHeader): number;
  /** Changes what is known of a stream's process. */
  amend(stream: number, change: Partial<ProcessHeader>): void;
  /**
   * One call. `at` and `length` say where its record stands in the window; `keyStart` to `keyEnd` is the part that
   * is equal in equal calls (both -1 where the format never folds), and `keyTag` holds what else must be equal.
   */
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
    keyTag?: number,
  ): void;
  /** A call that counts in the statistics but is not a call of the process's list. */
  omit(stream: number, def: ApiDef): void;
  /** Gives the last call an argument whose value stands elsewhere, such as the name behind a service handle. */
  note(name: string, value: Value): void;
  /** A record that was understood to be unusable; counted, and told once per reason. */
  skip(at: number, reason: string): void;
  /** A definition that calls name by `key` from here on. */
  defined(at: number, key: number, def: ApiDef): void;
}

/** Reads an argument of the call that a scanner has just handed over. */
export interface CallCursor {
  readonly success: boolean;
  /** The low 32 bits of the returned value. */
  return32(): number;
  /** The decoded value; undefined where there is no such argument. */
  value(index: number): Value | undefined;
  /** The value as text, and the empty string where it has none. */
  text(index: number): string;
  /** The value in words, where the log says them. */
  flag(index: number): string | undefined;
}

/** One format of call log: how its bytes become calls. A new one for each pass over a log. */
export interface Scanner extends CallCursor {
  /**
   * Reads whole records from the window and hands them to the sink. Returns the position of the first byte it did
   * not use: the start of a record that is not complete yet. At damage it returns a problem instead.
   */
  scan(window: Window, sink: CallSink): number | ScanDamage;
  /** Restores what the scanner must know to read calls of one stream from `offset` on. */
  resume(offset: number, definitions: readonly DefinitionEvent[], stream: ResumedStream): void;
  /** Decodes the record in `bytes[at, at + length)`. */
  decode(bytes: Buffer, at: number, length: number, def: ApiDef, id: number): Decoded;
}

export interface ScanDamage {
  /** Position in the window where the damaged record starts. */
  at: number;
  reason: string;
  truncated?: boolean;
}

export interface ResumedStream {
  id: number;
  header: ProcessHeader;
}

/** A definition that took effect at a place in the log. */
export interface DefinitionEvent {
  offset: number;
  /** What calls name it by, in this format. */
  key: number;
  def: ApiDef;
}

export interface CallLogFormat {
  /** Such as `monitor-bson`. */
  name: string;
  /** Changes whenever an index made by older code must not be used. */
  version: number;
  /** Whether equal neighbours are folded into one call. */
  folds: boolean;
  /**
   * Whether finding where calls stand takes as long as reading them, as in JSON: then it is remembered, for logs that
   * hold all processes of an analysis.
   */
  isSlow?: boolean;
  scanner(context: ScannerContext): Scanner;
}

export interface ScannerContext {
  /** Name of the log for messages. */
  file: string;
  /** Process id that the file name says, or -1. */
  pid: number;
  /** What `CallSink.note` said of a call. */
  noted(id: number): readonly Argument[];
  /** Records damage inside a record that is kept. */
  problem(problem: Problem): void;
}

export interface CallLogLimits {
  /** Longest record, in bytes. */
  record: number;
  definitions: number;
  streams: number;
  /** Most calls kept of one log; what follows is a problem. */
  calls: number;
}

export const DEFAULT_LIMITS: CallLogLimits = {
  record: 20 * 1024 * 1024,
  definitions: 16_384,
  streams: 65_536,
  calls: 1_000_000_000,
};
