import { isUtf8 } from 'node:buffer';

const decoders = new Map<string, TextDecoder | undefined>();
/** Different names of character sets that are kept; a message may make up any number. */
const MOST_DECODERS = 64;

/** Text in a character set by its name in mail; where that is unknown, in UTF-8 or else Windows-1252. */
export function decodeCharset(bytes: Uint8Array, charset: string | null | undefined): string {
  const label = (charset ?? '').toLowerCase().replace(/^"|"$/g, '').trim();
  if (label === '' || label === 'us-ascii' || label === 'utf-8' || label === 'utf8' || label === 'ascii')
    return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
  if (!decoders.has(label)) {
    if (decoders.size >= MOST_DECODERS) decoders.clear();
    decoders.set(label, decoderOf(label));
  }
  return (decoders.get(label) ?? new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252')).decode(bytes);
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(/^cp\d{3,4}$/.test(label) ? `windows-${label.slice(2)}` : label);
  } catch {
    return undefined;
  }
}

const WORD = /=\?([^?\s]{1,64})\?([bBqQ])\?([^?]{0,65536})\?=/g;

/** A header's text with its encoded words decoded; `raw` has a character for each byte. */
export function decodeWords(raw: string): string {
  if (!raw.includes('=?')) return decodeRaw(raw);
  let text = '';
  let at = 0;
  // Bytes of neighbours may belong together: a character can be cut between two words.
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  const flush = () => {
    if (pending !== undefined) text += decodeCharset(Buffer.concat(pending.bytes), pending.charset);
    pending = undefined;
  };
  for (const found of raw.matchAll(WORD)) {
    const [whole, charset, encoding, content] = found as unknown as [string, string, string, string];
    const between = raw.slice(at, found.index);
    if (pending === undefined || between.trim() !== '') {
      flush();
      text += decodeRaw(between);
    }
    const name = charset.replace(/\*.*$/, '');
    if (pending !== undefined && pending.charset !== name) flush();
    pending ??= { charset: name, bytes: [] };
    pending.bytes.push(
      encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : decodeQ(content.replaceAll('_', ' ')),
    );
    at = found.index + whole.length;
  }
  flush();
  return text + decodeRaw(raw.slice(at));
}

function decodeRaw(raw: string): string {
  return /[\x80-\xff]/.test(raw) ? decodeCharset(Buffer.from(raw, 'latin1'), null) : raw;
}

/** `=XX`, or `%XX` where another mark is given; what is no number stays. */
export function decodeQ(text: string, mark = '='): Buffer {
  const out = Buffer.alloc(text.length);
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const value = text[i] === mark ? hexAt(text, i + 1) : -1;
    if (value >= 0) {
      out[used++] = value;
      i += 2;
    } else out[used++] = text.charCodeAt(i) & 0xff;
  }
  return out.subarray(0, used);
}

function hexAt(text: string, at: number): number {
  const high = digit(text.charCodeAt(at));
  const low = digit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** The value of a hexadecimal digit by its code; -1 for others. */
export function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
