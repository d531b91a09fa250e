import { type PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue } from './values.ts';

/** Thrown where a value can't go on: the data end, values are nested too deep, or the budget is used up. */
export class NotPdf extends Error {}

/** How many bytes may be looked at in all; values that never end would otherwise be read over and over. */
export interface Budget {
  left: number;
}

const DEPTH = 64;
const ITEMS = 100_000;

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0;

/** Bytes that end a name, a number or a word. */
const ENDS = new Uint8Array(256);
for (const char of '\0\t\n\f\r ()<>[]{}/%') ENDS[char.charCodeAt(0)] = 1;

/** Reads values one after the other, as leniently as viewers do. */
export class PdfParser {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;
  readonly #budget: Budget;

  constructor(bytes: Buffer, at: number, end: number, budget: Budget) {
    this.bytes = bytes;
    this.at = at;
    this.end = Math.min(end, bytes.length);
    this.#budget = budget;
  }

  /** Undefined where what stands here is no value. */
  value(depth = 0): PdfValue | undefined {
    if (depth > DEPTH) throw new NotPdf(`values are nested more than ${DEPTH} deep`);
    this.skipSpace();
    const start = this.at;
    const byte = this.bytes[start];
    if (start >= this.end || byte === undefined) throw new NotPdf('the file ends where a value should be');
    switch (byte) {
      case 0x2f:
        return new PdfName(this.#name());
      case 0x28:
        return this.#string();
      case 0x3c:
        return this.bytes[start + 1] === 0x3c ? this.#dictionary(depth) : this.#hexString();
      case 0x5b:
        return this.#array(depth);
    }
    if ((byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e) {
      return this.#numberOrReference();
    }
    switch (this.word()) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
    }
    this.at = start;
    return undefined;
  }

  /** Letters up to a delimiter; empty where there are none. */
  word(): string {
    this.skipSpace();
    const start = this.at;
    while (this.at < this.end && this.at - start < 64 && ENDS[this.bytes[this.at]!] === 0) this.at++;
    return this.bytes.toString('latin1', start, this.at);
  }

  skipSpace(): void {
    const start = this.at;
    for (;;) {
      const byte = this.bytes[this.at];
      if (this.at >= this.end) break;
      if (byte === 0x25) {
        while (this.at < this.end && this.bytes[this.at] !== 0x0a && this.bytes[this.at] !== 0x0d) this.at++;
      } else if (isSpace(byte)) this.at++;
      else break;
    }
    this.#spend(this.at - start);
  }

  #spend(bytes: number): void {
    this.#budget.left -= bytes + 1;
    if (this.#budget.left < 0) throw new NotPdf('the budget is used up');
  }

  #name(): string {
    const start = ++this.at;
    while (this.at < this.end && ENDS[this.bytes[this.at]!] === 0) this.at++;
    this.#spend(this.at - start);
    const raw = this.bytes.toString('latin1', start, Math.min(this.at, start + 1024));
    if (!raw.includes('#')) return raw;
    return raw.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }

  #numberOrReference(): number | PdfReference | undefined {
    const value = this.#number();
    if (value === undefined || !Number.isInteger(value) || value < 0) return value;
    // Two integers and an R are a reference.
    const after = this.at;
    this.skipSpace();
    if (isDigit(this.bytes[this.at]) && this.at > after) {
      const generation = this.#number();
      this.skipSpace();
      if (
        this.bytes[this.at] === 0x52 &&
        generation !== undefined &&
        Number.isInteger(generation) &&
        this.#endsAt(this.at + 1)
      ) {
        this.at++;
        return new PdfReference(value, generation);
      }
    }
    this.at = after;
    return value;
  }

  #endsAt(at: number): boolean {
    return at >= this.end || ENDS[this.bytes[at]!] === 1;
  }

  #number(): number | undefined {
    const start = this.at;
    while (this.at < this.end && this.at - start < 32 && ENDS[this.bytes[this.at]!] === 0) this.at++;
    this.#spend(this.at - start);
    const text = this.bytes.toString('latin1', start, this.at);
    const number = Number(text);
    if (Number.isFinite(number)) return number;
    // Viewers take what they can of a number: "1-2" is 1.
    const leading = /^[+-]?\d{0,15}(?:\.\d{0,15})?/.exec(text)?.[0] ?? '';
    if (leading === '') {
      this.at = start;
      return undefined;
    }
    this.at = start + leading.length;
    return Number(leading) || 0;
  }

  #string(): PdfString | undefined {
    const start = ++this.at;
    let depth = 1;
    let isPlain = true;
    let stop = start;
    for (; stop < this.end; stop++) {
      const byte = this.bytes[stop]!;
      if (byte === 0x28) depth++;
      else if (byte === 0x29 && --depth === 0) break;
      else if (byte === 0x5c) {
        isPlain = false;
        stop++;
      } else if (byte === 0x0d) isPlain = false;
    }
    this.#spend(stop - start);
    // A text that never ends is none.
    if (depth > 0) {
      this.at = start - 1;
      return undefined;
    }
    this.at = stop + 1;
    const raw = this.bytes.subarray(start, stop);
    return new PdfString(isPlain ? raw : unescaped(raw));
  }

  #hexString(): PdfString {
    const start = ++this.at;
    let stop = this.bytes.indexOf(0x3e, start);
    if (stop < 0 || stop >= this.end) stop = this.end;
    this.#spend(stop - start);
    const digits = this.bytes.toString('latin1', start, stop).replace(/[^0-9a-fA-F]/g, '');
    this.at = Math.min(stop + 1, this.end);
    return new PdfString(Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex'));
  }

  #array(depth: number): PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at >= this.end) return items;
      if (this.bytes[this.at] === 0x5d) {
        this.at++;
        return items;
      }
      if (this.#isAtEnd()) return items;
      const item = this.#valueOrSkip(depth);
      if (item !== undefined && items.length < ITEMS) items.push(item);
    }
  }

  #dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const dictionary: PdfDictionary = new Map();
    for (;;) {
      this.skipSpace();
      if (this.at >= this.end) return dictionary;
      if (this.bytes[this.at] === 0x3e) {
        this.at += this.bytes[this.at + 1] === 0x3e ? 2 : 1;
        return dictionary;
      }
      if (this.bytes[this.at] !== 0x2f) {
        if (this.#isAtEnd()) return dictionary;
        this.#valueOrSkip(depth);
        continue;
      }
      const key = this.#name();
      this.skipSpace();
      // A key right before another, or before the end, has no value.
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) continue;
      const value = this.#valueOrSkip(depth);
      if (value !== undefined && dictionary.size < ITEMS) dictionary.set(key, value);
    }
  }

  /** A value; what is none is passed over, one word or byte of it. */
  #valueOrSkip(depth: number): PdfValue | undefined {
    const value = this.value(depth + 1);
    if (value !== undefined) return value;
    if (this.word() === '') this.at++;
    this.#spend(1);
    return undefined;
  }

  /** Whether the object is over although something in it was never closed. */
  #isAtEnd(): boolean {
    const { bytes, at } = this;
    if (bytes[at] !== 0x65 && bytes[at] !== 0x73) return false;
    const word = bytes.toString('latin1', at, at + 9);
    return word.startsWith('endobj') || word.startsWith('stream') || word.startsWith('endstream');
  }
}

const LETTERS: { readonly [letter: number]: number } = { 110: 0x0a, 114: 0x0d, 116: 0x09, 98: 0x08, 102: 0x0c };

/** Undoes escapes; a line break of any kind is a line feed, and none behind a backslash. */
function unescaped(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let size = 0;
  for (let at = 0; at < raw.length; ) {
    let byte = raw[at++]!;
    if (byte === 0x0d) {
      if (raw[at] === 0x0a) at++;
      byte = 0x0a;
    } else if (byte === 0x5c) {
      const next = raw[at++];
      if (next === undefined || next === 0x0a) continue;
      if (next === 0x0d) {
        if (raw[at] === 0x0a) at++;
        continue;
      }
      if (next >= 0x30 && next <= 0x37) {
        byte = next - 0x30;
        for (let i = 0; i < 2 && raw[at]! >= 0x30 && raw[at]! <= 0x37; i++) byte = byte * 8 + raw[at++]! - 0x30;
      } else byte = LETTERS[next] ?? next;
    }
    out[size++] = byte & 0xff;
  }
  return out.subarray(0, size);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
