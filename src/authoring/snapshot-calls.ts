import { deserialize } from 'node:v8';
import type { Argument, Call, CallList, Value } from '../plugin/container.ts';

/** Where the calls of one API of one process stand; each part holds calls in their order. */
export interface CallGroup {
  api: string;
  category: string;
  parts: { offset: number; size: number; calls: number; firstId: number }[];
}

/** Names come from logs, so no character is free to part them. */
export const groupKey = (api: string, category: string) => `${api.length} ${api}${category}`;

/** Reads a piece of the snapshot's file. */
export type ReadPiece = (offset: number, size: number) => Buffer;

/** Calls as a snapshot holds them: names of arguments, which few shapes have in common, apart from their values. */
export interface StoredCalls {
  shapes: string[][];
  rows: StoredCall[];
}

export type StoredCall = [
  id: number,
  timestamp: string,
  thread: number,
  succeeded: boolean,
  returned: string,
  repeated: number,
  shape: number,
  values: Value[],
  extra: StoredExtra | undefined,
];

/** What few monitors record, and the values in words by their place. */
export interface StoredExtra {
  call?: Partial<Call>;
  pretty?: (string | undefined)[];
}

/** The calls of one process in a snapshot. Only parts with APIs that are asked for are read. */
export class SnapshotCalls implements CallList {
  readonly length: number;
  readonly #groups: readonly CallGroup[];
  readonly #read: ReadPiece;

  constructor(length: number, groups: readonly CallGroup[], read: ReadPiece) {
    this.length = length;
    this.#groups = groups;
    this.#read = read;
  }

  at(index: number): Call | undefined {
    const id = Math.trunc(index < 0 ? index + this.length : index);
    return id >= 0 && id < this.length ? this.slice(id, id + 1)[0] : undefined;
  }

  slice(start = 0, end = this.length): Call[] {
    const from = clamp(start, this.length);
    const to = clamp(end, this.length);
    const found: Call[] = [];
    if (from >= to) return found;
    for (const call of this.#merged(this.#groups, from)) {
      if (call.id >= to) break;
      if (call.id >= from) found.push(call);
    }
    return found;
  }

  [Symbol.iterator](): Iterator<Call> {
    return this.#merged(this.#groups);
  }

  ofApi(...names: string[]): Iterable<Call> {
    const wanted = new Set(names);
    const groups = this.#groups.filter(({ api }) => wanted.has(api));
    return { [Symbol.iterator]: () => this.#merged(groups) };
  }

  /** As the call lists of logs do it: `select` is asked once per API, `visit` gets its calls with the answer. */
  scan<T>(
    select: (api: string, category: string) => T | undefined,
    visit: (call: Call, who: T) => boolean | undefined,
    onBlock?: () => void,
  ): void {
    const who = new Map<string, T>();
    const wanted = this.#groups.filter(({ api, category }) => {
      const answer = select(api, category);
      if (answer !== undefined) who.set(groupKey(api, category), answer);
      return answer !== undefined;
    });
    for (const call of this.#merged(wanted, 0, onBlock)) {
      if (visit(call, who.get(groupKey(call.api, call.category))!) === false) return;
    }
  }

  /** How many calls each API has. */
  counts(): { api: string; category: string; calls: number }[] {
    return this.#groups.map(({ api, category, parts }) => ({
      api,
      category,
      calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    }));
  }

  toJSON(): Call[] {
    return this.slice();
  }

  *#merged(groups: readonly CallGroup[], from = 0, onPart?: () => void): Generator<Call, void, undefined> {
    const heap = new Heap();
    for (const group of groups) heap.push(new Cursor(group, this.#read, from, onPart));
    for (let cursor = heap.first; cursor !== undefined; cursor = heap.first) {
      yield cursor.take();
      heap.settle();
    }
  }
}

/** Goes through the calls of one group. */
class Cursor {
  /** Id of the next call; infinite at the end. */
  next = Number.POSITIVE_INFINITY;
  readonly #group: CallGroup;
  readonly #read: ReadPiece;
  readonly #onPart: (() => void) | undefined;
  #part: number;
  #calls: StoredCalls = { shapes: [], rows: [] };
  #at = 0;

  constructor(group: CallGroup, read: ReadPiece, from: number, onPart: (() => void) | undefined) {
    this.#group = group;
    this.#read = read;
    this.#onPart = onPart;
    const after = group.parts.findIndex(({ firstId }) => firstId > from);
    this.#part = Math.max(0, (after < 0 ? group.parts.length : after) - 1) - 1;
    this.#load();
  }

  take(): Call {
    const { shapes, rows } = this.#calls;
    const row = rows[this.#at++]!;
    const call = new SnapshotCall(this.#group, shapes[row[6]]!, row);
    const { extra } = call;
    if (this.#at === rows.length) this.#load();
    else this.next = rows[this.#at]![0];
    return extra === undefined ? call : (Object.assign(call, extra) as Call);
  }

  #load(): void {
    const part = this.#group.parts[++this.#part];
    if (part === undefined) {
      this.next = Number.POSITIVE_INFINITY;
      return;
    }
    this.#onPart?.();
    this.#calls = deserialize(this.#read(part.offset, part.size)) as StoredCalls;
    this.#at = 0;
    this.next = part.firstId;
  }
}

/** A call that makes the list of its arguments when someone looks at it. */
class SnapshotCall implements Call {
  readonly id: number;
  readonly timestamp: string;
  readonly thread_id: number;
  readonly category: string;
  readonly api: string;
  readonly status: 'SUCCESS' | 'FAILURE';
  readonly return: string;
  readonly repeated: number;
  readonly #names: readonly string[];
  readonly #row: StoredCall;
  #arguments: Argument[] | undefined;

  constructor({ api, category }: CallGroup, names: readonly string[], row: StoredCall) {
    this.id = row[0];
    this.timestamp = row[1];
    this.thread_id = row[2];
    this.category = category;
    this.api = api;
    this.status = row[3] ? 'SUCCESS' : 'FAILURE';
    this.return = row[4];
    this.repeated = row[5];
    this.#names = names;
    this.#row = row;
  }

  get arguments(): Argument[] {
    this.#arguments ??= this.#row[7].map((value, i) => {
      const pretty = this.#row[8]?.pretty?.[i];
      return pretty === undefined
        ? { name: this.#names[i]!, value }
        : { name: this.#names[i]!, value, pretty_value: pretty };
    });
    return this.#arguments;
  }

  get extra(): Partial<Call> | undefined {
    return this.#row[8]?.call;
  }

  toJSON(): Call {
    const { id, timestamp, thread_id, category, api, status, repeated } = this;
    const own = { id, timestamp, thread_id, category, api, status, return: this.return, arguments: this.arguments };
    return { ...own, repeated, ...this.extra };
  }
}

/** Cursors, the one with the lowest next id first. */
class Heap {
  readonly #items: Cursor[] = [];

  get first(): Cursor | undefined {
    return this.#items[0];
  }

  push(cursor: Cursor): void {
    if (cursor.next === Number.POSITIVE_INFINITY) return;
    const items = this.#items;
    let i = items.push(cursor) - 1;
    for (let up = (i - 1) >> 1; i > 0 && items[up]!.next > cursor.next; up = (i - 1) >> 1) {
      items[i] = items[up]!;
      items[up] = cursor;
      i = up;
    }
  }

  /** After the first one has moved on. */
  settle(): void {
    const items = this.#items;
    if (items[0]!.next === Number.POSITIVE_INFINITY) {
      const last = items.pop()!;
      if (items.length === 0) return;
      items[0] = last;
    }
    for (let i = 0; ; ) {
      let low = 2 * i + 1;
      if (low >= items.length) return;
      if (low + 1 < items.length && items[low + 1]!.next < items[low]!.next) low++;
      if (items[low]!.next >= items[i]!.next) return;
      const moved = items[i]!;
      items[i] = items[low]!;
      items[low] = moved;
      i = low;
    }
  }
}

function clamp(index: number, length: number): number {
  return Math.trunc(Math.max(0, Math.min(index < 0 ? index + length : index, length)));
}
