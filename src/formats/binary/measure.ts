import { createHash } from 'node:crypto';
import type { RandomAccess } from './random-access.ts';

export interface Measure {
  /** Shannon entropy in bits for each byte, 0 to 8. */
  entropy: number;
  md5: string;
}

/** Entropy and MD5 of a range, as far as the file has it. */
export function measure(file: RandomAccess, at: number, length: number): Measure {
  const counts = new Uint32Array(256);
  const hash = createHash('md5');
  let size = 0;
  for (const piece of file.pieces(at, length)) {
    hash.update(piece);
    for (let i = 0; i < piece.length; i++) counts[piece[i]!]!++;
    size += piece.length;
  }
  return { entropy: entropyOf(counts, size), md5: hash.digest('hex') };
}

export function entropyOf(counts: Uint32Array, size: number): number {
  let entropy = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const share = count / size;
    entropy -= share * (Math.log(share) / Math.LN2);
  }
  return entropy;
}
