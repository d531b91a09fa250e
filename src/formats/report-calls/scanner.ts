import { reportProblems } from '../../errors/json.ts';
import type {
  ApiDef,
  CallSink,
  Decoded,
  DefinitionEvent,
  ResumedStream,
  Scanner,
  ScannerContext,
  Window,
} from '../call-log/types.ts';
import type { Value } from '../call-log/values.ts';
import { ENDED, skim } from '../json/skim.ts';
import { Window as JsonWindow } from '../json/window.ts';
import {
  argumentNames,
  argumentValue,
  argumentWords,
  type CallRecord,
  decodeRecord,
  isRecord,
  parseRecord,
  repeatedOf,
  returnText,
  successOf,
  threadOf,
  timeOf,
} from './record.ts';
import type { CallRegion } from './types.ts';

/** Text that is parsed at once. */
const BATCH = 256 * 1024;
/** Different lists of arguments that are told apart; calls with further ones are defined without arguments. */
const MAX_SHAPES = 8192;
const NO_CALL = 'an item of a list of calls is no call';
/** As deep as a call's values may be nested. */
const MAX_DEPTH = 64;

/** What the scanners of one report share. */
export interface ReportMemory {
  /** Position in the list of regions, by key. */
  regions: ReadonlyMap<string, number>;
  /** Records of a block that were parsed to find its columns, by position; their arguments are asked for next. */
  parsed: WeakMap<Buffer, Map<number, CallRecord>>;
  /** Definitions by what they are told apart by, for the list of definitions that an index holds. */
  shapes: WeakMap<readonly DefinitionEvent[], Map<string, ApiDef>>;
}

/** Reads the calls of a JSON report, region by region. */
export class ReportScanner implements Scanner {
  readonly #regions: readonly CallRegion[];
  readonly #memory: ReportMemory;
  readonly #context: ScannerContext;
  #shapes: Map<string, ApiDef> = new Map();
  #region = 0;
  /** The stream of the region at hand, or -1 before its first call. */
  #stream = -1;
  #isResumed = false;
  /** No byte before this offset is looked at. */
  #next = 0;
  #timeless = 0;
  #broken = 0;
  #record: CallRecord = {};
  #def: ApiDef | undefined;

  constructor(context: ScannerContext, regions: readonly CallRegion[], memory: ReportMemory) {
    this.#context = context;
    this.#regions = regions;
    this.#memory = memory;
  }

  scan(window: Window, sink: CallSink): number {
    const kept = this.#isResumed ? new Map<number, CallRecord>() : undefined;
    if (kept) this.#memory.parsed.set(window.bytes, kept);
    let p = window.start;
    for (;;) {
      const region = this.#regions[this.#region];
      if (region === undefined) return window.end;
      this.#next = Math.max(this.#next, region.start);
      p = Math.max(p, Math.min(window.end, this.#next - window.base));
      if (window.base + p >= region.end) {
        this.#nextRegion();
        continue;
      }
      if (p >= window.end) return window.end;
      const length = region.oversize.get(window.base + p);
      if (length !== undefined) {
        sink.skip(p, 'a call is too long to be read');
        this.#next = window.base + p + length;
        continue;
      }
      const stop = this.#batch(window, p, region, sink, kept);
      if (stop === p) return p;
      p = stop;
    }
  }

  #nextRegion(): void {
    this.#region = this.#isResumed ? this.#regions.length : this.#region + 1;
    this.#stream = -1;
    this.#timeless = this.#broken = 0;
  }

  /** Reads about BATCH bytes of calls from `from` on; returns the position of the first byte it did not use. */
  #batch(window: Window, from: number, region: CallRegion, sink: CallSink, kept: Map<number, CallRecord> | undefined) {
    const { bytes, base } = window;
    const end = Math.min(window.end, region.end - base);
    const json = new JsonWindow(bytes);
    json.end = end;
    const starts: number[] = [];
    const ends: number[] = [];
    let flags = 0;
    let p = from;
    let first = -1;
    while (p < end) {
      const c = bytes[p]!;
      if (c === 0x2c || c === 0x20 || (c >= 0x09 && c <= 0x0d)) {
        p++;
        continue;
      }
      if (region.oversize.has(base + p)) break;
      if (c !== 0x7b) {
        const next = this.#past(json, p, end);
        if (next === undefined) break;
        sink.skip(p, NO_CALL);
        p = next;
        continue;
      }
      json.pos = p;
      const seen = skim(json, MAX_DEPTH);
      // A value that isn't whole yet, unless the region ends here: then nothing more can come.
      if (seen === ENDED && end === window.end && base + end < region.end) break;
      const next = seen < 0 ? this.#past(json, p, end) : json.pos;
      if (next === undefined) break;
      flags |= seen < 0 ? 1 : seen;
      if (first < 0) first = p;
      starts.push(p);
      ends.push(next);
      p = next;
      if (p - first >= BATCH) break;
    }
    if (starts.length === 0) return p;
    const whole = flags === 0 ? parseAll(bytes, first, ends.at(-1)!, starts.length) : undefined;
    for (let i = 0; i < starts.length; i++) {
      const at = starts[i]!;
      const record = whole === undefined ? this.#parse(window, at, ends[i]!, region) : whole[i];
      if (!isRecord(record)) sink.skip(at, NO_CALL);
      else this.#call(record, window.base, at, ends[i]! - at, region, sink, kept);
    }
    return p;
  }

  /** The end of a value that is nested too deep or has no sense; undefined where its end is not in the window. */
  #past(json: JsonWindow, at: number, end: number): number | undefined {
    json.pos = at;
    const seen = skim(json, Number.POSITIVE_INFINITY);
    if (seen >= 0 && json.pos > at) return json.pos;
    return seen === ENDED ? undefined : Math.min(end, at + 1);
  }

  #parse(window: Window, at: number, end: number, region: CallRegion): CallRecord | undefined {
    const { record, broken } = parseRecord(window.bytes.subarray(at, end));
    if (record !== undefined && broken !== undefined && !this.#isResumed && this.#broken++ === 0) {
      const { file } = this.#context;
      this.#context.problem(reportProblems.brokenCall(file, region.header.pid, window.base + at, broken));
    }
    return record;
  }

  #call(
    record: CallRecord,
    base: number,
    at: number,
    length: number,
    region: CallRegion,
    sink: CallSink,
    kept: Map<number, CallRecord> | undefined,
  ): void {
    const offset = base + at;
    const { api } = record;
    if (typeof api !== 'string') {
      sink.skip(at, 'a call does not name its API');
      return;
    }
    const def = this.#define(record, api, at, sink);
    if (def === undefined) return;
    if (this.#stream < 0) this.#stream = sink.stream(region.header);
    this.#record = record;
    this.#def = def;
    kept?.set(at, record);
    const time = timeOf(record);
    const isTimeless = Number.isNaN(time);
    if (isTimeless && !this.#isResumed && this.#timeless++ === 0) {
      this.#context.problem(reportProblems.noTime(this.#context.file, region.header.pid, offset));
    }
    const timeMs = isTimeless ? region.header.startMs : time + region.shiftMs;
    sink.call(this.#stream, def, timeMs, threadOf(record), this.success, repeatedOf(record), at, length, -1, -1);
  }

  #define(record: CallRecord, api: string, at: number, sink: CallSink): ApiDef | undefined {
    const category = typeof record['category'] === 'string' ? record['category'] : 'unknown';
    const names = argumentNames(record);
    const known = this.#shapes.get(shapeOf(api, category, names));
    if (known !== undefined) return known;
    const isFull = this.#isResumed || this.#shapes.size >= MAX_SHAPES;
    const told = isFull ? [] : names;
    const shape = shapeOf(api, category, told);
    const bare = this.#shapes.get(shape);
    if (bare !== undefined || this.#isResumed) return bare;
    const def = sink.define(
      api,
      category,
      told.map((name) => ({ name, kind: '' as const })),
      false,
    );
    if (def === undefined) return undefined;
    this.#shapes.set(shape, def);
    sink.defined(at, def.id, def);
    return def;
  }

  // --- the call in hand

  get success(): boolean {
    return successOf(this.#record);
  }

  return32(): number {
    const value = Number(returnText(this.#record));
    return Number.isNaN(value) ? 0 : Number(BigInt.asUintN(32, BigInt(value)));
  }

  value(index: number): Value | undefined {
    const arg = this.#def?.args[index];
    return arg && argumentValue(this.#record, index, arg.name);
  }

  text(index: number): string {
    const value = this.value(index);
    if (value === undefined || value === null || typeof value === 'object') return '';
    return String(value);
  }

  flag(index: number): string | undefined {
    const arg = this.#def?.args[index];
    return arg && argumentWords(this.#record, index, arg.name);
  }

  // --- reading from the middle

  resume(offset: number, definitions: readonly DefinitionEvent[], { header }: ResumedStream): void {
    this.#isResumed = true;
    this.#region = this.#memory.regions.get(header.key ?? '') ?? this.#regions.length;
    this.#stream = -1;
    this.#next = offset;
    let shapes = this.#memory.shapes.get(definitions);
    if (shapes === undefined) {
      shapes = new Map(
        definitions.map(({ def }) => [
          shapeOf(
            def.api,
            def.category,
            def.args.map((arg) => arg.name),
          ),
          def,
        ]),
      );
      this.#memory.shapes.set(definitions, shapes);
    }
    this.#shapes = shapes;
  }

  decode(bytes: Buffer, at: number, length: number, _def: ApiDef, id: number): Decoded {
    const record = this.#memory.parsed.get(bytes)?.get(at) ?? parseRecord(bytes.subarray(at, at + length)).record;
    return record === undefined ? { returnValue: '0x00000000', args: [] } : decodeRecord(record, id);
  }
}

function shapeOf(api: string, category: string, names: readonly string[]): string {
  return `${api}\0${category}\0${names.length}\0${names.join('\0')}`;
}

/** All values between two positions in one go; undefined where one of them is broken. */
function parseAll(bytes: Buffer, from: number, to: number, count: number): unknown[] | undefined {
  try {
    const values = JSON.parse(`[${bytes.toString('utf8', from, to)}]`) as unknown[];
    return values.length === count ? values : undefined;
  } catch {
    return undefined;
  }
}
