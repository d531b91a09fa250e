import { compareIp, type IpAddress, type Subnet } from '../util/ip.ts';

interface Family<T> {
  /** Words per address: 1 or 4. */
  stride: number;
  /** First addresses, ascending; of two networks that begin alike the wider comes first. */
  starts: Uint32Array;
  prefixes: Uint8Array;
  /** The nearest network around each, -1 if there is none. */
  parents: Int32Array;
  values: T[][];
}

/**
 * Finds the networks around an address in O(log n): networks either nest or lie apart, so the last one that begins at
 * or before the address, or one around that, is the answer.
 */
export class SubnetIndex<T> {
  readonly #families: { 4: Family<T>; 6: Family<T> };

  constructor(entries: Iterable<readonly [Subnet, T]>) {
    const byFamily: { 4: [Subnet, T][]; 6: [Subnet, T][] } = { 4: [], 6: [] };
    for (const [subnet, value] of entries) byFamily[subnet.network.family].push([subnet, value]);
    this.#families = { 4: buildFamily(byFamily[4], 1), 6: buildFamily(byFamily[6], 4) };
  }

  /** The values of every network around the address, the narrowest network first. */
  *find(address: IpAddress): Generator<T> {
    const family = this.#families[address.family];
    let node = lastAtOrBefore(family, address.words);
    while (node >= 0 && !holds(family, node, address.words)) node = family.parents[node]!;
    for (; node >= 0; node = family.parents[node]!) yield* family.values[node]!;
  }

  /** The value of the narrowest network around the address. */
  first(address: IpAddress): T | undefined {
    return this.find(address).next().value as T | undefined;
  }
}

function buildFamily<T>(entries: [Subnet, T][], stride: number): Family<T> {
  entries.sort(([a], [b]) => compareIp(a.network, b.network) || a.prefix - b.prefix);
  const starts = new Uint32Array(entries.length * stride);
  const prefixes = new Uint8Array(entries.length);
  const parents = new Int32Array(entries.length);
  const values: T[][] = [];
  const family = { stride, starts, prefixes, parents, values };
  let open = -1;
  for (const [{ network, prefix }, value] of entries) {
    while (open >= 0 && !holds(family, open, network.words)) open = parents[open]!;
    if (open >= 0 && prefixes[open] === prefix) {
      values[open]!.push(value);
      continue;
    }
    const node = values.length;
    starts.set(network.words, node * stride);
    prefixes[node] = prefix;
    parents[node] = open;
    values.push([value]);
    open = node;
  }
  return family;
}

function lastAtOrBefore<T>({ starts, stride, values }: Family<T>, words: readonly number[]): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(starts, middle * stride, words)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function isAfter(starts: Uint32Array, at: number, words: readonly number[]): boolean {
  for (let i = 0; i < words.length; i++) {
    if (starts[at + i] !== words[i]) return starts[at + i]! > words[i]!;
  }
  return false;
}

function holds<T>({ starts, stride, prefixes }: Family<T>, node: number, words: readonly number[]): boolean {
  let bits = prefixes[node]!;
  for (let i = 0; bits > 0; i++, bits -= 32) {
    const mask = bits >= 32 ? 0xffffffff : 0xffffffff << (32 - bits);
    if (((starts[node * stride + i]! ^ words[i]!) & mask) !== 0) return false;
  }
  return true;
}
