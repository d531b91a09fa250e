import type { ByteSource } from '../../util/byte-source.ts';

export interface TextLine {
  /** From 1 on. */
  number: number;
  /** Without its end; undefined where it is longer than allowed. */
  text: string | undefined;
}

export interface TextLinesOptions {
  /** Longest line, in bytes. */
  longest?: number;
  signal?: AbortSignal;
}

const CHUNK = 256 * 1024;
const LONGEST = 1 << 20;
const NEWLINE = 10;

/**
 * The lines of a text in UTF-8, empty ones too, in memory that depends on the longest line only. A line that is too
 * long is passed over and told without its text. Throws the signal's reason, and whatever reading throws.
 */
export function* readTextLines(source: ByteSource, options: TextLinesOptions = {}): Generator<TextLine, void> {
  const longest = options.longest ?? LONGEST;
  const buffer = Buffer.alloc(Math.min(CHUNK, Math.max(1, source.size)));
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const take = (): TextLine => {
    const bytes = Buffer.concat(parts);
    const isWhole = length <= longest;
    parts = [];
    length = 0;
    const text = bytes.at(-1) === 13 ? bytes.toString('utf8', 0, bytes.length - 1) : bytes.toString('utf8');
    return { number: number++, text: isWhole ? text : undefined };
  };
  const add = (bytes: Buffer) => {
    length += bytes.length;
    if (length <= longest) parts.push(Buffer.from(bytes));
    else parts = [];
  };
  for (let at = 0; at < source.size; ) {
    options.signal?.throwIfAborted();
    const got = source.read(buffer, at);
    if (got === 0) break;
    at += got;
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end >= 0 && end < got; end = buffer.indexOf(NEWLINE, start)) {
      add(buffer.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < got) add(buffer.subarray(start, got));
  }
  if (length > 0) yield take();
}
