/** Text inside other text: how it is found, taken out, and put back. */
interface Encoding {
  runs: RegExp;
  /** Undefined where the run is no such text after all. */
  decode(run: string): string | undefined;
  encode(text: string, run: string): string;
}

const SHORTEST = 8;

/** A byte for each character. */
const latin1 = (text: string) => Buffer.from(text, 'latin1');

const ENCODINGS: readonly Encoding[] = [
  {
    runs: /(?:[0-9a-f]{2}){6,}/gi,
    decode: (run) => latin1Of(Buffer.from(run, 'hex')),
    encode: (text, run) => {
      const hex = latin1(text).toString('hex');
      return /[A-F]/.test(run) ? hex.toUpperCase() : hex;
    },
  },
  {
    runs: /[\w.~%-]{4,}/g,
    decode: (run) =>
      /%[0-9a-f]{2}/i.test(run)
        ? run.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : undefined,
    encode: (text) =>
      text.replace(/[^\w.~-]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`),
  },
  {
    runs: /[A-Za-z0-9+/_-]{16,}={0,2}/g,
    decode: (run) => (/^[0-9a-f]+$/i.test(run) ? undefined : latin1Of(Buffer.from(run, 'base64'))),
    encode: (text, run) => {
      const url = /[-_]/.test(run) && !/[+/]/.test(run);
      const whole = latin1(text).toString(url ? 'base64url' : 'base64');
      return run.endsWith('=') ? whole : whole.replace(/=+$/, '');
    },
  },
  {
    // As CAPE prints UTF-16, and as escapes in scripts.
    runs: /(?:[\x20-\x5b\x5d-\x7e]\\(?:x00|u0000|0)(?!\d)){3,}[\x20-\x5b\x5d-\x7e]?/g,
    decode: (run) => run.replace(/\\(?:x00|u0000|0)/g, ''),
    encode: (text, run) => {
      const nul = /\\(?:x00|u0000|0)/.exec(run)![0];
      return [...text].join(nul) + (run.endsWith(nul) ? nul : '');
    },
  },
  {
    runs: /(?:\\x[0-9a-f]{2}|\\u00[0-9a-f]{2}){4,}/gi,
    decode: (run) =>
      run.replace(/\\(?:x|u00)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    encode: (text, run) =>
      [...text]
        .map((char) => (/^\\x/i.test(run) ? '\\x' : '\\u00') + char.charCodeAt(0).toString(16).padStart(2, '0'))
        .join(''),
  },
];

/** UTF-16 of which each byte became a character. */
const WIDE = /(?:[\x20-\x7e\xa0-\xff]\0){3,}[\x20-\x7e\xa0-\xff]?/g;

/** What stands inside: `inner` is shown every decoded piece, and what it changes is put back in the same code. */
export function replaceEncoded(text: string, inner: (text: string) => string, depth = 2): string {
  const wide = text.includes('\0') ? replaceWide(text, inner) : text;
  if (depth === 0 || wide.length < SHORTEST) return wide;
  let out = wide;
  for (const { runs, decode, encode } of ENCODINGS) {
    out = out.replace(runs, (run) => {
      const decoded = decode(run);
      if (decoded === undefined) return run;
      const changed = replaceEncoded(inner(decoded), inner, depth - 1);
      return changed === decoded ? run : encode(changed, run);
    });
  }
  return out;
}

function replaceWide(text: string, inner: (text: string) => string): string {
  return text.replace(WIDE, (run) => {
    const narrow = run.replaceAll('\0', '');
    const changed = inner(narrow);
    if (changed === narrow) return run;
    return [...changed].join('\0') + (run.endsWith('\0') ? '\0' : '');
  });
}

function latin1Of(bytes: Buffer): string {
  return bytes.toString('latin1');
}
