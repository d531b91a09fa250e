const SIGNATURE = 1;
const CHUNK = 4096;

export interface Decompressed {
  bytes: Buffer;
  /** Why it is not whole. */
  damage?: string;
}

/**
 * Unpacks a compressed container of MS-OVBA 2.4.1: modules and the `dir` stream. What could be unpacked before damage
 * is kept; the rest after a damaged chunk as well, since chunks stand for themselves.
 */
export function decompressVba(packed: Uint8Array, limit: number): Decompressed {
  if (packed[0] !== SIGNATURE) return { bytes: Buffer.alloc(0), damage: 'it does not begin as a compressed container' };
  const parts: Buffer[] = [];
  let size = 0;
  let damage: string | undefined;
  let at = 1;
  while (at + 2 <= packed.length) {
    if (size >= limit) {
      damage = `it unpacks to more than ${limit} bytes`;
      break;
    }
    const header = packed[at]! | (packed[at + 1]! << 8);
    const length = (header & 0xfff) + 3;
    if (((header >> 12) & 7) !== 3) damage ??= 'a chunk has no signature';
    const end = Math.min(packed.length, at + length);
    if (at + length > packed.length) damage ??= 'its last chunk is cut';
    const chunk = (header & 0x8000) === 0 ? rawChunk(packed, at + 2) : inflateChunk(packed, at + 2, end);
    if (chunk.isDamaged) damage ??= 'a chunk copies from before its beginning';
    parts.push(chunk.bytes);
    size += chunk.bytes.length;
    at = (header & 0x8000) === 0 ? at + 2 + CHUNK : end;
  }
  const bytes = Buffer.concat(parts);
  return damage === undefined ? { bytes } : { bytes: bytes.subarray(0, limit), damage };
}

function rawChunk(packed: Uint8Array, at: number): { bytes: Buffer; isDamaged: boolean } {
  return { bytes: Buffer.from(packed.subarray(at, at + CHUNK)), isDamaged: false };
}

function inflateChunk(packed: Uint8Array, start: number, end: number): { bytes: Buffer; isDamaged: boolean } {
  const target = Buffer.alloc(CHUNK);
  let size = 0;
  let isDamaged = false;
  for (let at = start; at < end && size < CHUNK; ) {
    const flags = packed[at++]!;
    for (let bit = 0; bit < 8 && at < end && size < CHUNK; bit++) {
      if (((flags >> bit) & 1) === 0) {
        target[size++] = packed[at++]!;
        continue;
      }
      if (at + 2 > end) return { bytes: target.subarray(0, size), isDamaged: true };
      const token = packed[at]! | (packed[at + 1]! << 8);
      at += 2;
      const lengthBits = 16 - offsetBits(size);
      const length = Math.min((token & ((1 << lengthBits) - 1)) + 3, CHUNK - size);
      const from = size - (token >> lengthBits) - 1;
      if (from < 0) {
        isDamaged = true;
        size += length;
        continue;
      }
      // Byte by byte: what is copied may overlap what it becomes.
      for (let i = 0; i < length; i++) target[size + i] = target[from + i]!;
      size += length;
    }
  }
  return { bytes: target.subarray(0, size), isDamaged };
}

/** An offset has as many bits as reaching back to the beginning of the chunk needs, 4 to 12. */
function offsetBits(position: number): number {
  let bits = 4;
  while (bits < 12 && 1 << bits < position) bits++;
  return bits;
}
