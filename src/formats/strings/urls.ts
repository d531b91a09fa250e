import { urlAt } from '../indicators/find.ts';

/** Longest URL that is looked for, in characters. */
const LONGEST = 2048;
const MARK = Buffer.from('://');
const WIDE_MARK = Buffer.from('://', 'utf16le');
/** What stands before the mark: a scheme and, in a chain of letters, a little more. */
const BEFORE = 16;

/**
 * Finds URLs in bytes that come in pieces, in ASCII and UTF-16LE, each once, at most `limit`. One that is longer than
 * 2048 characters is cut.
 */
export class UrlScanner {
  readonly urls = new Set<string>();
  readonly #limit: number;
  /** Whether there was one more than the limit. */
  isFull = false;
  #tail: Buffer = Buffer.alloc(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#tail, piece]);
    // A URL that may go on in the next piece is taken there.
    const settled = Math.max(0, bytes.length - LONGEST * 2);
    this.#search(bytes, settled);
    this.#tail = Buffer.from(bytes.subarray(Math.max(0, settled - BEFORE * 2)));
    this.#from = settled - Math.max(0, settled - BEFORE * 2);
  }

  finish(): void {
    this.#search(this.#tail, this.#tail.length);
    this.#tail = Buffer.alloc(0);
  }

  /** Marks before this place were seen in an earlier piece. */
  #from = 0;

  #search(bytes: Buffer, end: number): void {
    for (const [mark, encoding, width] of [
      [MARK, 'latin1', 1],
      [WIDE_MARK, 'utf16le', 2],
    ] as const) {
      for (let at = bytes.indexOf(mark, this.#from); at >= 0 && at < end; at = bytes.indexOf(mark, at + mark.length)) {
        if (this.isFull) return;
        const start = Math.max(at % width, at - BEFORE * width);
        this.#take(bytes.toString(encoding, start, at + LONGEST * width), (at - start) / width);
      }
    }
  }

  #take(text: string, mark: number): void {
    const other = text.slice(mark).search(/[^\x21-\x7e]/);
    const plain = other < 0 ? text : text.slice(0, mark + other);
    const found = urlAt(plain, mark);
    const url = found && plain.slice(found.start, found.end);
    if (url === undefined || this.urls.has(url)) return;
    if (this.urls.size >= this.#limit) this.isFull = true;
    else this.urls.add(url);
  }
}
