import type { RandomAccess } from '../binary/random-access.ts';
import type { PeHeaders } from './headers.ts';

/** The checksum that Windows computes for drivers: of all 16-bit words but the field itself, folded, plus the size. */
export function computeChecksum(file: RandomAccess, headers: PeHeaders): number {
  // Exact: even 4 GB of 0xffff stay below 2^53.
  let sum = 0;
  let size = 0;
  for (const piece of file.pieces(0, file.size)) {
    let i = 0;
    if (size % 2 === 1) sum += piece[i++]! * 0x100;
    for (; i + 1 < piece.length; i += 2) sum += piece[i]! | (piece[i + 1]! << 8);
    if (i < piece.length) sum += piece[i]!;
    size += piece.length;
  }
  const field = headers.checksumOffset;
  for (let at = field; at < Math.min(size, field + 4); at++) sum -= file.u8(at) * (at % 2 === 0 ? 1 : 0x100);
  while (sum > 0xffff) sum = (sum % 0x1_0000) + Math.floor(sum / 0x1_0000);
  return (sum + size) >>> 0;
}
