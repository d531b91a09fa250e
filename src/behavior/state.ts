import type { CallCursor } from '../formats/call-log/types.ts';
import type { Summary } from '../plugin/container.ts';
import { textKey } from '../util/text-key.ts';

/** Lists whose values are single strings. */
export type TextList = {
  [K in keyof Summary]-?: NonNullable<Summary[K]> extends string[] ? K : never;
}[keyof Summary];

/** Lists whose values are pairs or triples. */
export type TupleList = Exclude<keyof Summary, TextList>;

/** Values kept per analysis, all lists of all processes together, and characters in them. */
export interface SummaryLimits {
  values: number;
  characters: number;
}

export const SUMMARY_LIMITS: SummaryLimits = { values: 2_000_000, characters: 256 * 1024 * 1024 };

/** Counts what all processes of an analysis keep. */
export class Budget {
  #values: number;
  #characters: number;
  /** Values that were not kept. */
  refused = 0;

  constructor(limits: SummaryLimits) {
    this.#values = limits.values;
    this.#characters = limits.characters;
  }

  take(characters: number): boolean {
    if (this.#values <= 0 || this.#characters < characters) {
      this.refused++;
      return false;
    }
    this.#values--;
    this.#characters -= characters;
    return true;
  }
}

const MAX_HANDLES = 65_536;
/** No path or key of Windows is longer; a handle to such a name is one to an unknown file. */
const MAX_NAME = 65_536;

/** What a process's calls have said so far. */
export class ProcessState {
  /** Values by `textKey`. */
  readonly lists = new Map<keyof Summary, Map<string, string>>();
  /** Tuples by the key of their JSON text. */
  readonly tuples = new Map<TupleList, Map<string, string[]>>();
  readonly #files = new Map<string, string>();
  readonly #keys = new Map<number, string>();
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add(list: TextList, value: string): void {
    if (value === '') return;
    let values = this.lists.get(list);
    if (values === undefined) this.lists.set(list, (values = new Map()));
    const key = textKey(value);
    if (!values.has(key) && this.#budget.take(value.length)) values.set(key, value);
  }

  addTuple(list: TupleList, ...values: string[]): void {
    let map = this.tuples.get(list);
    if (map === undefined) this.tuples.set(list, (map = new Map()));
    const text = JSON.stringify(values);
    const key = textKey(text);
    if (!map.has(key) && this.#budget.take(text.length)) map.set(key, values);
  }

  /** A path in one of the later lists, and in `files`. */
  file(list: TextList, path: string): void {
    this.add(list, path);
    this.add('files', path);
  }

  /** A key in one of the later lists, and in `keys`. */
  key(list: TextList, name: string): void {
    this.add(list, name);
    this.add('keys', name);
  }

  mutex(name: string): void {
    this.add('mutex', name);
    this.add('mutexes', name);
  }

  openFile(handle: string, path: string): void {
    if (this.#files.size >= MAX_HANDLES) this.#files.delete(this.#files.keys().next().value!);
    if (path.length <= MAX_NAME) this.#files.set(handle, path);
    else this.#files.delete(handle);
  }

  fileOf(handle: string): string | undefined {
    return this.#files.get(handle);
  }

  closeFile(handle: string): void {
    this.#files.delete(handle);
  }

  openKey(handle: number, name: string): void {
    if (this.#keys.size >= MAX_HANDLES) this.#keys.delete(this.#keys.keys().next().value!);
    if (name.length <= MAX_NAME) this.#keys.set(handle, name);
    else this.#keys.delete(handle);
  }

  keyOf(handle: number): string | undefined {
    return this.#keys.get(handle);
  }

  closeKey(handle: number): void {
    this.#keys.delete(handle);
  }
}

/** What is done with a call. */
export type Emit = (call: CallCursor, process: ProcessState) => void;

/** An argument as a number; NaN where it is none. */
export function numberAt(call: CallCursor, index: number): number {
  const value = call.value(index);
  if (typeof value === 'number') return value;
  return typeof value === 'string' || typeof value === 'bigint' ? Number(value) : Number.NaN;
}

/** Whether the returned NTSTATUS says success. */
export const ntSuccess = (call: CallCursor): boolean => call.return32() >>> 0 < 0x8000_0000;
