import { StringDecoder } from 'node:string_decoder';
import type { ByteSource } from '../../util/byte-source.ts';
import { setOwn } from '../json/set-own.ts';

/** One event of Process Monitor: its fields by the names of their elements; null where they are empty. */
export interface ProcmonEvent {
  [field: string]: string | null;
}

export interface ProcmonEnd {
  /** Events that were told. */
  events: number;
  /** What is wrong with the file, where something is. */
  damage?: string;
}

export interface ProcmonOptions {
  signal?: AbortSignal;
  /** Longest event, in characters; longer ones are damage. */
  longest?: number;
}

const CHUNK = 256 * 1024;
const LONGEST = 1 << 20;
const MOST_FIELDS = 128;
/** A longer name is no name of an element. */
const LONGEST_NAME = 256;

/**
 * The events of an XML export of Process Monitor, one after the other, with memory that does not depend on how many
 * there are. What is not understood between events is passed over; a file that ends within an event, or before its root element does, is damage. Throws
 * the signal's reason, and whatever reading throws.
 */
export function* readProcmon(source: ByteSource, options: ProcmonOptions = {}): Generator<ProcmonEvent, ProcmonEnd> {
  const longest = options.longest ?? LONGEST;
  let events = 0;
  let text = '';
  let isProcmon = false;
  let root: string | undefined;
  let isClosed = false;
  for (const piece of textOf(source)) {
    options.signal?.throwIfAborted();
    text += piece;
    root ??= /<(procmon|eventlist)[\s>]/.exec(text)?.[1];
    isClosed ||= root !== undefined && text.includes(`</${root}>`);
    let at = 0;
    for (;;) {
      const start = text.indexOf('<event>', at);
      if (start < 0) {
        at = Math.max(at, text.length - '<eventlist >'.length);
        break;
      }
      isProcmon = true;
      const end = text.indexOf('</event>', start);
      if (end < 0) {
        at = start;
        break;
      }
      if (end - start > longest) return { events, damage: `event ${events + 1} is longer than ${longest} characters` };
      yield eventOf(text, start + '<event>'.length, end);
      events++;
      at = end + '</event>'.length;
    }
    text = text.slice(at);
    if (text.length > longest + CHUNK)
      return { events, damage: `event ${events + 1} is longer than ${longest} characters` };
  }
  if (text.startsWith('<event>')) return { events, damage: `the file ends within event ${events + 1}` };
  if (root !== undefined && !isClosed) return { events, damage: `the file ends before </${root}>` };
  return isProcmon || root !== undefined ? { events } : { events, damage: 'it has no element <procmon>' };
}

function* textOf(source: ByteSource): Generator<string> {
  const buffer = Buffer.alloc(Math.min(CHUNK, Math.max(2, source.size)));
  let decoder: StringDecoder | undefined;
  for (let at = 0; at < source.size; ) {
    const got = source.read(buffer, at);
    if (got === 0) break;
    decoder ??= new StringDecoder(buffer[0] === 0xff && buffer[1] === 0xfe ? 'utf16le' : 'utf8');
    yield decoder.write(buffer.subarray(0, got));
    at += got;
  }
}

/** The elements directly inside an event; what is inside these in turn, such as a stack, is passed over. */
function eventOf(text: string, from: number, to: number): ProcmonEvent {
  const event: ProcmonEvent = {};
  let fields = 0;
  for (let at = text.indexOf('<', from); at >= 0 && at < to && fields < MOST_FIELDS; at = text.indexOf('<', at)) {
    const close = text.indexOf('>', at);
    if (close < 0 || close >= to) break;
    const name = /^[A-Za-z_][\w.-]*/.exec(text.slice(at + 1, Math.min(close, at + LONGEST_NAME)))?.[0];
    if (name === undefined) {
      at = close + 1;
      continue;
    }
    fields++;
    if (text[close - 1] === '/') {
      setOwn(event, name, null);
      at = close + 1;
      continue;
    }
    const end = text.indexOf(`</${name}>`, close);
    if (end < 0 || end >= to) break;
    const content = text.slice(close + 1, end);
    setOwn(event, name, content.trim() === '' || content.includes('<') ? null : decoded(content));
    at = end + name.length + 3;
  }
  return event;
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{1,8}));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
