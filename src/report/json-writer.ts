import { jsonProblems } from '../errors/json.ts';
import { OvoscopeError } from '../errors/problem.ts';

export interface WriteJsonOptions {
  /** Spaces per level, at most 10, down to the 40th level; 0 writes everything on one line without spaces. Default 4. */
  indent?: number;
}

const CHUNK = 64 * 1024;
const MAX_DEPTH = 1000;
const MAX_KEYS = 4096;
/** Deeper levels are indented no further: a hostile report would grow a hundredfold. */
const MAX_INDENTED = 40;
const CONTAINER = Symbol('container');

/** An array, object or other iterable whose members are being written. */
interface Frame {
  readonly value: object;
  /** Keys of an object, or undefined for lists. */
  readonly keys: readonly string[] | undefined;
  /** Elements of an iterable that is no array. */
  readonly iterator: Iterator<unknown> | undefined;
  /** Next key or element. */
  next: number;
  empty: boolean;
}

/**
 * Writes a value as JSON text in pieces of about 64 KiB; the same value gives the same text.
 *
 * Every iterable is written as a list, element by element, so that call lists never are in memory as a whole; other
 * objects by their own enumerable keys, or what their `toJSON` returns. Bigints become integers, lone surrogates
 * `\ud800` escapes, NaN and infinities null; undefined, functions and symbols are left out, or null in lists.
 *
 * Throws OvoscopeError, naming the path, where a value contains itself, is a Map, or is nested deeper than 1000.
 */
export function* writeJson(value: unknown, options: WriteJsonOptions = {}): Generator<string, void, undefined> {
  const writer = new Writer(Math.max(0, Math.min(10, options.indent ?? 4)));
  let out = '';
  try {
    out = writer.open(value) ?? 'null';
    for (let piece = writer.step(); piece !== undefined; piece = writer.step()) {
      out += piece;
      if (out.length < CHUNK) continue;
      yield out;
      out = '';
    }
    if (writer.indented) out += '\n';
    yield out;
  } finally {
    writer.close();
  }
}

class Writer {
  readonly indented: boolean;
  readonly #colon: string;
  readonly #indent: string;
  readonly #pads: string[] = [];
  readonly #keys = new Map<string, string>();
  readonly #frames: Frame[] = [];
  /** Containers around the one that `#text` writes. */
  readonly #around: object[] = [];

  constructor(indent: number) {
    this.indented = indent > 0;
    this.#indent = ' '.repeat(indent);
    this.#colon = indent > 0 ? ': ' : ':';
  }

  /** The text of a scalar, or the opening bracket of a container that `step` goes on with. Undefined: left out. */
  open(raw: unknown): string | undefined {
    const scalar = this.#scalar(raw);
    if (scalar !== CONTAINER) return scalar;
    const stand = plain(raw as object);
    if (stand !== raw) return this.open(stand);
    return this.#push(raw as object);
  }

  /** The next piece, or undefined when all is written. */
  step(): string | undefined {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return undefined;
    if (frame.iterator !== undefined) {
      const { done, value } = frame.iterator.next();
      if (done) return this.#pop(frame, ']');
      frame.next++;
      return this.#before(frame) + (this.#text(value) ?? 'null');
    }
    if (frame.keys === undefined) {
      const list = frame.value as readonly unknown[];
      if (frame.next >= list.length) return this.#pop(frame, ']');
      // The opening text depends on the depth, which `open` changes.
      const before = this.#before(frame);
      return before + (this.open(list[frame.next++]) ?? 'null');
    }
    while (frame.next < frame.keys.length) {
      const key = frame.keys[frame.next++]!;
      const depth = this.#frames.length;
      const text = this.open((frame.value as { [key: string]: unknown })[key]);
      if (text === undefined) continue;
      const before = frame.empty ? this.#pad(depth) : `,${this.#pad(depth)}`;
      frame.empty = false;
      return before + this.#name(key) + text;
    }
    return this.#pop(frame, '}');
  }

  /** Ends iterators that were not read to their end. */
  close(): void {
    for (const { iterator } of this.#frames.splice(0)) iterator?.return?.();
  }

  #push(value: object): string {
    this.#check(value);
    const isList = Array.isArray(value);
    const iterable = !isList && Symbol.iterator in value ? (value as Iterable<unknown>) : undefined;
    this.#frames.push({
      value,
      keys: isList || iterable ? undefined : Object.keys(value),
      iterator: iterable?.[Symbol.iterator](),
      next: 0,
      empty: true,
    });
    return isList || iterable ? '[' : '{';
  }

  #pop(frame: Frame, bracket: string): string {
    this.#frames.pop();
    return frame.empty ? bracket : this.#pad(this.#frames.length) + bracket;
  }

  #before(frame: Frame): string {
    const pad = this.#pad(this.#frames.length);
    if (!frame.empty) return `,${pad}`;
    frame.empty = false;
    return pad;
  }

  /** A whole value as one text: elements of call lists, which are small each. */
  #text(raw: unknown): string | undefined {
    const scalar = this.#scalar(raw);
    if (scalar !== CONTAINER) return scalar;
    const value = raw as object;
    const stand = plain(value);
    if (stand !== value) return this.#text(stand);
    this.#check(value);
    this.#around.push(value);
    const depth = this.#frames.length + this.#around.length;
    const pad = this.#pad(depth);
    let out = '';
    let list = true;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) out += (i === 0 ? pad : `,${pad}`) + (this.#text(value[i]) ?? 'null');
    } else if (Symbol.iterator in value) {
      for (const item of value as Iterable<unknown>)
        out += (out === '' ? pad : `,${pad}`) + (this.#text(item) ?? 'null');
    } else {
      list = false;
      for (const key of Object.keys(value)) {
        const text = this.#text((value as { [key: string]: unknown })[key]);
        if (text !== undefined) out += (out === '' ? pad : `,${pad}`) + this.#name(key) + text;
      }
    }
    this.#around.pop();
    if (out === '') return list ? '[]' : '{}';
    const end = this.#pad(depth - 1);
    return list ? `[${out}${end}]` : `{${out}${end}}`;
  }

  #scalar(value: unknown): string | undefined | typeof CONTAINER {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
        return Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null';
      case 'boolean':
        return value ? 'true' : 'false';
      case 'bigint':
        return String(value);
      case 'object':
        return value === null ? 'null' : CONTAINER;
      default:
        return undefined;
    }
  }

  #check(value: object): void {
    if (value instanceof Map) throw this.#unwritable('it is a Map');
    if (this.#around.includes(value) || this.#frames.some((frame) => frame.value === value)) {
      throw this.#unwritable('it contains itself');
    }
    if (this.#frames.length + this.#around.length >= MAX_DEPTH)
      throw this.#unwritable(`nested deeper than ${MAX_DEPTH}`);
  }

  #unwritable(what: string): OvoscopeError {
    let path = '';
    for (const { keys, next } of this.#frames) {
      path += keys === undefined ? `[${next - 1}]` : `${path === '' ? '' : '.'}${keys[next - 1]}`;
    }
    return new OvoscopeError(jsonProblems.unwritable(path === '' ? 'the value' : path, what));
  }

  #name(key: string): string {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify(key) + this.#colon;
    if (this.#keys.size < MAX_KEYS) this.#keys.set(key, text);
    return text;
  }

  #pad(depth: number): string {
    if (!this.indented) return '';
    const level = Math.min(depth, MAX_INDENTED);
    return (this.#pads[level] ??= `\n${this.#indent.repeat(level)}`);
  }
}

/** What stands for an object: iterables for themselves, others for what `toJSON` returns. */
function plain(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== 'function' || Symbol.iterator in value) return value;
  return (toJSON as () => unknown).call(value);
}
