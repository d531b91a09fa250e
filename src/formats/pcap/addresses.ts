import { formatIp } from '../../util/ip.ts';
import { u32 } from './bytes.ts';

/** An address as a number: IPv4 its 32 bits, IPv6 a negative number that stands for it in one `Addresses`. */
export type AddressKey = number;

/** Turns addresses into numbers and back. It remembers a limited number of IPv6 addresses. */
export class Addresses {
  readonly #keys = new Map<string, AddressKey>();
  readonly #words: (readonly number[])[] = [];
  readonly #texts = new Map<AddressKey, string>();
  readonly #limit: number;
  #last = '';
  #lastKey = 0;

  constructor(limit = 200_000) {
    this.#limit = limit;
  }

  /** The key of the 16 bytes at `at`; undefined when there are too many addresses already. */
  v6(bytes: Uint8Array, at: number): AddressKey | undefined {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, 16).toString('latin1');
    if (text === this.#last) return this.#lastKey;
    let key = this.#keys.get(text);
    if (key === undefined) {
      if (this.#words.length >= this.#limit) return undefined;
      this.#words.push([u32(bytes, at), u32(bytes, at + 4), u32(bytes, at + 8), u32(bytes, at + 12)]);
      key = -this.#words.length;
      this.#keys.set(text, key);
    }
    this.#last = text;
    this.#lastKey = key;
    return key;
  }

  text(key: AddressKey): string {
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = formatIp(key >= 0 ? { family: 4, words: [key] } : { family: 6, words: this.#words[-key - 1]! });
      if (this.#texts.size >= this.#limit) this.#texts.clear();
      this.#texts.set(key, text);
    }
    return text;
  }
}

/** One end of a flow as one number. */
export const endpointKey = (address: AddressKey, port: number): number =>
  address >= 0 ? address * 65536 + port : address * 65536 - port;

/** Values by two numbers, in this order. */
export class PairMap<V> {
  readonly #outer = new Map<number, Map<number, V>>();
  size = 0;

  get(first: number, second: number): V | undefined {
    return this.#outer.get(first)?.get(second);
  }

  set(first: number, second: number, value: V): void {
    let inner = this.#outer.get(first);
    if (!inner) this.#outer.set(first, (inner = new Map()));
    const before = inner.size;
    inner.set(second, value);
    this.size += inner.size - before;
  }

  delete(first: number, second: number): void {
    const inner = this.#outer.get(first);
    if (!inner?.delete(second)) return;
    this.size--;
    if (inner.size === 0) this.#outer.delete(first);
  }

  *values(): Generator<V> {
    for (const inner of this.#outer.values()) yield* inner.values();
  }
}
