import { isUtf8 } from 'node:buffer';

/** What `decodeText` met. */
export const TextFlags = { badUtf8: 1, badText: 2 } as const;

const NAMED: { [code: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The text of a JSON string whose bytes without quotes are `bytes[from..to)`. Escapes of lone surrogates stay lone
 * surrogates; what is no escape stays as it stands.
 */
export function decodeText(bytes: Buffer, from: number, to: number, escaped: boolean): { text: string; flags: number } {
  const text = bytes.toString('utf8', from, to);
  const flags = text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)) ? TextFlags.badUtf8 : 0;
  if (!escaped) return { text, flags };
  try {
    return { text: JSON.parse(`"${text}"`) as string, flags };
  } catch {
    const lenient = decodeEscapes(text);
    return { text: lenient.text, flags: flags | lenient.flags };
  }
}

/** Does not grow with the number of escapes: a hostile string can hold a hundred million of them. */
function decodeEscapes(text: string): { text: string; flags: number } {
  const pieces: string[] = [];
  const units = new Uint16Array(16 * 1024);
  let count = 0;
  let flags = 0;
  const put = (unit: number): void => {
    units[count++] = unit;
    if (count < units.length) return;
    pieces.push(String.fromCharCode(...units));
    count = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x5c) {
      put(unit);
      continue;
    }
    const code = text[i + 1] ?? '';
    const named = NAMED[code];
    const four = code === 'u' ? text.slice(i + 2, i + 6) : '';
    if (named !== undefined) {
      put(named.charCodeAt(0));
      i++;
    } else if (/^[0-9a-fA-F]{4}$/.test(four)) {
      put(Number.parseInt(four, 16));
      i += 5;
    } else {
      flags |= TextFlags.badText;
      put(unit);
    }
  }
  pieces.push(String.fromCharCode(...units.subarray(0, count)));
  return { text: pieces.join(''), flags };
}
