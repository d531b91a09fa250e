/** What a JSON text says. Integers beyond 2^53 are bigints; `__proto__` is a key like others. */
export type Json = string | number | bigint | boolean | null | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

/** Keys and indexes from the root to a value. */
export type JsonPath = readonly (string | number)[];

/** What skimming saw of an element that `JSON.parse` would not keep as it is. */
export const JsonFlags = {
  /** Sixteen digits or more in a row: perhaps an integer beyond 2^53. */
  longDigits: 1,
  /** `NaN` or `Infinity`, or another bare word with those letters. */
  words: 2,
} as const;

/** Takes the elements of one array by their place in the text; they are not built. */
export interface ArrayStream {
  /** `offset` and `length` in bytes; `flags` from JsonFlags. Elements are told apart, but not checked. */
  element(offset: number, length: number, flags: number): void;
  /** The value that stands for the array in what is built. */
  end(): unknown;
}

export interface ReadJsonOptions {
  /** How deep arrays and objects may be nested; 512. What is deeper ends the reading. */
  maxDepth?: number;
  /**
   * How much may be held in memory, in bytes of text, plus 64 for each array or object and 16 for any other value;
   * unlimited. A subtree may take half of what its parent has left, so that no one part starves those after it.
   */
  budget?: number;
  /** Longest string that is kept, in bytes; 128 MiB. */
  maxString?: number;
  /** Arrays that are streamed: path with `*` for any index or key, such as `behavior.processes.*.calls`. */
  streams?: { [pattern: string]: (path: JsonPath) => ArrayStream };
  /** Most arrays that are streamed; 65,536. Further ones are read over. */
  maxStreams?: number;
  /** Bytes read at a time; 256 KiB. */
  chunk?: number;
}

/** How often something odd was met, and where first. */
export interface JsonNote {
  count: number;
  offset: number;
}

export interface JsonNotes {
  /** The last of equal keys was kept. */
  duplicateKeys?: JsonNote;
  /** `NaN` and infinities, which Python writes; also numbers too large for a double. */
  notFinite?: JsonNote;
  /** Bytes that are not UTF-8; each is U+FFFD in the value. */
  badUtf8?: JsonNote;
  /** Unescaped control characters and unknown escapes; kept as they stand. */
  badText?: JsonNote;
  /** Integers of more than a thousand digits, which are kept as text. */
  longNumbers?: JsonNote;
}

/** A part that was read over because the budget or a limit on one value did not allow it. */
export interface JsonDrop {
  path: JsonPath;
  offset: number;
  bytes: number;
}

export interface JsonRead {
  /** Undefined where not even the beginning of a value was there. */
  value: Json | undefined;
  /** Where and why reading ended early; `value` holds what came before. */
  stopped: { offset: number; what: string } | undefined;
  /** Offset of the first byte that follows the value and is not white space. */
  trailing: number | undefined;
  notes: JsonNotes;
  /** At most twenty; `droppedMore` counts the others. */
  dropped: JsonDrop[];
  droppedMore: number;
}
