import { windowsBasename } from '../../util/text.ts';
import type {
  ApiDef,
  CallLogFormat,
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
import type { Argument, Value } from '../call-log/values.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const GREATER = 0x3e;
const CR = 0x0d;
const LF = 0x0a;
/** Columns before the arguments. */
const FIXED = 9;
const MAX_COLUMNS = 4096;

/** The log of Cuckoo 0.3 and 0.4: a row per call, every field in quotes, arguments as `Name->value`. */
class CsvScanner implements Scanner {
  readonly #context: ScannerContext;
  #header: ProcessHeader | undefined;
  #stream = -1;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where each field of the row in hand starts and ends, quotes included. */
  #starts: number[] = [];
  #ends: number[] = [];
  /** Fields that hold an argument, in order. */
  #fields: number[] = [];
  readonly #known = new Map<string, ApiDef>();

  constructor(context: ScannerContext) {
    this.#context = context;
  }

  scan(window: Window, sink: CallSink): number | ScanDamage {
    const { bytes, end, last } = window;
    let p = window.start;
    while (p < end) {
      const next = this.#row(bytes, p, end, last);
      if (next < 0) {
        if (!last) return p;
        return { at: p, reason: `a row of ${end - p} bytes has no end`, truncated: true };
      }
      this.#call(p, next, sink);
      p = next;
    }
    return p;
  }

  /** Splits the row at `p`; returns where the next one starts, or -1 where this one goes on behind the window. */
  #row(b: Buffer, p: number, end: number, last: boolean): number {
    this.#bytes = b;
    this.#starts.length = 0;
    this.#ends.length = 0;
    let start = p;
    let quoted = b[p] === QUOTE;
    for (let q = quoted ? p + 1 : p; q < end; q++) {
      const c = b[q];
      if (quoted) {
        if (c === QUOTE) {
          if (q + 1 === end && !last) return -1;
          if (b[q + 1] === QUOTE && q + 1 < end) q++;
          else quoted = false;
        }
      } else if (c === COMMA) {
        this.#field(start, q);
        start = q + 1;
        quoted = b[start] === QUOTE;
        if (quoted) q++;
      } else if (c === CR || c === LF) {
        this.#field(start, q);
        if (c === LF) return q + 1;
        if (q + 1 === end && !last) return -1;
        return b[q + 1] === LF && q + 1 < end ? q + 2 : q + 1;
      }
    }
    // A row without an end may lack columns, so it counts as cut.
    return -1;
  }

  #field(start: number, end: number): void {
    if (this.#starts.length >= MAX_COLUMNS) return;
    this.#starts.push(start);
    this.#ends.push(end);
  }

  #call(at: number, next: number, sink: CallSink): void {
    if (this.#starts.length === 1 && this.#ends[0] === this.#starts[0]) return;
    if (this.#starts.length < FIXED) {
      sink.skip(at, `rows with fewer than ${FIXED} columns`);
      return;
    }
    const time = Date.parse(`${this.#column(0).replace(' ', 'T').replace(',', '.')}Z`);
    if (Number.isNaN(time)) {
      sink.skip(at, 'rows whose first column is no time');
      return;
    }
    if (this.#stream < 0) this.#open(time, sink);
    const def = this.#define(sink);
    if (def === undefined) return;
    const thread = Number(this.#column(3)) >>> 0;
    const stop = this.#ends.at(-1)!;
    sink.call(this.#stream, def, time, thread, this.success, 0, at, next - at, this.#starts[7]!, stop);
  }

  #open(time: number, sink: CallSink): void {
    const pid = Number(this.#column(1));
    const ppid = Number(this.#column(4));
    this.#header = {
      vocabulary: 'cuckoo-0',
      pid: Number.isInteger(pid) ? pid : this.#context.pid,
      ppid: Number.isInteger(ppid) ? ppid : 0,
      name: windowsBasename(this.#column(2)),
      path: null,
      startMs: time,
    };
    this.#stream = sink.stream(this.#header);
  }

  #define(sink: CallSink): ApiDef | undefined {
    this.#findArguments();
    const names = this.#fields.map((i) => this.#split(i)[0]);
    const [category, api] = [this.#column(5), this.#column(6)];
    const key = [category, api, ...names].join('\0');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const args = names.map((name) => ({ name, kind: '' as const }));
    const def = sink.define(api, category, args, false);
    if (def !== undefined) this.#known.set(key, def);
    return def;
  }

  #findArguments(): void {
    this.#fields.length = 0;
    for (let i = FIXED; i < this.#starts.length; i++) {
      const end = this.#ends[i]! - 1;
      // Not `indexOf`, which would search on behind the field.
      for (let at = this.#starts[i]!; at < end; at++) {
        if (this.#bytes[at] !== MINUS || this.#bytes[at + 1] !== GREATER) continue;
        this.#fields.push(i);
        break;
      }
    }
  }

  #column(i: number): string {
    const text = this.#bytes.toString('latin1', this.#starts[i], this.#ends[i]);
    if (!text.startsWith('"')) return text;
    return text.slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined).replaceAll('""', '"');
  }

  #split(i: number): [name: string, value: string] {
    const text = this.#column(i);
    const at = text.indexOf('->');
    const value = text.slice(at + 2);
    // Only this prefix; the original takes off every leading backslash and question mark.
    return [text.slice(0, at), value.startsWith('\\??\\') ? value.slice(4) : value];
  }

  resume(_offset: number, _definitions: readonly DefinitionEvent[], stream: ResumedStream): void {
    this.#header = stream.header;
    this.#stream = stream.id;
  }

  decode(bytes: Buffer, at: number, length: number): Decoded {
    this.#row(bytes, at, at + length, true);
    this.#findArguments();
    const args: Argument[] = this.#fields.map((i) => {
      const [name, value] = this.#split(i);
      return { name, value };
    });
    return { returnValue: this.#column(8), args };
  }

  get success(): boolean {
    return this.#column(7) === 'SUCCESS';
  }

  return32(): number {
    return Number(this.#column(8)) | 0;
  }

  value(index: number): Value | undefined {
    const field = this.#fields[index];
    return field === undefined ? undefined : this.#split(field)[1];
  }

  text(index: number): string {
    const field = this.#fields[index];
    return field === undefined ? '' : this.#split(field)[1];
  }

  flag(): undefined {
    return undefined;
  }
}

export const csvLog: CallLogFormat = {
  name: 'csv',
  version: 1,
  folds: true,
  scanner: (context) => new CsvScanner(context),
};
