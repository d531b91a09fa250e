import { windowsBasename } from '../../util/text.ts';
import { bytesToText } from '../bson/walk.ts';
import { filetimeToMs } from '../call-log/format-time.ts';
import type {
  ApiDef,
  ArgDef,
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
import { NETLOG_TABLE } from './table.ts';

const HEADER = 14;
const UNDUMPED = '(unable to dump buffer content)';
/** The record goes on behind the window. */
const INCOMPLETE = -1;

interface Row {
  api: string;
  category: string;
  args: ArgDef[];
  letters: string[];
}

const ROWS: readonly Row[] = NETLOG_TABLE.map((line) => {
  const [api = '', category = '', list = ''] = line.split('|');
  const pairs = list === '' ? [] : list.split(',').map((item) => item.split(':') as [string, string]);
  const kind = (letter: string) => (letter === 'p' || letter === 'P' ? 'p' : '');
  return {
    api,
    category,
    args: pairs.map(([name, letter]) => ({ name, kind: kind(letter) })),
    letters: pairs.map(([, letter]) => letter),
  };
});

/** The binary log of Cuckoo 0.5 and 0.6: messages without length, whose content follows from their number. */
class NetlogScanner implements Scanner {
  readonly #context: ScannerContext;
  #header: ProcessHeader | undefined;
  #stream = -1;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #letters: readonly string[] = [];
  #places: number[] = [];
  /** By number; a scanner serves one pass. */
  readonly #defs: (ApiDef | undefined)[] = [];

  constructor(context: ScannerContext) {
    this.#context = context;
  }

  scan(window: Window, sink: CallSink): number | ScanDamage {
    const { bytes, end } = window;
    let p = window.start;
    while (p < end) {
      const next = this.#message(bytes, p, end, sink);
      if (typeof next === 'string') return { at: p, reason: next };
      if (next === INCOMPLETE) {
        if (!window.last) return p;
        return { at: p, reason: `a message starts, ${end - p} bytes of it are there`, truncated: true };
      }
      p = next;
    }
    return p;
  }

  #message(b: Buffer, p: number, end: number, sink: CallSink): number | string {
    if (p + HEADER > end) return INCOMPLETE;
    const index = b[p]!;
    const body = p + HEADER;
    this.#bytes = b;
    this.#at = p;
    if (index === 0) return this.#process(b, body, end, sink);
    if (index === 1) return body + 4 <= end ? body + 4 : INCOMPLETE;
    const row = ROWS[index];
    if (row === undefined) return `no monitor of this generation has a call of number ${index}`;
    const stop = this.#walk(b, body, end, row.letters);
    if (stop === INCOMPLETE) return INCOMPLETE;
    const def = (this.#defs[index] ??= sink.define(row.api, row.category, row.args, false));
    if (def === undefined) return stop;
    if (this.#stream < 0)
      this.#open(sink, { unnamed: true, pid: this.#context.pid, ppid: 0, name: '', path: null, startMs: 0 });
    const time = this.#header!.startMs + b.readUInt32LE(p + 10);
    const tag = b[p + 1]! * 0x1_0000_0000 + b.readUInt32LE(p + 2);
    sink.call(this.#stream, def, time, b.readUInt32LE(p + 6), this.success, 0, p, stop - p, body, stop, tag);
    return stop;
  }

  #process(b: Buffer, body: number, end: number, sink: CallSink): number {
    const stop = this.#walk(b, body, end, ['i', 'i', 'i', 'i', 's']);
    if (stop === INCOMPLETE) return INCOMPLETE;
    const path = textAt(b, body + 16);
    if (this.#stream < 0) {
      this.#open(sink, {
        pid: b.readUInt32LE(body + 8),
        ppid: b.readUInt32LE(body + 12),
        name: windowsBasename(path),
        path,
        startMs: filetimeToMs(b.readUInt32LE(body), b.readUInt32LE(body + 4)),
      });
    }
    return stop;
  }

  #open(sink: CallSink, header: ProcessHeader): void {
    this.#header = { ...header, vocabulary: 'cuckoo-0' };
    this.#stream = sink.stream(this.#header);
  }

  /** Notes where each value stands; returns where the message ends. */
  #walk(b: Buffer, body: number, end: number, letters: readonly string[]): number {
    let p = body;
    this.#letters = letters;
    this.#places.length = 0;
    for (const letter of letters) {
      this.#places.push(p);
      const next = valueEnd(b, letter.toLowerCase(), p, end);
      if (next === INCOMPLETE) return INCOMPLETE;
      p = next;
    }
    return p;
  }

  resume(_offset: number, _definitions: readonly DefinitionEvent[], stream: ResumedStream): void {
    this.#header = stream.header;
    this.#stream = stream.id;
  }

  decode(bytes: Buffer, at: number, length: number, def: ApiDef): Decoded {
    this.#bytes = bytes;
    this.#at = at;
    const letters = ROWS[bytes[at]!]?.letters ?? [];
    this.#walk(bytes, at + HEADER, at + length, letters);
    const args: Argument[] = def.args.map(({ name }, i) => ({ name, value: this.value(i) ?? null }));
    return {
      returnValue: `0x${bytes
        .readUInt32LE(at + 2)
        .toString(16)
        .padStart(8, '0')}`,
      args,
    };
  }

  get success(): boolean {
    return this.#bytes[this.#at + 1] !== 0;
  }

  return32(): number {
    return this.#bytes.readInt32LE(this.#at + 2);
  }

  value(index: number): Value | undefined {
    const at = this.#places[index];
    const letter = this.#letters[index]?.toLowerCase();
    if (at === undefined || letter === undefined) return undefined;
    return readValue(this.#bytes, letter, at);
  }

  text(index: number): string {
    const value = this.value(index);
    return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
  }

  flag(): undefined {
    return undefined;
  }
}

function valueEnd(b: Buffer, letter: string, p: number, end: number): number {
  switch (letter) {
    case 'i':
    case 'l':
    case 'p':
      return p + 4 <= end ? p + 4 : INCOMPLETE;
    case 'a': {
      if (p + 4 > end) return INCOMPLETE;
      const count = b.readUInt32LE(p);
      let q = p + 4;
      for (let i = 0; i < count; i++) {
        q = textEnd(b, q, end);
        if (q === INCOMPLETE) return INCOMPLETE;
      }
      return q;
    }
    case 'r': {
      if (p + 4 > end) return INCOMPLETE;
      const type = b.readUInt32LE(p);
      if (type === 4 || type === 5) return p + 8 <= end ? p + 8 : INCOMPLETE;
      if (type === 1 || type === 2) return textEnd(b, p + 4, end);
      // The guest writes an empty string for REG_NONE, which the original does not read and then loses its place.
      return type === 0 && p + 12 <= end && b.readBigUInt64LE(p + 4) === 0n ? p + 12 : p + 4;
    }
    default:
      return textEnd(b, p, end);
  }
}

function textEnd(b: Buffer, p: number, end: number): number {
  if (p + 8 > end) return INCOMPLETE;
  const stop = p + 8 + b.readUInt32LE(p);
  return stop <= end ? stop : INCOMPLETE;
}

function textAt(b: Buffer, p: number): string {
  const length = b.readUInt32LE(p);
  const text = bytesToText(b, p + 8, p + 8 + length);
  const path = text.startsWith('\\??\\') ? text.slice(4) : text;
  return b.readUInt32LE(p + 4) > length ? `${path}... (truncated)` : path;
}

function bufferAt(b: Buffer, p: number): string {
  const length = b.readUInt32LE(p);
  const text = b.toString('latin1', p + 8, p + 8 + length);
  return b.readUInt32LE(p + 4) > length ? `${text} ... (truncated)` : text;
}

function readValue(b: Buffer, letter: string, p: number): Value {
  switch (letter) {
    case 'i':
    case 'l':
      return b.readUInt32LE(p);
    case 'p':
      return `0x${b.readUInt32LE(p).toString(16).padStart(8, '0')}`;
    case 'a': {
      const list: string[] = [];
      let q = p + 4;
      for (let i = b.readUInt32LE(p); i > 0; i--) {
        list.push(textAt(b, q));
        q += 8 + b.readUInt32LE(q);
      }
      return list;
    }
    case 'b':
      return bufferAt(b, p);
    case 'r': {
      const type = b.readUInt32LE(p);
      if (type === 4 || type === 5) return b.readUInt32LE(p + 4);
      return type === 1 || type === 2 ? textAt(b, p + 4) : UNDUMPED;
    }
    default:
      return textAt(b, p);
  }
}

export const netlog: CallLogFormat = {
  name: 'netlog',
  version: 1,
  folds: true,
  scanner: (context) => new NetlogScanner(context),
};
