const ESCAPED = /[^\t\n\r\x20-\x7e]/;

/** Text as Cuckoo prints it: what is not printable ASCII as `\x` and its code in hexadecimal. */
export function printable(text: string): string {
  if (!ESCAPED.test(text)) return text;
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    out += ESCAPED.test(character) ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  }
  return out;
}

export const printableBytes = (bytes: Uint8Array): string => printable(Buffer.from(bytes).toString('latin1'));

/** A list that does not grow beyond a limit, and counts what it leaves out. */
export class Limited<T> {
  readonly items: T[] = [];
  refused = 0;
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isFull(): boolean {
    return this.items.length >= this.limit;
  }

  push(item: T): boolean {
    if (this.isFull) {
      this.refused++;
      return false;
    }
    this.items.push(item);
    return true;
  }
}

/** Seconds since the first record. */
export const since = (first: number | undefined, time: number): number => time - (first ?? time);

const MAX_DEPTH = 64;

/** A line of JSON as its value; any other, and one that nests too deep, as it is. */
export function parsedLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return depthOf(value) > MAX_DEPTH ? line : value;
  } catch {
    return line;
  }
}

function depthOf(value: unknown, depth = 1): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  return Math.max(depth, ...Object.values(value).map((item) => depthOf(item, depth + 1)));
}
