import type { ByteSource } from '../../util/byte-source.ts';
import { setOwn } from './set-own.ts';
import { ENDED, skim, skimArray, skimString, skipSpace, TOO_DEEP } from './skim.ts';
import { decodeText, TextFlags } from './text.ts';
import type { Json, JsonDrop, JsonNotes, JsonObject, JsonPath, JsonRead, ReadJsonOptions } from './types.ts';
import { Window } from './window.ts';

/** What one value costs beside its text, about as V8 stores it. */
const CONTAINER_COST = 64;
const VALUE_COST = 16;
/** V8 stores large objects as hash tables, which are slow and big. */
const MANY_MEMBERS = 1000;
const MEMBER_COST = 256;
/** Depth down to which a subtree may take only half of what its parent has left. */
const SHARED_DEPTH = 3;
const MAX_DROPS = 20;
const STREAM_COST = 256;
const MAX_NUMBER = 64 * 1024;
const MAX_DIGITS = 1000;
/** Keys longer than this are dropped with their values. */
const MAX_KEY = 1024 * 1024;

/** No value was built: reading stopped before it, or it was dropped. */
const NOTHING = Symbol('nothing');

/** 1 the closing quote, 2 backslash, 3 beyond ASCII, 4 control character. */
const IN_STRING = new Uint8Array(256);
IN_STRING[0x22] = 1;
IN_STRING[0x5c] = 2;
IN_STRING.fill(3, 0x80);
IN_STRING.fill(4, 0, 0x20);

const NUMBER = /^-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const WORDS: { [word: string]: Json } = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

interface Node {
  children: Map<string, Node>;
  stream?: NonNullable<ReadJsonOptions['streams']>[string];
}

/**
 * Reads one JSON text of any size. Never throws for what the text holds: where it is broken or cut, what came before
 * is kept, and `stopped` says where.
 */
export function readJson(source: ByteSource | Buffer, options: ReadJsonOptions = {}): JsonRead {
  return new Reader(source, options).read();
}

class Reader {
  readonly #window: Window;
  readonly #maxDepth: number;
  readonly #maxString: number;
  readonly #budget: number;
  readonly #streams: Node | undefined;
  readonly #path: (string | number)[] = [];
  readonly #notes: JsonNotes = {};
  readonly #dropped: JsonDrop[] = [];
  /** Short keys by a hash of their bytes; reports repeat few keys very often. */
  readonly #keys: (string | undefined)[] = new Array(2048);
  #droppedMore = 0;
  #streamsLeft: number;
  #used = 0;
  #stopped: JsonRead['stopped'];

  constructor(source: ByteSource | Buffer, options: ReadJsonOptions) {
    this.#window = new Window(source, options.chunk);
    this.#maxDepth = options.maxDepth ?? 512;
    this.#maxString = options.maxString ?? 128 * 1024 * 1024;
    this.#budget = options.budget ?? Number.MAX_SAFE_INTEGER;
    this.#streamsLeft = options.maxStreams ?? 65_536;
    this.#streams = options.streams && streamTree(options.streams);
  }

  read(): JsonRead {
    const window = this.#window;
    if (window.end < 3) window.more(0);
    if (window.end < 3) window.more(0);
    const { bytes } = window;
    if (window.end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) window.pos = 3;
    const value = this.#value(0, this.#streams, this.#budget);
    const trailing = this.#stopped === undefined && skipSpace(window) >= 0 ? window.offset : undefined;
    return {
      value: value === NOTHING ? undefined : (value as Json),
      stopped: this.#stopped,
      trailing,
      notes: this.#notes,
      dropped: this.#dropped,
      droppedMore: this.#droppedMore,
    };
  }

  /** `depth` is that of the surrounding container, 0 at the root. */
  #value(depth: number, node: Node | undefined, limit: number): unknown {
    const window = this.#window;
    const at = skipSpace(window);
    if (at < 0) return this.#stop('the text ends where a value should be');
    const c = window.bytes[at]!;
    this.#used += VALUE_COST;
    if (c === 0x22) return this.#string(limit);
    if (c !== 0x7b && c !== 0x5b) return this.#scalar();
    if (depth >= this.#maxDepth) return this.#stop(`nested deeper than ${this.#maxDepth}`);
    this.#used += CONTAINER_COST;
    const share = depth > 0 && depth < SHARED_DEPTH ? limit - Math.max(0, limit - this.#used) / 2 : limit;
    window.pos++;
    if (c === 0x7b) return this.#object(depth + 1, node, share);
    if (node?.stream !== undefined) {
      if (this.#streamsLeft <= 0) {
        this.#drop(window.offset, 1);
        return NOTHING;
      }
      this.#streamsLeft--;
      this.#used += STREAM_COST;
      const stream = node.stream([...this.#path]);
      const wrong = skimArray(window, stream, this.#maxDepth - depth - 1);
      if (wrong !== undefined) this.#stop(wrong);
      return stream.end();
    }
    return this.#array(depth + 1, node, share);
  }

  #object(depth: number, node: Node | undefined, limit: number): JsonObject {
    const window = this.#window;
    const result: JsonObject = {};
    if (skipSpace(window) < 0) return this.#ends(result, 'an object');
    if (window.bytes[window.pos] === 0x7d) {
      window.pos++;
      return result;
    }
    for (let count = 0; ; count++) {
      if (count > MANY_MEMBERS) this.#used += MEMBER_COST;
      if (skipSpace(window) < 0) return this.#ends(result, 'an object');
      if (window.bytes[window.pos] !== 0x22) return this.#broken(result, 'the name of a member is missing');
      const start = window.offset;
      const key = this.#key();
      if (this.#stopped) return result;
      if (skipSpace(window) < 0) return this.#ends(result, 'an object');
      if (window.bytes[window.pos] !== 0x3a) return this.#broken(result, 'the colon after a name is missing');
      window.pos++;
      const child = node && typeof key === 'string' ? childOf(node, key) : undefined;
      this.#path.push(typeof key === 'string' ? key : '\u2026');
      if (key === NOTHING || (this.#used > limit && child === undefined)) {
        this.#drop(start);
      } else {
        const value = this.#value(depth, child, limit);
        if (value !== NOTHING) {
          if (Object.hasOwn(result, key as string)) this.#note('duplicateKeys', start);
          setOwn(result, key as string, value as Json);
        }
      }
      this.#path.pop();
      if (this.#stopped) return result;
      if (skipSpace(window) < 0) return this.#ends(result, 'an object');
      const c = window.bytes[window.pos]!;
      if (c !== 0x2c && c !== 0x7d) return this.#broken(result, 'a comma or the end of an object is missing');
      window.pos++;
      if (c === 0x7d) return result;
    }
  }

  #array(depth: number, node: Node | undefined, limit: number): Json[] {
    const window = this.#window;
    const result: Json[] = [];
    if (skipSpace(window) < 0) return this.#ends(result, 'an array');
    if (window.bytes[window.pos] === 0x5d) {
      window.pos++;
      return result;
    }
    const child = node && childOf(node, '*');
    for (let index = 0; ; index++) {
      this.#path.push(index);
      if (this.#used > limit && (child === undefined || this.#streamsLeft <= 0)) {
        this.#drop(window.offset, 1);
        this.#path.pop();
        return result;
      }
      const value = this.#value(depth, child, limit);
      if (value !== NOTHING) result.push(value as Json);
      this.#path.pop();
      if (this.#stopped) return result;
      if (skipSpace(window) < 0) return this.#ends(result, 'an array');
      const c = window.bytes[window.pos]!;
      if (c !== 0x2c && c !== 0x5d) return this.#broken(result, 'a comma or the end of an array is missing');
      window.pos++;
      if (c === 0x5d) return result;
    }
  }

  /** A string as a value; the window stands at its quote. */
  #string(limit: number): string | typeof NOTHING {
    const window = this.#window;
    const start = window.offset;
    const text = this.#text(Math.min(this.#maxString, Math.max(0, limit - this.#used)));
    if (text === undefined) {
      if (!skimString(window)) return this.#stop('the text ends inside a string');
      this.#dropped.length < MAX_DROPS
        ? this.#dropped.push({ path: [...this.#path], offset: start, bytes: window.offset - start })
        : this.#droppedMore++;
      return NOTHING;
    }
    if (text !== NOTHING) this.#used += window.offset - start;
    return text;
  }

  #key(): string | typeof NOTHING {
    const window = this.#window;
    const { bytes, pos, end } = window;
    const most = Math.min(end, pos + 40);
    let hash = 0;
    for (let i = pos + 1; i < most; i++) {
      const c = bytes[i]!;
      if (c === 0x22) return this.#shortKey(pos + 1, i, hash);
      if (IN_STRING[c] !== 0) break;
      hash = (Math.imul(hash, 31) + c) | 0;
    }
    const start = window.offset;
    const text = this.#text(MAX_KEY);
    if (text !== undefined) {
      this.#used += window.offset - start;
      return text;
    }
    if (!skimString(window)) return this.#stop('the text ends inside a name');
    return NOTHING;
  }

  #shortKey(from: number, to: number, hash: number): string {
    const window = this.#window;
    window.pos = to + 1;
    this.#used += to - from;
    const slot = (hash ^ (hash >>> 11)) & 2047;
    const known = this.#keys[slot];
    if (known !== undefined && known.length === to - from) {
      let i = 0;
      while (i < known.length && known.charCodeAt(i) === window.bytes[from + i]) i++;
      if (i === known.length) return known;
    }
    return (this.#keys[slot] = window.bytes.toString('latin1', from, to));
  }

  /**
   * The string at the window. Undefined when it is longer than `most` bytes: the window then stands inside it, not
   * behind a backslash.
   */
  #text(most: number): string | undefined | typeof NOTHING {
    const window = this.#window;
    const offset = window.offset;
    let { bytes, pos: start, end } = window;
    let pos = ++start;
    let seen = 0;
    for (;;) {
      let kind = 0;
      while (pos < end && (kind = IN_STRING[bytes[pos]!]!) === 0) pos++;
      if (pos < end) {
        if (kind === 1) break;
        seen |= 1 << kind;
        pos += kind === 2 ? 2 : 1;
      }
      if (pos - start > most) {
        if (pos > end) pos -= 2;
        window.pos = pos;
        return undefined;
      }
      if (pos >= end) {
        window.pos = start;
        const length = pos - start;
        if (!window.more(start)) {
          window.pos = window.end;
          return this.#stop('the text ends inside a string');
        }
        ({ bytes, pos: start, end } = window);
        pos = start + length;
      }
    }
    window.pos = pos + 1;
    if (pos - start > most) {
      window.pos = pos;
      return undefined;
    }
    // A control character alone is kept, as Python does when it isn't strict.
    if (seen & (1 << 4)) this.#note('badText', offset);
    if ((seen & ~(1 << 4)) === 0) return bytes.toString('latin1', start, pos);
    const { text, flags } = decodeText(bytes, start, pos, (seen & (1 << 2)) !== 0);
    if (flags & TextFlags.badUtf8) this.#note('badUtf8', offset);
    if (flags & TextFlags.badText && !(seen & (1 << 4))) this.#note('badText', offset);
    return text;
  }

  /** A number or a word. */
  #scalar(): unknown {
    const window = this.#window;
    const offset = window.offset;
    let { bytes, pos: start, end } = window;
    let pos = start;
    for (;;) {
      while (pos < end && isWordByte(bytes[pos]!)) pos++;
      if (pos < end || pos - start > MAX_NUMBER) break;
      const length = pos - start;
      window.pos = start;
      const more = window.more(start);
      ({ bytes, pos: start, end } = window);
      pos = start + length;
      if (!more) break;
    }
    if (pos - start > MAX_NUMBER) return this.#stop('a number or word is longer than 64 KiB');
    const text = bytes.toString('latin1', start, pos);
    const value = this.#number(text, offset);
    if (value === undefined) return this.#stop(pos === start ? 'not a value' : `${quoted(text)} is not a value`);
    this.#used += pos - start;
    window.pos = pos;
    return value;
  }

  #number(text: string, offset: number): Json | undefined {
    if (Object.hasOwn(WORDS, text)) {
      const word = WORDS[text]!;
      if (typeof word === 'number') this.#note('notFinite', offset);
      return word;
    }
    const match = NUMBER.exec(text);
    if (match === null) return undefined;
    const number = Number(text);
    if (match[1] === undefined && match[2] === undefined && !Number.isSafeInteger(number)) {
      if (text.length <= MAX_DIGITS) return BigInt(text);
      this.#note('longNumbers', offset);
      return text;
    }
    if (!Number.isFinite(number)) this.#note('notFinite', offset);
    return number;
  }

  /** Reads over the next value, or with `depth` 1 over the rest of the array at hand, and records that. */
  #drop(start: number, depth = 0): void {
    const window = this.#window;
    const result = skim(window, this.#maxDepth, depth);
    if (result < 0) {
      this.#stop(
        result === ENDED
          ? 'the text ends inside a value'
          : result === TOO_DEEP
            ? `nested deeper than ${this.#maxDepth}`
            : 'not a value',
      );
    }
    const path = [...this.#path];
    const bytes = window.offset - start - depth;
    const last = this.#dropped.at(-1);
    // Members that follow one another in one object are one loss.
    if (last && last.path.length === path.length && samePlace(last.path, path)) last.bytes += bytes;
    else if (this.#dropped.length < MAX_DROPS) this.#dropped.push({ path, offset: start, bytes });
    else this.#droppedMore++;
  }

  #note(what: keyof JsonNotes, offset: number): void {
    const note = this.#notes[what];
    if (note) note.count++;
    else this.#notes[what] = { count: 1, offset };
  }

  #stop(what: string): typeof NOTHING {
    this.#stopped ??= { offset: this.#window.offset, what };
    return NOTHING;
  }

  #broken<T>(partial: T, what: string): T {
    this.#stop(what);
    return partial;
  }

  #ends<T>(partial: T, where: string): T {
    return this.#broken(partial, `the text ends inside ${where}`);
  }
}

function streamTree(streams: NonNullable<ReadJsonOptions['streams']>): Node {
  const root: Node = { children: new Map() };
  for (const [pattern, stream] of Object.entries(streams)) {
    let node = root;
    for (const part of pattern.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) node.children.set(part, (child = { children: new Map() }));
      node = child;
    }
    node.stream = stream;
  }
  return root;
}

function childOf(node: Node, key: string): Node | undefined {
  return node.children.get(key) ?? node.children.get('*');
}

function samePlace(a: JsonPath, b: JsonPath): boolean {
  for (let i = 0; i < a.length - 1; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Bytes of numbers and of words such as `null`. */
function isWordByte(c: number): boolean {
  return (
    (c >= 0x30 && c <= 0x39) ||
    (c >= 0x61 && c <= 0x7a) ||
    (c >= 0x41 && c <= 0x5a) ||
    c === 0x2d ||
    c === 0x2b ||
    c === 0x2e
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}\u2026` : text);
}
