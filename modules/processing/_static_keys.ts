import type { ByteSource } from 'ovoscope';
import { RandomAccess } from 'ovoscope/formats';

const START = Buffer.from('-----BEGIN ');
const ARMOUR = /^-----BEGIN (PUBLIC KEY|RSA PRIVATE KEY)-----/;
const KEY_LIMIT = 16 << 10;
const COUNT_LIMIT = 64;
/** Beginnings that are looked at; a file may be nothing but beginnings. */
const TRIES = 1024;
const PIECE = 4 << 20;
const OVERLAP = 64;

/** Public keys and private RSA keys in PEM armour, each once, in the order of the file. */
export function pemKeys(source: ByteSource): string[] {
  const file = new RandomAccess(source);
  const keys = new Set<string>();
  let tries = 0;
  for (let at = 0; at < file.size; at += PIECE) {
    const bytes = file.part(at, PIECE + OVERLAP);
    for (let i = bytes.indexOf(START); i >= 0 && i < PIECE; i = bytes.indexOf(START, i + START.length)) {
      const kind = ARMOUR.exec(bytes.toString('latin1', i, i + OVERLAP))?.[1];
      if (kind === undefined) continue;
      if (keys.size >= COUNT_LIMIT || ++tries > TRIES) return [...keys];
      const text = file.part(at + i, KEY_LIMIT).toString('latin1');
      const end = `-----END ${kind}-----`;
      const stop = text.indexOf(end);
      if (stop >= 0) keys.add(text.slice(0, stop + end.length));
    }
  }
  return [...keys];
}
