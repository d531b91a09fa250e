import { createHash } from 'node:crypto';
import { Bson, eachElement, readInt32, readValue, setOwn } from '../bson/walk.ts';
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
import type { Value } from '../call-log/values.ts';
import { CallDocument } from './call-document.ts';
import { decodeCall } from './decode.ts';
import { readInfo } from './definitions.ts';
import { readProcess } from './process.ts';
import { type ServiceNames, Services } from './services.ts';
import type { Vocabulary } from './values.ts';

const MAX_RECORD = 20 * 1024 * 1024;
/** More than Windows gives a process, names and values. */
const MAX_VARIABLES = 4096;
const MAX_VARIABLE = 32_767;

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

/**
 * Reads the BSON logs of all monitors that write them: Cuckoo 1.x, Cuckoo 2 and CAPE. Which one it is shows in the
 * log itself.
 */
export class MonitorScanner implements Scanner {
  readonly #context: ScannerContext;
  #sites: Site[] = [];
  #header: ProcessHeader | undefined;
  #stream = -1;
  #services = new Services();
  #variables = 0;
  /** Whether reading started in the middle: what is known of the process is known already. */
  #isResumed = false;
  /** The document in hand. */
  readonly #call = new CallDocument();

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
      const broken = this.#call.read(bytes, p, stop);
      if (broken !== undefined) return { at: p, reason: broken };
      if (this.#call.typeAt !== 0) {
        if (this.#special(p, sink) && bufferAt < 0) bufferAt = p;
      } else {
        const from = bufferAt < 0 ? p : bufferAt;
        bufferAt = -1;
        this.#take(from, stop, p, sink);
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

  #take(from: number, stop: number, at: number, sink: CallSink): void {
    const call = this.#call;
    const site = this.#sites[call.index];
    if (site === undefined) {
      sink.skip(at, this.#call.index < 0 ? 'a call has no API index' : 'calls of an API that the log never explains');
      return;
    }
    const { def } = site;
    if (this.#call.argsAt === 0 || this.#call.argCount !== def.args.length + 2) {
      sink.skip(at, `a call of ${def.api} has another number of arguments than the log explains`);
      return;
    }
    this.#call.def = def;
    if (site.role !== 'call') {
      if (this.#message(site, at, sink)) return;
    }
    if (this.#stream < 0) this.#unnamedProcess(sink);
    const success = this.#call.success;
    const vocabulary = this.#call.vocabulary;
    const folds = vocabulary !== 'cuckoo-2';
    // The arguments are the last element, or followed by aux; so one range holds all that makes calls equal.
    const keyEnd = this.#call.auxAt === 0 ? this.#call.argsEnd : Math.max(this.#call.argsEnd, this.#call.auxEnd);
    sink.call(
      this.#stream,
      def,
      this.#header!.startMs + this.#call.time,
      this.#call.thread >>> 0,
      success,
      this.#call.repeated,
      from,
      stop - from,
      folds ? this.#call.argsAt : -1,
      folds ? keyEnd : -1,
    );
    if (site.service !== undefined) {
      const name = this.#services.see(site.service, this.#call);
      if (name !== undefined) sink.note('service_name', name);
    }
  }

  /** A message of the monitor; true where it is no call. */
  #message(site: Site, at: number, sink: CallSink): boolean {
    switch (site.role) {
      case 'process':
        this.#process(site, sink);
        return true;
      case 'thread':
      case 'action':
        return true;
      case 'environ':
        this.#environ(site.def, at, sink);
        return true;
      case 'vbe-omitted':
        if (this.#stream >= 0) sink.omit(this.#stream, site.def);
        return true;
      case 'vbe-import': {
        const isEmpty = (name: string) => this.#call.text(site.def.indexOf(name)) === '';
        const omitted = this.#call.text(site.def.indexOf('library')) === 'VBE6.DLL' && isEmpty('function');
        if (omitted && this.#stream >= 0) sink.omit(this.#stream, site.def);
        return omitted;
      }
      default:
        return false;
    }
  }

  #process(site: Site, sink: CallSink): void {
    if (this.#stream >= 0) return;
    if (this.#call.vocabulary === undefined || this.#call.vocabulary === 'cuckoo-1') {
      this.#call.vocabulary =
        site.def.indexOf('module_path') >= 0 ? 'cuckoo-2' : this.#call.hasRepeat ? 'cape' : 'cuckoo-1';
    }
    const args = new Map<string, Value>();
    for (const [i, { name }] of site.def.args.entries()) {
      const value = this.#call.value(i);
      if (value !== undefined) args.set(name, value);
    }
    this.#header = readProcess(args, this.#call.vocabulary);
    this.#stream = sink.stream(this.#header);
  }

  /** A log that never introduces its process is kept under the number in its file name. */
  #unnamedProcess(sink: CallSink): void {
    this.#call.vocabulary ??= this.#call.hasRepeat ? 'cape' : 'cuckoo-1';
    this.#header = {
      unnamed: true,
      vocabulary: this.#call.vocabulary,
      pid: this.#context.pid,
      ppid: 0,
      name: '',
      path: null,
      startMs: 0,
    };
    this.#stream = sink.stream(this.#header);
  }

  #environ(def: ApiDef, at: number, sink: CallSink): void {
    if (this.#header === undefined || this.#isResumed) return;
    const environ = (this.#header.environ ??= {});
    for (const [i, { name }] of def.args.entries()) {
      const value = this.#call.value(i);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') continue;
      const text = String(value);
      if (!Object.hasOwn(environ, name)) this.#variables++;
      if (this.#variables > MAX_VARIABLES || text.length > MAX_VARIABLE || name.length > MAX_VARIABLE) {
        sink.skip(at, 'environment variables beyond what a process can have');
        return;
      }
      setOwn(environ, name, text);
    }
    if (this.#stream >= 0) sink.amend(this.#stream, { environ });
  }

  /** A document with a type. True where it is a buffer, which belongs to the next call. */
  #special(at: number, sink: CallSink): boolean {
    const b = this.#call.bytes;
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
      info = readInfo(this.#call.bytes, at);
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
    // Later, the calls of one process would not all be read alike.
    if (info.flagged && this.#stream < 0) this.#call.vocabulary = 'cuckoo-2';
    const wide = this.#header?.bitness === 64;
    const def = sink.define(info.name, info.category, info.args, wide);
    if (def === undefined) return;
    this.#sites[info.key] = siteOf(def);
    sink.defined(at, info.key, def);
  }

  /** A process that a monitor outside the guest announces. */
  #newProcess(fields: { [name: string]: Value }, sink: CallSink): void {
    if (this.#stream >= 0) return;
    const started = typeof fields['starttime'] === 'number' ? fields['starttime'] * 1000 : 0;
    this.#call.vocabulary ??= 'cuckoo-1';
    this.#header = {
      vocabulary: this.#call.vocabulary,
      pid: this.#context.pid,
      ppid: 0,
      name: typeof fields['name'] === 'string' ? fields['name'] : '',
      path: null,
      startMs: Number.isFinite(started) ? started : 0,
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
    this.#isResumed = true;
    this.#header = header;
    this.#call.vocabulary = header.vocabulary as Vocabulary;
    this.#stream = id;
  }

  decode(bytes: Buffer, at: number, length: number, def: ApiDef, id: number): Decoded {
    const stop = at + length;
    let buffer: string | undefined;
    let p = at;
    for (;;) {
      const next = p + readInt32(bytes, p);
      if (next <= p || next > stop || this.#call.read(bytes, p, next) !== undefined)
        return { returnValue: '0x00000000', args: [] };
      if (this.#call.typeAt === 0) break;
      buffer = bufferDigest(bytes, p) ?? buffer;
      if (next >= stop) break;
      p = next;
    }
    this.#call.def = def;
    return decodeCall(this.#call, def, { header: this.#header, noted: this.#context.noted(id), buffer });
  }

  // --- the call in hand

  get success(): boolean {
    return this.#call.success;
  }

  return32(): number {
    return this.#call.return32();
  }

  value(index: number): Value | undefined {
    return this.#call.value(index);
  }

  text(index: number): string {
    return this.#call.text(index);
  }

  flag(index: number): string | undefined {
    return this.#call.flag(index);
  }
}

function siteOf(def: ApiDef): Site {
  return { def, role: ROLES.get(def.api) ?? 'call', service: Services.roleOf(def) };
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
