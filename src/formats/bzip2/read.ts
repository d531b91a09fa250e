import type { ByteSource } from '../../util/byte-source.ts';
import { CHUNK } from '../../util/pace.ts';

/** The stream ends or becomes unreadable at `offset`; all that was yielded before is good but for the last block. */
export class Bzip2Damage extends Error {
  readonly offset: number;
  /** The input was over, rather than wrong. */
  readonly isCut: boolean;

  constructor(offset: number, what: string, isCut = false) {
    super(what);
    this.offset = offset;
    this.isCut = isCut;
  }
}

const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
const GROUP = 50;
const MAX_CODE = 20;

/**
 * Decompresses bzip2, several streams one after the other included. Each piece is valid until the next is taken.
 * Throws Bzip2Damage; what lies after the last stream is left alone.
 */
export function* bunzip2(source: ByteSource): Generator<Uint8Array> {
  const bits = new BitReader(source);
  for (let first = true; ; first = false) {
    if (!first && !bits.startsWith('BZh')) return;
    const level = readStreamHeader(bits);
    const block = new Uint32Array(level * 100_000);
    for (;;) {
      const magic = bits.take(24) * 0x100_0000 + bits.take(24);
      if (magic === END_MAGIC) break;
      if (magic !== BLOCK_MAGIC) throw bits.damage('no block begins where one should');
      yield* readBlock(bits, block);
    }
    bits.take(32);
    bits.align();
  }
}

function readStreamHeader(bits: BitReader): number {
  if (bits.take(24) !== 0x425a68) throw bits.damage('it does not begin as bzip2');
  const level = bits.take(8) - 0x30;
  if (level < 1 || level > 9) throw bits.damage('its block size is not 1 to 9');
  return level;
}

function* readBlock(bits: BitReader, block: Uint32Array): Generator<Uint8Array> {
  const wanted = bits.take(32);
  if (bits.take(1) === 1) throw bits.damage('a block is randomised, as only bzip2 before 1998 did');
  const origin = bits.take(24);
  const symbols = readSymbols(bits);
  const length = readMoveToFront(bits, symbols, block);
  if (origin >= length) throw bits.damage('a block begins beyond its end');
  invertTransform(block, length);
  const crc = yield* writeRuns(block, length, origin);
  if (crc !== wanted) throw bits.damage('the checksum of a block does not fit');
}

/** The bytes that occur in the block: a map of 16 ranges, then one of 16 bytes for each range that is used. */
function readSymbols(bits: BitReader): Uint8Array {
  const ranges = bits.take(16);
  const symbols: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const used = bits.take(16);
    for (let i = 0; i < 16; i++) if ((used & (0x8000 >> i)) !== 0) symbols.push(range * 16 + i);
  }
  if (symbols.length === 0) throw bits.damage('a block uses no bytes');
  return Uint8Array.from(symbols);
}

/** Canonical Huffman code: for each length, the largest code, and what to subtract to get an index into `order`. */
interface Code {
  limit: Int32Array;
  base: Int32Array;
  order: Uint16Array;
  shortest: number;
  longest: number;
}

function readCode(bits: BitReader, alphabet: number): Code {
  const lengths = new Uint8Array(alphabet);
  let length = bits.take(5);
  for (let symbol = 0; symbol < alphabet; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE) throw bits.damage('a code has an impossible length');
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return buildCode(lengths);
}

function buildCode(lengths: Uint8Array): Code {
  const counts = new Int32Array(MAX_CODE + 2);
  for (const length of lengths) counts[length]!++;
  const order = new Uint16Array(lengths.length);
  const limit = new Int32Array(MAX_CODE + 2).fill(-1);
  const base = new Int32Array(MAX_CODE + 2);
  let at = 0;
  let code = 0;
  for (let length = 1; length <= MAX_CODE; length++) {
    base[length] = code - at;
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) order[at++] = symbol;
    code += counts[length]!;
    limit[length] = code - 1;
    code <<= 1;
  }
  return {
    limit,
    base,
    order,
    shortest: lengths.reduce((a, b) => Math.min(a, b)),
    longest: lengths.reduce((a, b) => Math.max(a, b)),
  };
}

function readSymbol(bits: BitReader, code: Code): number {
  let length = code.shortest;
  let value = bits.take(length);
  while (value > code.limit[length]!) {
    if (++length > code.longest) throw bits.damage('a code is not in its table');
    value = (value << 1) | bits.take(1);
  }
  const index = value - code.base[length]!;
  if (index < 0 || index >= code.order.length) throw bits.damage('a code is not in its table');
  return code.order[index]!;
}

function readSelectors(bits: BitReader, groups: number): Uint8Array {
  const count = bits.take(15);
  if (count === 0) throw bits.damage('a block has no code tables');
  const recent = Uint8Array.from({ length: groups }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let rank = 0;
    while (bits.take(1) === 1) if (++rank >= groups) throw bits.damage('a block names a code table it does not have');
    selectors[i] = moveToFront(recent, rank);
  }
  return selectors;
}

function moveToFront(recent: Uint8Array, rank: number): number {
  const value = recent[rank]!;
  recent.copyWithin(1, 0, rank);
  recent[0] = value;
  return value;
}

/** Undoes Huffman, run length and move-to-front coding; returns how many bytes of the block there are. */
function readMoveToFront(bits: BitReader, recent: Uint8Array, block: Uint32Array): number {
  const alphabet = recent.length + 2;
  const endOfBlock = alphabet - 1;
  const groups = bits.take(3);
  if (groups < 2 || groups > 6) throw bits.damage('a block has not 2 to 6 code tables');
  const selectors = readSelectors(bits, groups);
  const codes = Array.from({ length: groups }, () => readCode(bits, alphabet));
  let length = 0;
  let run = 0;
  let runBit = 1;
  for (let decoded = 0; ; decoded++) {
    if (decoded >= selectors.length * GROUP) throw bits.damage('a block goes on beyond its code tables');
    const symbol = readSymbol(bits, codes[selectors[Math.floor(decoded / GROUP)]!]!);
    if (symbol <= 1) {
      run += runBit << symbol;
      runBit <<= 1;
      if (run > block.length) throw bits.damage('a run is longer than its block');
      continue;
    }
    if (length + run + 1 > block.length + (symbol === endOfBlock ? 1 : 0))
      throw bits.damage('a block is longer than it may be');
    if (run > 0) {
      block.fill(recent[0]!, length, length + run);
      length += run;
      run = 0;
      runBit = 1;
    }
    if (symbol === endOfBlock) return length;
    block[length++] = moveToFront(recent, symbol - 1);
  }
}

/** Turns the last column of the sorted rotations into links: each entry gets, above its byte, where the next one is. */
function invertTransform(block: Uint32Array, length: number): void {
  const starts = new Uint32Array(256);
  for (let i = 0; i < length; i++) starts[block[i]! & 0xff]!++;
  for (let value = 0, sum = 0; value < 256; value++) {
    const count = starts[value]!;
    starts[value] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) {
    const at = starts[block[i]! & 0xff]!++;
    block[at] = (block[at]! | (i << 8)) >>> 0;
  }
}

/** Follows the links and undoes the first run length coding: four equal bytes are followed by a count. Returns the CRC. */
function* writeRuns(block: Uint32Array, length: number, origin: number): Generator<Uint8Array, number> {
  const out = new Uint8Array(CHUNK);
  let used = 0;
  let crc = -1;
  let previous = -1;
  let equal = 0;
  let link = block[origin]! >>> 8;
  for (let i = 0; i < length; i++) {
    const entry = block[link]!;
    link = entry >>> 8;
    const value = entry & 0xff;
    let repeat = 1;
    if (equal === 4) {
      repeat = value;
      equal = 0;
      if (repeat === 0) continue;
    } else {
      equal = value === previous ? equal + 1 : 1;
      previous = value;
    }
    if (used + repeat > out.length) {
      yield out.subarray(0, used);
      used = 0;
    }
    for (; repeat > 0; repeat--) {
      out[used++] = previous;
      crc = (crc << 8) ^ CRC[((crc >>> 24) ^ previous) & 0xff]!;
    }
  }
  yield out.subarray(0, used);
  return ~crc >>> 0;
}

/** CRC-32 with the most significant bit first, which zlib's is not. */
const CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** Bits, the most significant of each byte first. */
class BitReader {
  readonly #source: ByteSource;
  readonly #buffer = new Uint8Array(CHUNK);
  #have = 0;
  #at = 0;
  #base = 0;
  #bits = 0;
  #count = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Up to 32 bits, as an unsigned number. */
  take(count: number): number {
    if (count > 24) return this.take(count - 16) * 0x1_0000 + this.take(16);
    while (this.#count < count) {
      if (this.#at === this.#have && !this.#fill()) throw this.damage('the file is over', true);
      // At most 24 bits are pending, so eight more fit below the sign.
      this.#bits = ((this.#bits << 8) | this.#buffer[this.#at++]!) >>> 0;
      this.#count += 8;
    }
    this.#count -= count;
    const value = this.#bits >>> this.#count;
    this.#bits &= (1 << this.#count) - 1;
    return value;
  }

  align(): void {
    this.#count = 0;
    this.#bits = 0;
  }

  /** Only at a byte boundary. */
  startsWith(text: string): boolean {
    const bytes = new Uint8Array(text.length);
    return (
      this.#source.read(bytes, this.#base + this.#at) === bytes.length && Buffer.from(bytes).toString('latin1') === text
    );
  }

  damage(what: string, isCut = false): Bzip2Damage {
    return new Bzip2Damage(this.#base + this.#at, what, isCut);
  }

  #fill(): boolean {
    this.#base += this.#have;
    this.#have = this.#source.read(this.#buffer, this.#base);
    this.#at = 0;
    return this.#have > 0;
  }
}
