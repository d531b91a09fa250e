/** Reads the names of one message. */
export class NameReader {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  /** Where the last name ended. */
  next = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /**
   * The name at `at`, without the final dot; the root is the empty text. Dots and backslashes inside labels, and
   * bytes that are no UTF-8 text, are written with a backslash. Undefined where no name can be read: pointers have to
   * lead backwards, and a name has at most 255 bytes, so that none goes in circles.
   */
  read(at: number, limit = this.#end): string | undefined {
    const bytes = this.#bytes;
    let text = '';
    let position = at;
    let length = 0;
    let end = -1;
    let lowest = at;
    for (;;) {
      if (position >= this.#end || (end < 0 && position >= limit)) return undefined;
      const first = bytes[position]!;
      if (first === 0) {
        this.next = end < 0 ? position + 1 : end;
        return text;
      }
      if (first >= 0xc0) {
        if (position + 2 > this.#end) return undefined;
        const target = this.#start + (((first & 0x3f) << 8) | bytes[position + 1]!);
        if (end < 0) end = position + 2;
        if (target >= lowest) return undefined;
        lowest = position = target;
        continue;
      }
      length += first + 1;
      if (first > 63 || length > 255 || position + 1 + first > this.#end) return undefined;
      if (text !== '') text += '.';
      text += label(bytes, position + 1, position + 1 + first);
      position += first + 1;
    }
  }
}

function label(bytes: Uint8Array, start: number, end: number): string {
  let isPlain = true;
  for (let at = start; at < end && isPlain; at++) {
    const byte = bytes[at]!;
    isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c;
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return isPlain ? buffer.toString('latin1') : escaped(buffer);
}

/** Bytes as text; what isn't UTF-8 as `\ddd`, its code in decimal. */
export function escaped(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const isUtf8 = !text.includes('\ufffd') && !/[\u0000-\u001f\u007f]/.test(text);
  if (isUtf8) return text.replace(/[.\\]/g, '\\$&');
  let out = '';
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f;
    const mark = byte === 0x2e || byte === 0x5c ? '\\' : '';
    out += isPlain ? mark + String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`;
  }
  return out;
}
