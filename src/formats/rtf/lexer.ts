/** What an RTF file is made of, in order. All may come in any number and at any place. */
export interface RtfVisitor {
  open(at: number): void;
  close(at: number): void;
  /** A control word in lower case; NaN where it has no number. */
  word(name: string, value: number, at: number): void;
  /** `\'hh`; the byte is NaN where what follows are no digits. */
  hex(byte: number): void;
  /** Another symbol after a backslash: `*`, `~`. */
  symbol(character: string): void;
  /** Bytes from `start` to `end` that are neither. */
  text(bytes: Buffer, start: number, end: number): void;
  /** Raw bytes behind `\bin`. */
  binary(bytes: Buffer, start: number, end: number): void;
}

const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** Word reads so many letters, and so many digits. */
const LONGEST = 250;

/** Walks through RTF once, as Word does: nothing it meets is an error. */
export function walkRtf(bytes: Buffer, visitor: RtfVisitor): void {
  let at = 0;
  while (at < bytes.length) {
    const code = bytes[at]!;
    if (code === OPEN) visitor.open(at++);
    else if (code === CLOSE) visitor.close(at++);
    else if (code === BACKSLASH) at = control(bytes, at, visitor);
    else {
      const end = textEnd(bytes, at);
      visitor.text(bytes, at, end);
      at = end;
    }
  }
}

function textEnd(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== BACKSLASH && bytes[at] !== OPEN && bytes[at] !== CLOSE) at++;
  return at;
}

const isLetter = (code: number | undefined): boolean =>
  code !== undefined && (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 0x30 && code <= 0x39;

function control(bytes: Buffer, start: number, visitor: RtfVisitor): number {
  let at = start + 1;
  if (!isLetter(bytes[at])) {
    if (at >= bytes.length) return at;
    if (bytes[at] === 0x27) {
      const byte = Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16);
      visitor.hex(/^[0-9a-f]{2}$/i.test(bytes.toString('latin1', at + 1, at + 3)) ? byte : Number.NaN);
      return Math.min(bytes.length, at + 3);
    }
    visitor.symbol(String.fromCharCode(bytes[at]!));
    return at + 1;
  }
  while (isLetter(bytes[at]) && at - start <= LONGEST) at++;
  const name = bytes.toString('latin1', start + 1, at).toLowerCase();
  const numberAt = at;
  if (bytes[at] === 0x2d) at++;
  const digitsAt = at;
  while (isDigit(bytes[at]) && at - digitsAt < LONGEST) at++;
  const value = at > digitsAt ? Number(bytes.toString('latin1', numberAt, at)) : Number.NaN;
  if (bytes[at] === 0x20) at++;
  visitor.word(name, value, start);
  if (name !== 'bin') return at;
  const end = Math.min(bytes.length, at + (value > 0 ? value : 0));
  if (end > at) visitor.binary(bytes, at, end);
  return end;
}
