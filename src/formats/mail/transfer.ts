import { digit } from './words.ts';

/** The bytes of a body in the transfer encoding that it names; those of unknown ones as they are. */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return decodeBase64(bytes);
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode': {
      const found = findUuencoded(bytes.toString('latin1'))[0];
      return found ? decodeUu(found.text) : bytes;
    }
    default:
      return bytes;
  }
}

/** As mail programs read it: other characters are passed over, and padding within is no end. */
function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const padding = text.indexOf('=');
  const isPlain = padding < 0 || !/[A-Za-z0-9+/]/.test(text.slice(padding));
  if (isPlain) return Buffer.from(text, 'base64');
  return Buffer.concat(text.split(/=+/).map((part) => Buffer.from(part, 'base64')));
}

function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let used = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x3d) {
      out[used++] = byte;
      continue;
    }
    const high = digit(bytes[i + 1] ?? 0);
    const low = digit(bytes[i + 2] ?? 0);
    if (high >= 0 && low >= 0) {
      out[used++] = high * 16 + low;
      i += 2;
      continue;
    }
    // A line goes on behind it, whatever blanks stand before its end.
    let end = i + 1;
    while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
    if (bytes[end] === 0x0d) end++;
    if (bytes[end] === 0x0a || end >= bytes.length) i = end;
    else out[used++] = byte;
  }
  return out.subarray(0, used);
}

const BEGIN = /^begin [0-7]{3,4} (.{1,255})$/gm;
const MOST = 100;

/** Files that stand in a text as `begin 644 name` … `end`. */
export function findUuencoded(text: string): { name: string; text: string }[] {
  const found: { name: string; text: string }[] = [];
  BEGIN.lastIndex = 0;
  for (let begin = BEGIN.exec(text); begin !== null && found.length < MOST; begin = BEGIN.exec(text)) {
    const start = text.indexOf('\n', begin.index) + 1;
    if (start === 0) break;
    // Lines say their length in the first character; words of a letter do not.
    const first = text.slice(start, start + 80).split('\n', 1)[0]!;
    const length = (first.charCodeAt(0) - 0x20) & 0x3f;
    if (Math.abs(Math.ceil(length / 3) * 4 + 1 - first.trimEnd().length) > 2) continue;
    const end = text.indexOf('\nend', start - 1);
    if (end < 0) break;
    found.push({ name: begin[1]!.trim(), text: text.slice(start, end) });
    BEGIN.lastIndex = end;
  }
  return found;
}

export function decodeUu(text: string): Buffer {
  const out = Buffer.alloc(Math.ceil(text.length * 0.75) + 3);
  let used = 0;
  for (let at = 0; at < text.length; ) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    let left = (text.charCodeAt(at) - 0x20) & 0x3f;
    for (let i = at + 1; i < end && left > 0; i += 4) {
      const six = (k: number) => (i + k < end ? (text.charCodeAt(i + k) - 0x20) & 0x3f : 0);
      const group = (six(0) << 18) | (six(1) << 12) | (six(2) << 6) | six(3);
      for (let k = 0; k < 3 && left > 0; k++, left--) out[used++] = (group >>> (16 - 8 * k)) & 0xff;
    }
    at = end + 1;
  }
  return out.subarray(0, used);
}
