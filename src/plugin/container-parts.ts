/** Beside `strings`: its first `ascii` entries are ASCII, the `utf16` others UTF-16LE. */
export interface StringsDetail {
  ascii: number;
  utf16: number;
  /** How many strings the sample has; more than are listed where a limit was passed. */
  found: { ascii: number; utf16: number };
  /** Byte offset in the sample of each entry of `strings`. */
  offsets: number[];
}
