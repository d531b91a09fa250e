import { createHash } from 'node:crypto';
import { TextCache } from '../bson/text-cache.ts';
import { Bson, eachElement, readInt32, readValue, setOwn, valueSize } from '../bson/walk.ts';
import type {
  ApiDef,
  CallSink,
  Decoded,
  DefinitionEvent,
  ProcessHeader,
  ResumedStream,
  ScanDamage,
  Scanner,
  ScannerContext,
  Window,
} from '../call-log/types.ts';
import type { Argument, Call, Value } from '../call-log/values.ts';
import { flagText, readInfo } from './definitions.ts';
import { exceptionPlace, unescapePdf } from './enrich.ts';
import { GUIDS } from './guids.ts';
import { nameArguments, nameReturned } from './pretty.ts';
import { readProcess } from './process.ts';
import { type ServiceNames, Services } from './services.ts';
import { readArgument, readInteger, readText, readUnsigned, toHex, type Vocabulary } from './values.ts';

const MAX_ARGUMENTS = 4096;
/** From here on, an unsigned 64-bit number is a negative 32-bit one with its sign extended. */
const SIGN_EXTENDED = 0xffff_ffff_8000_0000n;
const MAX_RECORD = 20 * 1024 * 1024;

/** What calls of an index are: an API's, or a message of the monitor itself. */
type Role = 'call' | 'process' | 'thread' | 'environ' | 'action' | 'vbe-omitted' | 'vbe-import';

interface Site {
  def: ApiDef;
  role: Role;
  service: ServiceNames | undefined;
}

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['__process__', 'process'],
  ['__thread__', 'thread'],
  ['__environ__', 'environ'],
  ['__action__', 'action'],
  ['vbe6_GetIDFromName', 'vbe-omitted'],
  ['vbe6_CallByName', 'vbe-omitted'],
  ['vbe6_Import', 'vbe-import'],
]);

/** Single-letter names of a call document. */
const KEY = { I: 73, T: 84, t: 116, r: 114, C: 67, R: 82, P: 80, e: 101, E: 69, s: 115 } as const;

/**
 * Reads the BSON logs of all monitors that write them: Cuckoo 1.x, Cuckoo 2 and CAPE. Which one it is shows in the
 * log itself.
 */
export class MonitorScanner implements Scanner {
  readonly #context: ScannerContext;
  #sites: Site[] = [];
  #vocabulary: Vocabulary | undefined;
  #header: ProcessHeader | undefined;
  #stream = -1;
  #services = new Services();
  readonly #texts = new TextCache();

  // The call document in hand.
  #bytes: Buffer = Buffer.alloc(0);
  #index = -1;
  #thread = 0;
  #time = 0;
  #repeated = 0;
  #callerAt = 0;
  #callerType = 0;
  #parentAt = 0;
  #parentType = 0;
  #errorAt = 0;
  #errorType = 0;
  #statusAt = 0;
  #statusType = 0;
  #stackAt = 0;
  #argsAt = 0;
  #auxAt = 0;
  #auxEnd = 0;
  #hasRepeat = false;
  #typeAt = 0;
  #argCount = 0;
  readonly #argType = new Uint8Array(MAX_ARGUMENTS);
  readonly #argAt = new Int32Array(MAX_ARGUMENTS);
  #argsEnd = 0;
  #def: ApiDef | undefined;

  constructor(context: ScannerContext) {
    this.#context = context;
  }

  // --- sequential reading

  scan(window: Window, sink: CallSink): number | ScanDamage {
    const { bytes, end } = window;
    let p = window.start;
    let bufferAt = -1;
    while (p + 4 <= end) {
      const length = readInt32(bytes, p);
      if (length < 5 || length > MAX_RECORD) return { at: p, reason: `a document says it is ${length} bytes long` };
      const stop = p + length;
      if (stop > end) break;
      if (bytes[stop - 1] !== 0) return { at: p, reason: 'a document does not end with a zero byte' };
      const broken = this.#walk(bytes, p, stop);
      if (broken !== undefined) return { at: p, reason: broken };
      if (this.#typeAt !== 0) {
        if (this.#special(p, sink) && bufferAt < 0) bufferAt = p;
      } else {
        const from = bufferAt < 0 ? p : bufferAt;
        bufferAt = -1;
        this.#callDocument(from, stop, p, sink);
      }
      p = stop;
    }
    if (window.last && p < end) {
      return { at: p, reason: this.#cut(bytes, p, end), truncated: true };
    }
    if (bufferAt < 0) return p;
    if (!window.last) return bufferAt;
    return { at: bufferAt, reason: 'a buffer is there, and the call it belongs to is not', truncated: true };
  }

  #cut(bytes: Buffer, p: number, end: number): string {
    return p + 4 <= end
      ? `a document of ${readInt32(bytes, p)} bytes starts, ${end - p} of them are there`
      : `${end - p} bytes of a length are there`;
  }

  /** Finds the fields of a document. Returns what is broken, if anything is. */
  #walk(b: Buffer, at: number, stop: number): string | undefined {
    const last = stop - 1;
    let q = at + 4;
    this.#bytes = b;
    this.#index = -1;
    this.#thread = this.#time = this.#repeated = 0;
    this.#callerAt = this.#parentAt = this.#errorAt = this.#statusAt = this.#stackAt = 0;
    this.#argsAt = this.#auxAt = this.#typeAt = 0;
    this.#argCount = 0;
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
      } else if (z - name === 4 && b[name] === 116 && b[name + 1] === 121 && b[name + 3] === 101) this.#typeAt = p;
      else if (z - name === 3 && type === Bson.document && b[name] === 97 && b[name + 1] === 117) {
        this.#auxAt = p;
        this.#auxEnd = p + size;
      }
      q = p + size;
    }
    return undefined;
  }

  #field(b: Buffer, key: number, type: number, p: number): void {
    switch (key) {
      case KEY.I:
        this.#index = readInteger(b, type, p);
        break;
      case KEY.T:
        this.#thread = readInteger(b, type, p);
        break;
      case KEY.t:
        this.#time = readInteger(b, type, p);
        break;
      case KEY.r:
        this.#repeated = Math.max(0, readInteger(b, type, p));
        this.#hasRepeat = true;
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
    this.#argsAt = at;
    this.#argsEnd = stop;
    this.#argCount = count;
    return undefined;
  }

  #callDocument(from: number, stop: number, at: number, sink: CallSink): void {
    const site = this.#sites[this.#index];
    if (site === undefined) {
      sink.skip(at, this.#index < 0 ? 'a call has no API index' : 'calls of an API that the log never explains');
      return;
    }
    const { def } = site;
    if (this.#argsAt === 0 || this.#argCount !== def.args.length + 2) {
      sink.skip(at, `a call of ${def.api} has another number of arguments than the log explains`);
      return;
    }
    this.#def = def;
    if (site.role !== 'call') {
      if (this.#message(site, sink)) return;
    }
    if (this.#stream < 0) this.#unnamedProcess(sink);
    const success = this.success;
    const vocabulary = this.#vocabulary;
    const folds = vocabulary !== 'cuckoo-2';
    // The arguments are the last element, or followed by aux; so one range holds all that makes calls equal.
    const keyEnd = this.#auxAt === 0 ? this.#argsEnd : Math.max(this.#argsEnd, this.#auxEnd);
    sink.call(
      this.#stream,
      def,
      this.#header!.startMs + this.#time,
      this.#thread >>> 0,
      success,
      this.#repeated,
      from,
      stop - from,
      folds ? this.#argsAt : -1,
      folds ? keyEnd : -1,
    );
    if (site.service !== undefined) {
      const name = this.#services.see(site.service, this);
      if (name !== undefined) sink.note('service_name', name);
    }
  }

  /** A message of the monitor; true where it is no call. */
  #message(site: Site, sink: CallSink): boolean {
    switch (site.role) {
      case 'process':
        this.#process(site, sink);
        return true;
      case 'thread':
      case 'action':
        return true;
      case 'environ':
        this.#environ(site.def, sink);
        return true;
      case 'vbe-omitted':
        if (this.#stream >= 0) sink.omit(this.#stream, site.def);
        return true;
      case 'vbe-import': {
        const isEmpty = (name: string) => this.text(site.def.indexOf(name)) === '';
        const omitted = this.text(site.def.indexOf('library')) === 'VBE6.DLL' && isEmpty('function');
        if (omitted && this.#stream >= 0) sink.omit(this.#stream, site.def);
        return omitted;
      }
      default:
        return false;
    }
  }

  #process(site: Site, sink: CallSink): void {
    if (this.#vocabulary === undefined || this.#vocabulary === 'cuckoo-1') {
      this.#vocabulary = site.def.indexOf('module_path') >= 0 ? 'cuckoo-2' : this.#hasRepeat ? 'cape' : 'cuckoo-1';
    }
    const args = new Map<string, Value>();
    for (const [i, { name }] of site.def.args.entries()) {
      const value = this.value(i);
      if (value !== undefined) args.set(name, value);
    }
    const header = readProcess(args, this.#vocabulary);
    if (this.#stream >= 0) return;
    this.#header = header;
    this.#stream = sink.stream(header);
  }

  /** A log that never introduces its process is kept under the number in its file name. */
  #unnamedProcess(sink: CallSink): void {
    this.#vocabulary ??= this.#hasRepeat ? 'cape' : 'cuckoo-1';
    this.#header = {
      unnamed: true,
      vocabulary: this.#vocabulary,
      pid: this.#context.pid,
      ppid: 0,
      name: '',
      path: null,
      startMs: 0,
    };
    this.#stream = sink.stream(this.#header);
  }

  #environ(def: ApiDef, sink: CallSink): void {
    const environ: { [name: string]: Value } = { ...this.#header?.environ };
    for (const [i, { name }] of def.args.entries()) {
      const value = this.value(i);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
        setOwn(environ, name, String(value));
      }
    }
    if (this.#header === undefined) return;
    this.#header.environ = environ as { [name: string]: string };
    if (this.#stream >= 0) sink.amend(this.#stream, { environ: this.#header.environ });
  }

  /** A document with a type. True where it is a buffer, which belongs to the next call. */
  #special(at: number, sink: CallSink): boolean {
    const b = this.#bytes;
    let kind: Value = '';
    let fields: { [name: string]: Value } = {};
    try {
      const stop = at + readInt32(b, at);
      eachElement(b, at, (name, type, p, end) => {
        if (name() === 'type') kind = readValue(b, type, p, end, 'utf8');
      });
      if (kind === 'new_process') fields = readValue(b, Bson.document, at, stop, 'utf8') as typeof fields;
    } catch (error) {
      sink.skip(at, (error as Error).message);
      return false;
    }
    switch (kind as Value) {
      case 'info':
        this.#info(at, sink);
        return false;
      case 'buffer':
        return true;
      case 'debug':
        return false;
      case 'new_process':
        this.#newProcess(fields, sink);
        return false;
      default:
        sink.skip(at, 'documents of a type that no known monitor writes');
        return false;
    }
  }

  #info(at: number, sink: CallSink): void {
    let info: ReturnType<typeof readInfo>;
    try {
      info = readInfo(this.#bytes, at);
    } catch (error) {
      info = (error as Error).message;
    }
    if (typeof info === 'string') {
      sink.skip(at, info);
      return;
    }
    if (info.key < 0 || info.key > 0xffff) {
      sink.skip(at, 'a definition has an index that no monitor uses');
      return;
    }
    if (info.flagged) this.#vocabulary = 'cuckoo-2';
    const wide = this.#header?.bitness === 64;
    const def = sink.define(info.name, info.category, info.args, wide);
    if (def === undefined) return;
    this.#sites[info.key] = siteOf(def);
    sink.defined(at, info.key, def);
  }

  /** A process that a monitor outside the guest announces. */
  #newProcess(fields: { [name: string]: Value }, sink: CallSink): void {
    if (this.#stream >= 0) return;
    this.#vocabulary ??= 'cuckoo-1';
    this.#header = {
      vocabulary: this.#vocabulary,
      pid: this.#context.pid,
      ppid: 0,
      name: typeof fields['name'] === 'string' ? fields['name'] : '',
      path: null,
      startMs: typeof fields['starttime'] === 'number' ? fields['starttime'] * 1000 : 0,
    };
    this.#stream = sink.stream(this.#header);
  }

  // --- reading from the middle

  resume(offset: number, definitions: readonly DefinitionEvent[], { id, header }: ResumedStream): void {
    this.#sites = [];
    for (const event of definitions) {
      if (event.offset >= offset) break;
      this.#sites[event.key] = siteOf(event.def);
    }
    this.#header = header;
    this.#vocabulary = header.vocabulary as Vocabulary;
    this.#stream = id;
  }

  decode(bytes: Buffer, at: number, length: number, def: ApiDef, id: number): Decoded {
    const stop = at + length;
    let buffer: string | undefined;
    let p = at;
    for (;;) {
      const next = p + readInt32(bytes, p);
      if (this.#walk(bytes, p, next) !== undefined || next <= p) return { returnValue: '0x00000000', args: [] };
      if (this.#typeAt === 0) break;
      buffer = bufferDigest(bytes, p) ?? buffer;
      if (next >= stop) break;
      p = next;
    }
    this.#def = def;
    const noted = this.#context.noted(id);
    const args: Argument[] = def.args.map(({ name }, i) => ({ name, value: this.value(i) ?? null }));
    if (this.#auxAt !== 0) args.push(...this.#aux());
    args.push(...noted);
    const decoded: Decoded = { returnValue: this.#returnValue(), args };
    const extra = this.#vocabulary === 'cuckoo-2' ? this.#extra2(def, args, buffer) : this.#extra1(def, args);
    if (extra !== undefined) decoded.extra = extra;
    return decoded;
  }

  #aux(): Argument[] {
    const args: Argument[] = [];
    try {
      eachElement(this.#bytes, this.#auxAt, (name, type, p, end) => {
        const value = readArgument(this.#bytes, type, p, end, undefined, false, this.#vocabulary ?? 'cuckoo-1');
        args.push({ name: name(), value });
      });
    } catch (error) {
      args.push({ name: 'aux', value: `(${(error as Error).message})` });
    }
    return args;
  }

  #returnValue(): string {
    const type = this.#argType[1]!;
    const at = this.#argAt[1]!;
    const value = readUnsigned(this.#bytes, type, at);
    // CAPE's 64-bit monitor extends the sign of a status, which is 32 bits wide.
    if (this.#vocabulary === 'cape' && typeof value === 'bigint' && value >= SIGN_EXTENDED) {
      return toHex(Number(value & 0xffff_ffffn), 8);
    }
    if (value !== undefined) return toHex(value, 8);
    if (type === Bson.string || type === Bson.binary) return readText(this.#bytes, type, at, 'cape');
    return '0x00000000';
  }

  #extra1(def: ApiDef, args: Argument[]): Partial<Call> | undefined {
    if (this.#vocabulary !== 'cape') return this.#callers();
    nameArguments(def, args);
    const pretty = this.success ? undefined : nameReturned(this.return32());
    const callers = this.#callers();
    return pretty === undefined ? callers : { ...callers, pretty_return: pretty };
  }

  #callers(): Partial<Call> | undefined {
    if (this.#callerAt === 0 && this.#parentAt === 0) return undefined;
    const caller = this.#callerAt === 0 ? 0 : (readUnsigned(this.#bytes, this.#callerType, this.#callerAt) ?? 0);
    const parent = this.#parentAt === 0 ? 0 : (readUnsigned(this.#bytes, this.#parentType, this.#parentAt) ?? 0);
    return { caller: toHex(caller, 8), parentcaller: toHex(parent, 8) };
  }

  #extra2(def: ApiDef, args: Argument[], buffer: string | undefined): Partial<Call> {
    const flags: NonNullable<Call['flags']> = {};
    for (const [i, arg] of def.args.entries()) {
      const text = flagText(arg, args[i]!.value);
      if (text !== undefined) flags[arg.name] = text;
    }
    const extra: Partial<Call> = { flags, stacktrace: this.#stacktrace() };
    if (this.#errorAt !== 0 && this.#statusAt !== 0) {
      extra.last_error = readInteger(this.#bytes, this.#errorType, this.#errorAt);
      extra.nt_status = readInteger(this.#bytes, this.#statusType, this.#statusAt);
    }
    if (buffer !== undefined) extra.buffer = buffer;
    for (const { name, value } of args) {
      if (name === 'clsid' && typeof value === 'string') flags[name] = GUIDS.get(value) ?? null;
      else if (name === 'iid') flags[name] = guidNames(value);
    }
    if (def.api === '__exception__') exceptionPlace(args, this.#header?.modules ?? []);
    else if (def.api === 'pdf_unescape') {
      args.push(...unescapePdf(args));
      extra.raw = ['string', 'unescaped'];
    }
    return extra;
  }

  #stacktrace(): string[] {
    if (this.#stackAt === 0) return [];
    try {
      const end = this.#stackAt + readInt32(this.#bytes, this.#stackAt);
      const lines = readValue(this.#bytes, Bson.array, this.#stackAt, end, 'latin1') as Value[];
      return lines.map((line) => (typeof line === 'string' ? line : String(line)));
    } catch (error) {
      return [`(${(error as Error).message})`];
    }
  }

  // --- the call in hand

  get success(): boolean {
    const type = this.#argType[0]!;
    return this.#argCount > 0 && readInteger(this.#bytes, type, this.#argAt[0]!) !== 0;
  }

  return32(): number {
    return this.#argCount < 2 ? 0 : readInt32At(this.#bytes, this.#argType[1]!, this.#argAt[1]!);
  }

  value(index: number): Value | undefined {
    const i = index + 2;
    if (index < 0 || i >= this.#argCount || i >= MAX_ARGUMENTS) return undefined;
    const def = this.#def;
    const vocabulary = this.#vocabulary ?? 'cuckoo-1';
    try {
      const end = this.#argsEnd;
      return readArgument(
        this.#bytes,
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
    const arg = this.#def?.args[index];
    return arg === undefined ? undefined : flagText(arg, this.value(index) ?? null);
  }

  text(index: number): string {
    const i = index + 2;
    if (index < 0 || i >= this.#argCount || i >= MAX_ARGUMENTS) return '';
    const type = this.#argType[i]!;
    if (type === Bson.string || type === Bson.binary) {
      return readText(this.#bytes, type, this.#argAt[i]!, this.#vocabulary ?? 'cuckoo-1', this.#texts);
    }
    const value = this.value(index);
    return typeof value === 'string'
      ? value
      : value === null || value === undefined || typeof value === 'object'
        ? ''
        : String(value);
  }
}

function readInt32At(b: Buffer, type: number, at: number): number {
  return type === Bson.int32 || type === Bson.int64 ? readInt32(b, at) : 0;
}

function siteOf(def: ApiDef): Site {
  return { def, role: ROLES.get(def.api) ?? 'call', service: Services.roleOf(def) };
}

function guidNames(value: Value): string | null | (string | null)[] {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? (GUIDS.get(item) ?? null) : null));
  return typeof value === 'string' ? (GUIDS.get(value) ?? null) : null;
}

/** SHA-1 of the bytes of a buffer document, or undefined where the monitor could not read them. */
function bufferDigest(b: Buffer, at: number): string | undefined {
  let digest: string | undefined;
  try {
    eachElement(b, at, (name, type, p) => {
      if (type !== Bson.binary || name() !== 'buffer') return;
      digest = createHash('sha1')
        .update(b.subarray(p + 5, p + 5 + readInt32(b, p)))
        .digest('hex');
    });
  } catch {
    return undefined;
  }
  return digest;
}
