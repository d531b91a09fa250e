/**
 * A decoded argument. Integers are numbers while they are exact and bigints beyond 2^53; pointers, handles and
 * other values that the monitor announces as hexadecimal are text such as `0x7ffd0000`.
 */
export type Value = string | number | bigint | boolean | null | Value[] | { [name: string]: Value };

export interface Argument {
  name: string;
  value: Value;
  /** The value in words, where a table knows it: `PAGE_EXECUTE_READWRITE`. */
  pretty_value?: string;
}

/** One API call of one process. Fields after `repeated` exist only where the monitor recorded them. */
export interface Call {
  /** Position in the process's call list, from 0. */
  id: number;
  /** UTC, `YYYY-MM-DD HH:MM:SS,mmm`. */
  timestamp: string;
  thread_id: number;
  /** As the monitor named it: `registry`, `filesystem` or `file`, … */
  category: string;
  api: string;
  status: 'SUCCESS' | 'FAILURE';
  /** Hexadecimal, at least 8 digits: `0x00000000`. */
  return: string;
  /** In the order of the log. */
  arguments: Argument[];
  /** How many equal calls followed directly and were folded into this one. */
  repeated: number;
  pretty_return?: string;
  /** Return addresses, hexadecimal (CAPE). */
  caller?: string;
  parentcaller?: string;
  /** Argument name → its flags in words (Cuckoo 2). */
  flags?: { [name: string]: string | null | (string | null)[] };
  stacktrace?: string[];
  last_error?: number;
  /** Signed 32-bit NTSTATUS. */
  nt_status?: number;
  /** SHA-1 of a buffer that the log carries beside the call. */
  buffer?: string;
  raw?: string[];
}

/** The calls of one process. Not held in memory: each pass reads them from the log again. */
export interface CallList extends Iterable<Call> {
  readonly length: number;
  /** A negative index counts from the end. */
  at(index: number): Call | undefined;
  slice(start?: number, end?: number): Call[];
  /** Calls of these APIs only; parts of the log that hold none of them are not read. */
  ofApi(...names: string[]): Iterable<Call>;
  toJSON(): Call[];
}

export interface ProcessModule {
  filepath: string;
  basename: string;
  baseaddr: string;
  imgsize: number;
}
