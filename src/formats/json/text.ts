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
  let text = bytes.toString('utf8', from, to);
  let flags = text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)) ? TextFlags.badUtf8 : 0;
  if (escaped) {
    try {
      return { text: JSON.parse(`"${text}"`) as string, flags };
    } catch {
      text = text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (all: string, code: string) => {
        if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
        const named = NAMED[code];
        if (named === undefined) flags |= TextFlags.badText;
        return named ?? all;
      });
    }
  }
  return { text, flags };
}
