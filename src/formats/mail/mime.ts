import type { Damage } from '../binary/damage.ts';
import { readParameters } from './fields.ts';

/** A part of a message, not decoded. */
export interface MimePart {
  /** `1.2`; empty for the whole message. */
  number: string;
  headers: { name: string; raw: string }[];
  /** In lower case: `text/plain`. */
  type: string;
  /** The type it is of where it does not say. */
  standard: string;
  parameters: Map<string, string>;
  /** Where its body begins and ends in the bytes. */
  start: number;
  end: number;
  children: MimePart[];
}

const MOST_PARTS = 2000;
const MOST_HEADERS = 2000;
const LONGEST_HEADERS = 512 * 1024;
const DEEPEST = 50;
/** Boundaries have 70 characters at most; some senders do not know. */
const LONGEST_BOUNDARY = 256;

/**
 * Splits a message into its parts in one pass over its lines. Boundaries count wherever they stand, as mail programs
 * take them; a multipart without end goes on to the end of the message.
 */
export function splitMime(bytes: Buffer, damage: Damage): MimePart {
  const splitter = new Splitter(bytes, damage);
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    splitter.line(at, next);
    at = next;
  }
  return splitter.finish();
}

interface Open {
  boundary: string;
  part: MimePart;
}

class Splitter {
  readonly #bytes: Buffer;
  readonly #damage: Damage;
  readonly #root = newPart('');
  readonly #open: Open[] = [];
  /** Undefined between the end of a multipart and the next boundary. */
  #part: MimePart | undefined = this.#root;
  #isHead = true;
  #headBytes = 0;
  #parts = 1;

  constructor(bytes: Buffer, damage: Damage) {
    this.#bytes = bytes;
    this.#damage = damage;
  }

  line(at: number, next: number): void {
    const bytes = this.#bytes;
    if (this.#open.length > 0 && bytes[at] === 0x2d && bytes[at + 1] === 0x2d && this.#boundary(at, next)) return;
    if (this.#isHead && this.#part !== undefined) this.#header(this.#part, at, next);
  }

  finish(): MimePart {
    this.#close(this.#bytes.length);
    for (const { part } of this.#open)
      this.#damage.damaged(`part ${part.number || '1'}`, this.#bytes.length, 'its last boundary is missing');
    return this.#root;
  }

  #boundary(at: number, next: number): boolean {
    const line = this.#bytes.toString('latin1', at + 2, Math.min(next, at + 2 + LONGEST_BOUNDARY + 4)).trimEnd();
    const index = this.#open.findLastIndex(({ boundary }) => line === boundary || line === `${boundary}--`);
    if (index < 0) return false;
    const { boundary, part } = this.#open[index]!;
    // The line break before a boundary belongs to it.
    const newline = this.#bytes[at - 1] === 0x0a ? (this.#bytes[at - 2] === 0x0d ? 2 : 1) : 0;
    this.#close(at - newline);
    this.#part = undefined;
    if (line !== boundary) {
      this.#open.length = index;
      return true;
    }
    this.#open.length = index + 1;
    if (this.#parts >= MOST_PARTS) {
      this.#damage.limit('parts', at, MOST_PARTS);
      return true;
    }
    this.#parts++;
    const number = part.number === '' ? '' : `${part.number}.`;
    const standard = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    this.#begin(newPart(`${number}${part.children.length + 1}`, standard), part, next);
    return true;
  }

  #begin(part: MimePart, parent: MimePart, at: number): void {
    parent.children.push(part);
    part.start = at;
    part.end = at;
    this.#part = part;
    this.#isHead = true;
    this.#headBytes = 0;
  }

  /** Ends the part at hand. */
  #close(at: number): void {
    const part = this.#part;
    if (part === undefined) return;
    if (this.#isHead) this.#endHead(part, at);
    part.end = Math.max(part.start, at);
  }

  #header(part: MimePart, at: number, next: number): void {
    const bytes = this.#bytes;
    let end = next;
    while (end > at && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
    if (end === at) {
      // Some programs write empty lines before a message.
      if (part !== this.#root || part.headers.length > 0) this.#endHead(part, next);
      return;
    }
    this.#headBytes += next - at;
    if (this.#headBytes > LONGEST_HEADERS || part.headers.length >= MOST_HEADERS) {
      this.#damage.limit('headers', at, MOST_HEADERS);
      this.#endHead(part, at);
      return;
    }
    const last = part.headers.at(-1);
    const isFolded = bytes[at] === 0x20 || bytes[at] === 0x09;
    const line = bytes.toString('latin1', at, end).slice(at === 0 && startsWithMark(bytes) ? 3 : 0);
    if (isFolded && last !== undefined) {
      last.raw += line;
      return;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    if (colon > 0 && colon <= 128 && /^[!-9;-~]+$/.test(name)) {
      part.headers.push({ name, raw: line.slice(colon + 1).trim() });
    } else if (at > 0 || !line.startsWith('From ')) {
      this.#damage.damaged('headers', at, 'a line is no header; what follows is taken for the body');
      this.#endHead(part, at);
    }
  }

  #endHead(part: MimePart, bodyAt: number): void {
    this.#isHead = false;
    part.start = bodyAt;
    const { value, parameters } = readParameters(headerOf(part, 'content-type') ?? '');
    part.type = /^[^/\s]+\/[^/\s]/.test(value) ? value : part.standard;
    part.parameters = parameters;
    const boundary = parameters.get('boundary')?.trimEnd() ?? '';
    if (!part.type.startsWith('multipart/')) return;
    if (boundary === '' || boundary.length > LONGEST_BOUNDARY) {
      this.#damage.damaged(`part ${part.number || '1'}`, bodyAt, 'it has several parts and no boundary');
    } else if (this.#open.length >= DEEPEST) this.#damage.limit('nested parts', bodyAt, DEEPEST);
    else this.#open.push({ boundary, part });
  }
}

/** Whether it begins with the mark of UTF-8. */
function startsWithMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function newPart(number: string, standard = 'text/plain'): MimePart {
  return { number, headers: [], type: standard, standard, parameters: new Map(), start: 0, end: 0, children: [] };
}

/** The first header of a name, which is in lower case. */
export function headerOf({ headers }: Pick<MimePart, 'headers'>, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.raw;
}
