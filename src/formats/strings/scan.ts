export type StringEncoding = 'ascii' | 'utf16';

/**
 * One run of printable characters: where it begins, how many characters it has, and a function that gives its text,
 * cut to the scanner's limit. The function may be called during the visit only.
 */
export type StringVisitor = (encoding: StringEncoding, offset: number, length: number, text: () => string) => void;

export interface StringScanOptions {
  /** Shortest run that counts, in characters. */
  minimum?: number;
  /** Longest text that is given, in characters; a run counts whole. */
  longest?: number;
}

/** No chain is open: nothing can follow on it. */
const NONE = -2;

/** 0x1f to 0x7e, as Cuckoo has it: US-ASCII without tab and line ends, and with the unit separator. */
const PRINTABLE = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x1f && byte <= 0x7e ? 1 : 0));

/**
 * Finds runs of printable characters in bytes that come in pieces, as ASCII and as UTF-16LE at any alignment. Each
 * encoding is told in the order of the bytes; where the pieces are cut makes no difference. Memory depends on
 * `longest` only.
 */
export class StringScanner {
  readonly #visit: StringVisitor;
  readonly #minimum: number;
  readonly #longest: number;
  /** Position of the piece at hand, and its bytes. */
  #base = 0;
  #bytes: Buffer = Buffer.alloc(0);
  /** Printable bytes right before the next one. */
  #run = 0;
  /** UTF-16 characters of the chain that may go on, and where it ends, counted from the next piece. */
  #pairs = 0;
  #pairEnd = NONE;
  /** The last byte of the piece before. */
  #last = 0;
  /** What an open run, and an open chain, had in earlier pieces. */
  #runText = '';
  #pairText = '';
  /** What `text` gives. */
  #start = 0;
  #count = 0;
  #isWide = false;
  readonly #text = () => this.#slice();

  constructor(visit: StringVisitor, options: StringScanOptions = {}) {
    this.#visit = visit;
    this.#minimum = Math.max(1, options.minimum ?? 6);
    this.#longest = Math.max(1, options.longest ?? 1024);
  }

  push(piece: Uint8Array): void {
    const { length } = piece;
    if (length === 0) return;
    this.#bytes = Buffer.from(piece.buffer, piece.byteOffset, length);
    const minimum = this.#minimum;
    let run = this.#run;
    for (let i = 0; i < length; i++) {
      const byte = piece[i]!;
      if (PRINTABLE[byte] === 1) {
        run++;
        continue;
      }
      if (run === 0) continue;
      if (run >= minimum) this.#ascii(i - run, run);
      if (byte === 0) this.#pair(i);
      run = 0;
    }
    const pairEnd = this.#pairEnd;
    const isOpen = pairEnd === length || (pairEnd === length - 1 && run > 0);
    if (!isOpen) this.#endChain();
    this.#keep(run, length);
    this.#base += length;
    this.#run = run;
    this.#pairEnd = isOpen ? pairEnd - length : NONE;
    this.#last = piece[length - 1]!;
  }

  /** Tells what reached to the end. */
  finish(): void {
    this.#bytes = Buffer.alloc(0);
    if (this.#run >= this.#minimum) this.#ascii(-this.#run, this.#run);
    this.#run = 0;
    this.#endChain();
  }

  /** A printable byte followed by a NUL, which stands at `end`. */
  #pair(end: number): void {
    if (this.#pairEnd !== end - 1) this.#endChain();
    if (end === 0 && this.#pairText.length < this.#longest) this.#pairText += String.fromCharCode(this.#last);
    this.#pairs++;
    this.#pairEnd = end + 1;
  }

  #endChain(): void {
    if (this.#pairs >= this.#minimum) {
      this.#select(this.#pairEnd - this.#pairs * 2, this.#pairs, true);
      this.#visit('utf16', this.#base + this.#start, this.#count, this.#text);
    }
    this.#pairs = 0;
    this.#pairEnd = NONE;
    this.#pairText = '';
  }

  #ascii(start: number, count: number): void {
    this.#select(start, count, false);
    this.#visit('ascii', this.#base + start, count, this.#text);
  }

  #select(start: number, count: number, isWide: boolean): void {
    this.#start = start;
    this.#count = count;
    this.#isWide = isWide;
  }

  /** Keeps the text of what is still open, as the bytes of the piece will be gone. */
  #keep(run: number, length: number): void {
    this.#select(length - run, run, false);
    this.#runText = run === 0 ? '' : this.#slice();
    if (this.#pairs === 0) return;
    this.#select(this.#pairEnd - this.#pairs * 2, this.#pairs, true);
    this.#pairText = this.#slice();
  }

  #slice(): string {
    const wanted = Math.min(this.#count, this.#longest);
    const step = this.#isWide ? 2 : 1;
    if (this.#start >= 0) return this.#read(this.#start, wanted * step);
    const before = Math.ceil(-this.#start / step);
    const known = this.#isWide ? this.#pairText : this.#runText;
    if (before >= wanted) return known.slice(0, wanted);
    return known + this.#read(this.#start + before * step, (wanted - before) * step);
  }

  #read(from: number, size: number): string {
    return this.#bytes.toString(this.#isWide ? 'utf16le' : 'latin1', from, from + size);
  }
}
