import { isUtf8 } from 'node:buffer';

export interface ScriptText {
  text: string;
  /** `utf-8`, `utf-16le`, `utf-16be`, `ascii` or `windows-1252`. */
  encoding: string;
}

/** The text of a script, by its mark or by where its zeros are. */
export function decodeScriptText(bytes: Buffer): ScriptText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: wide(bytes.subarray(2)), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: wide(swapped(bytes.subarray(2))), encoding: 'utf-16be' };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: bytes.toString('utf8', 3), encoding: 'utf-8' };
  const head = bytes.subarray(0, 1024);
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2]!++;
  if (zeros[1]! > head.length * 0.3 && zeros[0]! < head.length * 0.05)
    return { text: wide(bytes), encoding: 'utf-16le' };
  if (zeros[0]! > head.length * 0.3 && zeros[1]! < head.length * 0.05)
    return { text: wide(swapped(bytes)), encoding: 'utf-16be' };
  if (!isUtf8(bytes)) return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  const text = bytes.toString('utf8');
  return { text, encoding: text.length === bytes.length ? 'ascii' : 'utf-8' };
}

const wide = (bytes: Buffer): string => bytes.toString('utf16le');
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
