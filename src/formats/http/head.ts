import { latin1 } from '../pcap/bytes.ts';
import { type Budget, GrowingBuffer } from '../tcp/growing-buffer.ts';
import type { HttpHead } from './types.ts';

/** Longer heads are cut there, and what follows is not understood. */
const MAX_HEAD = 64 * 1024;

/** Collects the bytes of a head until the empty line. */
export class HeadCollector {
  readonly #bytes: GrowingBuffer;
  /** Bytes of the line that is being read, without line ends. */
  #line = 0;
  /** Why it cannot be collected: it is longer than heads may be, or there is no room for it. */
  trouble: string | undefined;

  constructor(budget: Budget) {
    this.#bytes = new GrowingBuffer(budget);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Where the head ends in `bytes`; -1 when it goes on. Empty lines before it are passed over. */
  push(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const feed = bytes.indexOf(10, at);
      const isWhole = feed >= 0 && feed < end;
      const stop = isWhole ? feed + 1 : end;
      if (this.#bytes.length + stop - at > MAX_HEAD) this.trouble = `a head of more than ${MAX_HEAD} bytes`;
      else if (!this.#bytes.append(bytes, at, stop)) this.trouble = 'no room for another head that is not whole';
      if (this.trouble !== undefined) return -1;
      if (!isWhole) {
        this.#line += end - at;
        return -1;
      }
      const line = this.#line + (feed - at);
      const isEmpty = line === 0 || (line === 1 && this.#bytes.byteAt(this.#bytes.length - 2) === 13);
      this.#line = 0;
      at = stop;
      if (!isEmpty) continue;
      if (this.#bytes.length > 2) return at;
      this.#bytes.clear();
    }
    return -1;
  }

  /** The bytes of the first line as far as they are there, and whether it is whole. */
  firstLine(): { text: string; isWhole: boolean } {
    const { bytes } = this.#bytes;
    const feed = bytes.indexOf(10);
    const end = feed < 0 ? bytes.length : feed;
    return { text: latin1(bytes, 0, end).replace(/\r$/, ''), isWhole: feed >= 0 };
  }

  /** What was collected, as text; it begins anew afterwards. */
  take(): string {
    const { bytes } = this.#bytes;
    const text = latin1(bytes, 0, bytes.length);
    this.#bytes.clear();
    this.#line = 0;
    this.trouble = undefined;
    return text;
  }
}

/** Reads a head; undefined when its first line has fewer than two words. */
export function parseHead(collected: string): HttpHead | undefined {
  const oddities: string[] = [];
  const text = withoutEnd(collected);
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const [first = '', second = '', ...rest] = words(lines[0]!);
  if (second === '') return undefined;
  if (text.includes('\0')) oddities.push('a NUL in a head');
  if (/\r[^\n]/.test(text)) oddities.push('a carriage return inside a header');
  if (/[^\r]\n/.test(text) && text.includes('\r\n')) oddities.push('line ends of two kinds in one head');
  const headers: [string, string][] = [];
  for (const line of lines.slice(1)) addHeader(line, headers, oddities);
  return { first, second, third: rest.join(' '), headers, text, oddities };
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return text.slice(0, end);
}

/** First and last word of a request line are certain; a target with blanks in it is odd, but is sent. */
function words(line: string): string[] {
  return line.split(/[ \t\v\f\r]+/).filter((word) => word !== '');
}

function addHeader(line: string, headers: [string, string][], oddities: string[]): void {
  const last = headers.at(-1);
  if (/^[ \t]/.test(line) && last) {
    oddities.push('a header over several lines');
    last[1] = `${last[1]} ${line.trim()}`;
    return;
  }
  const colon = line.indexOf(':');
  if (colon < 0) {
    if (line !== '') oddities.push('a header line without colon');
    return;
  }
  const name = line.slice(0, colon);
  if (/[ \t]$/.test(name)) oddities.push('a blank before the colon of a header');
  headers.push([name.trim(), line.slice(colon + 1).trim()]);
}

const ALWAYS_KEPT = new Set(['host', 'user-agent', 'content-type', 'content-encoding', 'server', 'location']);
const SHORT = 256;

/** The head as far as there is room for it: without room, its first line and some headers, shortened. */
export function keepHead(head: HttpHead, budget: Budget): HttpHead {
  const size = head.text.length + head.second.length;
  if (budget.take(size) === size) return new KeptHead(head);
  const headers = head.headers
    .filter(([name]) => ALWAYS_KEPT.has(name.toLowerCase()))
    .map(([name, value]) => [name, value.slice(0, SHORT)] as const);
  return {
    ...head,
    second: head.second.slice(0, SHORT),
    third: head.third.slice(0, SHORT),
    headers: headers.slice(0, 8),
    text: head.text.slice(0, SHORT),
  };
}

/** Reads the headers when somebody asks: in text they need a third of the memory. */
class KeptHead implements HttpHead {
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly text: string;
  readonly oddities: readonly string[];

  constructor({ first, second, third, text, oddities }: HttpHead) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.text = text;
    this.oddities = oddities;
  }

  get headers(): HttpHead['headers'] {
    return parseHead(this.text)?.headers ?? [];
  }
}
