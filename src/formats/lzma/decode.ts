/** An LZMA stream that cannot be decoded, or not to its end. */
export class LzmaDamage extends Error {}

const BITS = 11;
const HALF = 1 << (BITS - 1);
const STATES = 12;

/**
 * Decodes a raw LZMA stream of `size` bytes. `properties` are its five bytes: how contexts are made, and the size of
 * the dictionary, which is not allocated. Throws LzmaDamage.
 */
export function decodeLzma(input: Buffer, properties: Buffer, size: number): Buffer {
  if (properties.length < 5 || properties[0]! >= 9 * 5 * 5) throw new LzmaDamage('its properties are none of LZMA');
  return new Decoder(input, properties[0]!, Buffer.alloc(size)).run();
}

class Decoder {
  readonly #input: Buffer;
  readonly #out: Buffer;
  readonly #lc: number;
  readonly #lpMask: number;
  readonly #pbMask: number;
  #at = 5;
  #range = 0xffffffff;
  #code: number;
  readonly #literal: Uint16Array;
  readonly #isMatch = probabilities(STATES << 4);
  readonly #isRep = probabilities(STATES);
  readonly #isRep0 = probabilities(STATES);
  readonly #isRep1 = probabilities(STATES);
  readonly #isRep2 = probabilities(STATES);
  readonly #isRep0Long = probabilities(STATES << 4);
  readonly #slots = Array.from({ length: 4 }, () => probabilities(64));
  readonly #special = probabilities(1 + 128 - 14);
  readonly #align = probabilities(16);
  readonly #lengths = newLengths();
  readonly #repLengths = newLengths();

  constructor(input: Buffer, properties: number, out: Buffer) {
    if (input.length < 5 || input[0] !== 0) throw new LzmaDamage('its stream does not begin as one');
    this.#input = input;
    this.#out = out;
    this.#lc = properties % 9;
    const rest = Math.floor(properties / 9);
    const lp = rest % 5;
    this.#lpMask = (1 << lp) - 1;
    this.#pbMask = (1 << Math.floor(rest / 5)) - 1;
    this.#code = input.readUInt32BE(1);
    this.#literal = probabilities(0x300 << (this.#lc + lp));
  }

  run(): Buffer {
    const out = this.#out;
    let state = 0;
    let used = 0;
    const reps = [0, 0, 0, 0];
    while (used < out.length) {
      const place = used & this.#pbMask;
      if (this.#bit(this.#isMatch, (state << 4) + place) === 0) {
        out[used] = this.#literalAt(used, state, reps[0]!);
        used++;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let length: number;
      if (this.#bit(this.#isRep, state) === 0) {
        reps.pop();
        length = this.#length(this.#lengths, place);
        state = state < 7 ? 7 : 10;
        const distance = this.#distance(length);
        if (distance === 0xffffffff) break;
        reps.unshift(distance);
      } else {
        if (used === 0) throw new LzmaDamage('it repeats what is not there');
        if (this.#bit(this.#isRep0, state) === 0) {
          if (this.#bit(this.#isRep0Long, (state << 4) + place) === 0) {
            if (reps[0]! >= used) throw new LzmaDamage('it repeats what is not there');
            out[used] = out[used - reps[0]! - 1]!;
            used++;
            state = state < 7 ? 9 : 11;
            continue;
          }
        } else {
          const which = this.#bit(this.#isRep1, state) === 0 ? 1 : this.#bit(this.#isRep2, state) === 0 ? 2 : 3;
          reps.unshift(reps.splice(which, 1)[0]!);
        }
        length = this.#length(this.#repLengths, place);
        state = state < 7 ? 8 : 11;
      }
      const from = used - reps[0]! - 1;
      if (from < 0) throw new LzmaDamage('it repeats what is not there');
      const end = Math.min(out.length, used + length + 2);
      for (let i = from; used < end; i++) out[used++] = out[i]!;
    }
    return out.subarray(0, used);
  }

  #literalAt(used: number, state: number, rep: number): number {
    const out = this.#out;
    const before = used > 0 ? out[used - 1]! : 0;
    const context = ((used & this.#lpMask) << this.#lc) + (before >> (8 - this.#lc));
    const base = context * 0x300;
    let symbol = 1;
    if (state >= 7) {
      if (rep >= used) throw new LzmaDamage('it repeats what is not there');
      let matched = out[used - rep - 1]!;
      do {
        const wanted = (matched >> 7) & 1;
        matched <<= 1;
        const bit = this.#bit(this.#literal, base + ((1 + wanted) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (wanted !== bit) break;
      } while (symbol < 0x100);
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literal, base + symbol);
    return symbol & 0xff;
  }

  #length(lengths: Lengths, place: number): number {
    if (this.#bit(lengths.choice, 0) === 0) return this.#tree(lengths.low, place << 3, 3);
    if (this.#bit(lengths.choice, 1) === 0) return 8 + this.#tree(lengths.mid, place << 3, 3);
    return 16 + this.#tree(lengths.high, 0, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#slots[Math.min(length, 3)]!, 0, 6);
    if (slot < 4) return slot;
    const direct = (slot >> 1) - 1;
    const start = ((2 | (slot & 1)) << direct) >>> 0;
    if (slot < 14) return start + this.#reverse(this.#special, start - slot, direct);
    let high = 0;
    for (let i = direct - 4; i > 0; i--) high = high * 2 + this.#direct();
    return start + high * 16 + this.#reverse(this.#align, 0, 4);
  }

  #tree(table: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = (symbol << 1) | this.#bit(table, base + symbol);
    return symbol - (1 << bits);
  }

  #reverse(table: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(table, base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  #bit(table: Uint16Array, index: number): number {
    const probability = table[index]!;
    const bound = (this.#range >>> BITS) * probability;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      table[index] = probability + (((1 << BITS) - probability) >> 5);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      table[index] = probability - (probability >> 5);
      bit = 1;
    }
    this.#normalize();
    return bit;
  }

  #direct(): number {
    this.#range >>>= 1;
    let bit = 0;
    if (this.#code >= this.#range) {
      this.#code -= this.#range;
      bit = 1;
    }
    this.#normalize();
    return bit;
  }

  #normalize(): void {
    if (this.#range >= 0x100_0000) return;
    if (this.#at >= this.#input.length) throw new LzmaDamage('its stream ends too early');
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#input[this.#at++]!) >>> 0;
  }
}

interface Lengths {
  choice: Uint16Array;
  low: Uint16Array;
  mid: Uint16Array;
  high: Uint16Array;
}

function newLengths(): Lengths {
  return {
    choice: probabilities(2),
    low: probabilities(16 << 3),
    mid: probabilities(16 << 3),
    high: probabilities(256),
  };
}

function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(HALF);
}
