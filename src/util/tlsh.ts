/**
 * Locality sensitive hashing as Oliver, Cheng and Chen described it ("TLSH: A Locality Sensitive Hash", 2013), in the
 * form that today's tools print: `T1` and 70 hexadecimal digits.
 *
 * A window of five bytes slides over the input; six of its triplets are hashed by Pearson's function, each with a
 * salt of its own, and counted in buckets. Which quartile each of the first 128 buckets lies in is the body of the
 * hash; a checksum, the logarithm of the length and two ratios of the quartiles are its head.
 */

/** The permutation of Pearson's "Fast hashing of variable-length text strings" (1990). */
const PEARSON = Uint8Array.of(
  ...[1, 87, 49, 12, 176, 178, 102, 166, 121, 193, 6, 84, 249, 230, 44, 163],
  ...[14, 197, 213, 181, 161, 85, 218, 80, 64, 239, 24, 226, 236, 142, 38, 200],
  ...[110, 177, 104, 103, 141, 253, 255, 50, 77, 101, 81, 18, 45, 96, 31, 222],
  ...[25, 107, 190, 70, 86, 237, 240, 34, 72, 242, 20, 214, 244, 227, 149, 235],
  ...[97, 234, 57, 22, 60, 250, 82, 175, 208, 5, 127, 199, 111, 62, 135, 248],
  ...[174, 169, 211, 58, 66, 154, 106, 195, 245, 171, 17, 187, 182, 179, 0, 243],
  ...[132, 56, 148, 75, 128, 133, 158, 100, 130, 126, 91, 13, 153, 246, 216, 219],
  ...[119, 68, 223, 78, 83, 88, 201, 99, 122, 11, 92, 32, 136, 114, 52, 10],
  ...[138, 30, 48, 183, 156, 35, 61, 26, 143, 74, 251, 94, 129, 162, 63, 152],
  ...[170, 7, 115, 167, 241, 206, 3, 150, 55, 59, 151, 220, 90, 53, 23, 131],
  ...[125, 173, 15, 238, 79, 95, 89, 16, 105, 137, 225, 224, 217, 160, 37, 123],
  ...[118, 73, 2, 157, 46, 116, 9, 145, 134, 228, 207, 212, 202, 215, 69, 229],
  ...[27, 188, 67, 124, 168, 252, 42, 4, 29, 108, 21, 247, 19, 205, 39, 203],
  ...[233, 40, 186, 147, 198, 192, 155, 33, 164, 191, 98, 204, 165, 180, 117, 76],
  ...[140, 36, 210, 172, 41, 54, 159, 8, 185, 232, 113, 196, 231, 47, 146, 120],
  ...[51, 65, 28, 144, 254, 221, 93, 189, 194, 139, 112, 43, 71, 109, 184, 209],
);

const BUCKETS = 128;
const WINDOW = 5;
/** Shorter inputs, and those that leave half of the buckets empty, have no hash. */
const SHORTEST = 50;

/** The first two steps of Pearson's function, for a salt and the newest byte of the window. */
function salted(salt: number): Uint8Array {
  return PEARSON.map((_, byte) => PEARSON[PEARSON[salt]! ^ byte]!);
}

const SUM = salted(0);
const [S2, S3, S5, S7, S11, S13] = [2, 3, 5, 7, 11, 13].map(salted) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** Computes the TLSH of bytes that come in pieces; memory does not depend on how many. */
export class Tlsh {
  readonly #buckets = new Uint32Array(256);
  #checksum = 0;
  #total = 0;
  // The bytes before the next one, the nearest first.
  #b1 = 0;
  #b2 = 0;
  #b3 = 0;
  #b4 = 0;

  update(bytes: Uint8Array): void {
    const buckets = this.#buckets;
    const pearson = PEARSON;
    let checksum = this.#checksum;
    let b1 = this.#b1;
    let b2 = this.#b2;
    let b3 = this.#b3;
    let b4 = this.#b4;
    const { length } = bytes;
    let i = 0;
    for (let missing = WINDOW - 1 - this.#total; i < length && i < missing; i++) {
      [b4, b3, b2, b1] = [b3, b2, b1, bytes[i]!];
    }
    for (; i < length; i++) {
      const b0 = bytes[i]!;
      checksum = pearson[pearson[SUM[b0]! ^ b1]! ^ checksum]!;
      buckets[pearson[pearson[S2[b0]! ^ b1]! ^ b2]!]!++;
      buckets[pearson[pearson[S3[b0]! ^ b1]! ^ b3]!]!++;
      buckets[pearson[pearson[S5[b0]! ^ b2]! ^ b3]!]!++;
      buckets[pearson[pearson[S7[b0]! ^ b2]! ^ b4]!]!++;
      buckets[pearson[pearson[S11[b0]! ^ b1]! ^ b4]!]!++;
      buckets[pearson[pearson[S13[b0]! ^ b3]! ^ b4]!]!++;
      b4 = b3;
      b3 = b2;
      b2 = b1;
      b1 = b0;
    }
    this.#checksum = checksum;
    this.#total += length;
    this.#b1 = b1;
    this.#b2 = b2;
    this.#b3 = b3;
    this.#b4 = b4;
  }

  /** `T1` and 70 upper-case digits; null where the input is too short or too uniform. Bytes can follow. */
  digest(): string | null {
    if (this.#total < SHORTEST) return null;
    const counts = this.#buckets.subarray(0, BUCKETS);
    const sorted = counts.toSorted();
    const [q1, q2, q3] = [31, 63, 95].map((place) => sorted[place]!) as [number, number, number];
    if (counts.reduce((used, count) => used + (count > 0 ? 1 : 0), 0) <= BUCKETS / 2 || q3 === 0) return null;
    const ratios = [q1, q2].map((q) => Math.floor(ratio(q, q3)) % 16) as [number, number];
    const body = new Uint8Array(BUCKETS / 4);
    for (const [bucket, count] of counts.entries()) {
      const quartile = count > q3 ? 3 : count > q2 ? 2 : count > q1 ? 1 : 0;
      // The last bucket comes first in the text.
      body[body.length - 1 - (bucket >> 2)]! |= quartile << ((bucket & 3) * 2);
    }
    const head = [swapped(this.#checksum), swapped(logLength(this.#total)), (ratios[0] << 4) | ratios[1]];
    return `T1${Buffer.of(...head, ...body)
      .toString('hex')
      .toUpperCase()}`;
  }
}

/** In per cent, in the single precision that the reference counts in. */
const ratio = (q: number, q3: number) => Math.fround(Math.fround(q * 100) / Math.fround(q3));

const swapped = (byte: number) => ((byte & 15) << 4) | (byte >> 4);

/** The logarithm of a length to a base that falls with it, in one byte. */
function logLength(length: number): number {
  if (length <= 656) return Math.floor(Math.log(length) / Math.log(1.5)) & 0xff;
  if (length <= 3199) return Math.floor(Math.log(length) / Math.log(1.3) - 8.72777) & 0xff;
  return Math.floor(Math.log(length) / Math.log(1.1) - 62.5472) & 0xff;
}

/** The TLSH of bytes that are in memory. */
export function tlsh(bytes: Uint8Array): string | null {
  const hash = new Tlsh();
  hash.update(bytes);
  return hash.digest();
}
