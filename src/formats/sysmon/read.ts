import type { ByteSource } from '../../util/byte-source.ts';
import { setOwn } from '../json/set-own.ts';

/** One event of Sysmon's log. */
export interface SysmonEvent {
  /** What kind of event it is: 1 a process was created, 3 a connection, 11 a file, …; null where it says none. */
  event_id: number | null;
  /** When it was logged, as the log has it; in UTC. */
  time: string | null;
  computer: string | null;
  /** The fields by their names; those without one by their place from 0 on. */
  data: { [name: string]: string };
}

export interface SysmonEnd {
  /** Events that were told. */
  events: number;
  /** What is wrong with the file, where something is. */
  damage?: string;
}

export interface SysmonOptions {
  signal?: AbortSignal;
  /** Longest event, in characters; longer ones are passed over and are damage. */
  longest?: number;
}

const CHUNK = 256 * 1024;
const LONGEST = 1 << 20;
const MOST_FIELDS = 256;
const LONGEST_NAME = 256;
const END = '</Event>';
const ROOT_END = '</Events>';
/** What may be the beginning of `<Event>`; `<Events>`, `<EventID>` and `<EventData>` are others. */
const START = /<Event[\s>]/g;

/**
 * The events of an XML export of Sysmon's log, one after the other, with memory that does not depend on how many
 * there are. Lines of the journal on Linux, which hold events, are read as well. Entities are those that XML itself
 * knows; declarations are ignored. An event in which the next one begins is damage, and left out. Throws the
 * signal's reason, and whatever reading throws.
 */
export function* readSysmon(source: ByteSource, options: SysmonOptions = {}): Generator<SysmonEvent, SysmonEnd> {
  const longest = options.longest ?? LONGEST;
  let events = 0;
  let seen = 0;
  let text = '';
  let damage: string | undefined;
  let isSysmon = false;
  let isClosed = false;
  for (const piece of textOf(source)) {
    options.signal?.throwIfAborted();
    text += piece.text;
    isSysmon ||= text.includes('<Events');
    isClosed ||= text.includes(ROOT_END);
    let at = 0;
    // Looked for once, however many events begin before it.
    let end = text.indexOf(END);
    for (;;) {
      const start = find(text, at);
      if (start < 0) {
        at = Math.max(at, text.length - ROOT_END.length);
        break;
      }
      if (end >= 0 && end < start) end = text.indexOf(END, start);
      const next = find(text, start + 1);
      if (next >= 0 && (end < 0 || next < end)) {
        damage ??= `event ${++seen} has no end`;
        at = next;
        continue;
      }
      if (end < 0) {
        at = start;
        if (text.length - start <= longest) break;
        damage ??= `event ${++seen} is longer than ${longest} characters`;
        at = text.length - END.length;
        break;
      }
      at = end + END.length;
      seen++;
      if (end - start > longest) damage ??= `event ${seen} is longer than ${longest} characters`;
      else {
        const { event, isWhole } = eventOf(piece.decode(text.slice(start, end)));
        if (!isWhole) damage ??= `a field of event ${seen} has no end`;
        yield event;
        events++;
      }
    }
    text = text.slice(at);
  }
  if (find(text, 0) >= 0) damage ??= `the file ends within event ${seen + 1}`;
  if (isSysmon && !isClosed) damage ??= `the file ends before ${ROOT_END}`;
  if (seen === 0 && !isSysmon) damage ??= 'it has no element <Events> or <Event>';
  return damage === undefined ? { events } : { events, damage };
}

function find(text: string, from: number): number {
  START.lastIndex = from;
  return START.exec(text)?.index ?? -1;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The export is in the code page of the guest unless it says so: what is no UTF-8 is read as Latin-1. */
function fromBytes(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

function* textOf(source: ByteSource): Generator<{ text: string; decode: (text: string) => string }> {
  const buffer = Buffer.alloc(Math.min(CHUNK, source.size + (source.size % 2)));
  let isWide: boolean | undefined;
  for (let at = 0; at < source.size; ) {
    const got = source.read(buffer, at);
    if (got === 0) break;
    isWide ??= buffer[0] === 0xff && buffer[1] === 0xfe;
    const decode = isWide ? (text: string) => text : fromBytes;
    yield { text: buffer.toString(isWide ? 'utf16le' : 'latin1', 0, got), decode };
    at += got;
  }
}

function eventOf(text: string): { event: SysmonEvent; isWhole: boolean } {
  const system = inside(text, 'System', 0)?.content ?? '';
  const id = inside(system, 'EventID', 0)?.content.trim() ?? '';
  const computer = inside(system, 'Computer', 0)?.content;
  const created = system.indexOf('<TimeCreated');
  const { data, isWhole } = dataOf(text);
  const event = {
    event_id: /^\d{1,9}$/.test(id) ? Number(id) : null,
    time: created < 0 ? null : (attribute(system.slice(created, system.indexOf('>', created)), 'SystemTime') ?? null),
    computer: computer === undefined ? null : decoded(computer),
    data,
  };
  return { event, isWhole };
}

function dataOf(text: string): { data: { [name: string]: string }; isWhole: boolean } {
  const data: { [name: string]: string } = {};
  const list = text.indexOf('<EventData');
  let at = list + '<EventData'.length;
  let fields = 0;
  while (list >= 0 && fields < MOST_FIELDS) {
    const found = inside(text, 'Data', at);
    if (!found) break;
    setOwn(data, attribute(found.attributes, 'Name') ?? String(fields), decoded(found.content));
    fields++;
    at = found.end;
  }
  return { data, isWhole: list < 0 || !/<Data[\s>]/.test(text.slice(at)) };
}

/** The first element of this name from a place on. Sysmon nests none in another of the same name. */
function inside(
  text: string,
  name: string,
  from: number,
): { attributes: string; content: string; end: number } | undefined {
  let start = text.indexOf(`<${name}`, from);
  while (start >= 0 && !/[\s/>]/.test(text[start + name.length + 1] ?? '')) start = text.indexOf(`<${name}`, start + 1);
  const close = start < 0 ? -1 : text.indexOf('>', start);
  if (close < 0) return undefined;
  const attributes = text.slice(start + name.length + 1, close);
  if (attributes.endsWith('/')) return { attributes, content: '', end: close + 1 };
  const end = text.indexOf(`</${name}>`, close);
  if (end < 0) return undefined;
  return { attributes, content: text.slice(close + 1, end), end: end + name.length + 3 };
}

function attribute(tag: string, name: string): string | undefined {
  const at = tag.indexOf(`${name}=`);
  const quote = tag[at + name.length + 1];
  if (at < 0 || (quote !== '"' && quote !== "'")) return undefined;
  const start = at + name.length + 2;
  const end = tag.indexOf(quote, start);
  return end < 0 || end - start > LONGEST_NAME ? undefined : decoded(tag.slice(start, end));
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
