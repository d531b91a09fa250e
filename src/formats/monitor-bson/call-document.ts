import { TextCache } from '../bson/text-cache.ts';
import { Bson, eachElement, readInt32, readValue, valueSize } from '../bson/walk.ts';
import type { ApiDef, CallCursor } from '../call-log/types.ts';
import type { Argument, Value } from '../call-log/values.ts';
import { flagText } from './definitions.ts';
import { readArgument, readInteger, readText, readUnsigned, toHex, type Vocabulary } from './values.ts';

const MAX_ARGUMENTS = 4096;
/** From here on, an unsigned 64-bit number is a negative 32-bit one with its sign extended. */
const SIGN_EXTENDED = 0xffff_ffff_8000_0000n;

/** Single-letter names of a call document. */
const KEY = { I: 73, T: 84, t: 116, r: 114, C: 67, R: 82, P: 80, e: 101, E: 69, s: 115 } as const;

/** One document of a log: where its fields and arguments stand. Reused for one document after the other. */
export class CallDocument implements CallCursor {
  vocabulary: Vocabulary | undefined;
  def: ApiDef | undefined;
  index = -1;
  thread = 0;
  /** Milliseconds since the process started. */
  time = 0;
  repeated = 0;
  /** Whether any document so far counted repetitions, which only CAPE's monitor does. */
  hasRepeat = false;
  /** Positions in `bytes`; 0 where the document has no such field. */
  typeAt = 0;
  argsAt = 0;
  argsEnd = 0;
  auxAt = 0;
  auxEnd = 0;
  argCount = 0;
  bytes: Buffer = Buffer.alloc(0);
  #callerAt = 0;
  #callerType = 0;
  #parentAt = 0;
  #parentType = 0;
  #errorAt = 0;
  #errorType = 0;
  #statusAt = 0;
  #statusType = 0;
  #stackAt = 0;
  readonly #argType = new Uint8Array(MAX_ARGUMENTS);
  readonly #argAt = new Int32Array(MAX_ARGUMENTS);
  readonly #texts = new TextCache();

  /** Finds the fields of a document. Returns what is broken, if anything is. */
  read(b: Buffer, at: number, stop: number): string | undefined {
    const last = stop - 1;
    let q = at + 4;
    this.bytes = b;
    this.index = -1;
    this.thread = this.time = this.repeated = 0;
    this.#callerAt = this.#parentAt = this.#errorAt = this.#statusAt = this.#stackAt = 0;
    this.argsAt = this.auxAt = this.typeAt = 0;
    this.argCount = 0;
    while (q < last) {
      const type = b[q]!;
      const name = q + 1;
      let z = name;
      while (z < last && b[z] !== 0) z++;
      if (z >= last) return 'an element name has no end';
      const p = z + 1;
      const size = type === Bson.int32 ? 4 : type === Bson.int64 ? 8 : valueSize(b, type, p, last);
      if (size < 0 || p + size > last) return `an element of type 0x${type.toString(16)} does not fit its document`;
      if (z - name === 1) this.#field(b, b[name]!, type, p);
      else if (z - name === 4 && type === Bson.array && b[name] === 97 && b[name + 1] === 114 && b[name + 3] === 115) {
        const broken = this.#args(b, p, p + size);
        if (broken !== undefined) return broken;
      } else if (z - name === 4 && b[name] === 116 && b[name + 1] === 121 && b[name + 3] === 101) this.typeAt = p;
      else if (z - name === 3 && type === Bson.document && b[name] === 97 && b[name + 1] === 117) {
        this.auxAt = p;
        this.auxEnd = p + size;
      }
      q = p + size;
    }
    return undefined;
  }

  #field(b: Buffer, key: number, type: number, p: number): void {
    switch (key) {
      case KEY.I:
        this.index = readInteger(b, type, p);
        break;
      case KEY.T:
        this.thread = readInteger(b, type, p);
        break;
      case KEY.t:
        this.time = readInteger(b, type, p);
        break;
      case KEY.r:
        this.repeated = Math.max(0, readInteger(b, type, p));
        this.hasRepeat = true;
        break;
      case KEY.R:
        this.#callerAt = p;
        this.#callerType = type;
        break;
      case KEY.P:
        this.#parentAt = p;
        this.#parentType = type;
        break;
      case KEY.e:
        this.#errorAt = p;
        this.#errorType = type;
        break;
      case KEY.E:
        this.#statusAt = p;
        this.#statusType = type;
        break;
      case KEY.s:
        if (type === Bson.array) this.#stackAt = p;
        break;
    }
  }

  /** Notes where each element of the arguments stands. */
  #args(b: Buffer, at: number, stop: number): string | undefined {
    const last = stop - 1;
    let q = at + 4;
    let count = 0;
    while (q < last) {
      const type = b[q++]!;
      while (q < last && b[q] !== 0) q++;
      if (q >= last) return 'an argument has no end';
      q++;
      const size = type === Bson.int32 ? 4 : type === Bson.int64 ? 8 : valueSize(b, type, q, last);
      if (size < 0 || q + size > last) return `an argument of type 0x${type.toString(16)} does not fit its document`;
      if (count < MAX_ARGUMENTS) {
        this.#argType[count] = type;
        this.#argAt[count] = q;
      }
      count++;
      q += size;
    }
    this.argsAt = at;
    this.argsEnd = stop;
    this.argCount = count;
    return undefined;
  }

  get success(): boolean {
    const type = this.#argType[0]!;
    return this.argCount > 0 && readInteger(this.bytes, type, this.#argAt[0]!) !== 0;
  }

  return32(): number {
    return this.argCount < 2 ? 0 : readInt32At(this.bytes, this.#argType[1]!, this.#argAt[1]!);
  }

  value(index: number): Value | undefined {
    const i = index + 2;
    if (index < 0 || i >= this.argCount || i >= MAX_ARGUMENTS) return undefined;
    const def = this.def;
    const vocabulary = this.vocabulary ?? 'cuckoo-1';
    try {
      const end = this.argsEnd;
      return readArgument(
        this.bytes,
        this.#argType[i]!,
        this.#argAt[i]!,
        end,
        def?.args[index],
        def?.wide ?? false,
        vocabulary,
      );
    } catch (error) {
      return `(${(error as Error).message})`;
    }
  }

  flag(index: number): string | undefined {
    const arg = this.def?.args[index];
    return arg === undefined ? undefined : flagText(arg, this.value(index) ?? null);
  }

  text(index: number): string {
    const i = index + 2;
    if (index < 0 || i >= this.argCount || i >= MAX_ARGUMENTS) return '';
    const type = this.#argType[i]!;
    if (type === Bson.string || type === Bson.binary) {
      return readText(this.bytes, type, this.#argAt[i]!, this.vocabulary ?? 'cuckoo-1', this.#texts);
    }
    const value = this.value(index);
    return typeof value === 'string'
      ? value
      : value === null || value === undefined || typeof value === 'object'
        ? ''
        : String(value);
  }

  /** The returned value as hexadecimal text. */
  returnValue(): string {
    const type = this.#argType[1]!;
    const at = this.#argAt[1]!;
    const value = readUnsigned(this.bytes, type, at);
    // CAPE's 64-bit monitor extends the sign of a status, which is 32 bits wide.
    if (this.vocabulary === 'cape' && typeof value === 'bigint' && value >= SIGN_EXTENDED) {
      return toHex(Number(value & 0xffff_ffffn), 8);
    }
    if (value !== undefined) return toHex(value, 8);
    if (type === Bson.string || type === Bson.binary) return readText(this.bytes, type, at, 'cape');
    return '0x00000000';
  }

  /** Return addresses, where the monitor sends them. */
  callers(): { caller: string; parentcaller: string } | undefined {
    if (this.#callerAt === 0 && this.#parentAt === 0) return undefined;
    const caller = this.#callerAt === 0 ? 0 : (readUnsigned(this.bytes, this.#callerType, this.#callerAt) ?? 0);
    const parent = this.#parentAt === 0 ? 0 : (readUnsigned(this.bytes, this.#parentType, this.#parentAt) ?? 0);
    return { caller: toHex(caller, 8), parentcaller: toHex(parent, 8) };
  }

  /** Last error and NTSTATUS of a failed call, where the monitor sends both. */
  errors(): { last_error: number; nt_status: number } | undefined {
    if (this.#errorAt === 0 || this.#statusAt === 0) return undefined;
    return {
      last_error: readInteger(this.bytes, this.#errorType, this.#errorAt),
      nt_status: readInteger(this.bytes, this.#statusType, this.#statusAt),
    };
  }

  stacktrace(): string[] {
    if (this.#stackAt === 0) return [];
    try {
      const end = this.#stackAt + readInt32(this.bytes, this.#stackAt);
      const lines = readValue(this.bytes, Bson.array, this.#stackAt, end, 'latin1') as Value[];
      return lines.map((line) => (typeof line === 'string' ? line : String(line)));
    } catch (error) {
      return [`(${(error as Error).message})`];
    }
  }

  /** Arguments that stand behind the announced ones. */
  aux(): Argument[] {
    const args: Argument[] = [];
    try {
      eachElement(this.bytes, this.auxAt, (name, type, p, end) => {
        const value = readArgument(this.bytes, type, p, end, undefined, false, this.vocabulary ?? 'cuckoo-1');
        args.push({ name: name(), value });
      });
    } catch (error) {
      args.push({ name: 'aux', value: `(${(error as Error).message})` });
    }
    return args;
  }
}

function readInt32At(b: Buffer, type: number, at: number): number {
  return type === Bson.int32 || type === Bson.int64 ? readInt32(b, at) : 0;
}
