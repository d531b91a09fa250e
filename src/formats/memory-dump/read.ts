import type { ByteSource } from '../../util/byte-source.ts';

/** Memory of a process that lies together, as VirtualQuery told of it. */
export interface MemoryRegion {
  address: bigint;
  /** Bytes that the dump has of it. */
  size: number;
  state: number;
  type: number;
  protect: number;
  /** Where its bytes begin in the dump. */
  offset: number;
}

export interface MemoryDump {
  regions: MemoryRegion[];
  /** Where reading stopped before the end, and why. */
  damage?: { offset: number; reason: string };
}

/** u64 address, u32 size, u32 state, u32 type, u32 protect, little-endian; then so many bytes. */
const HEADER = 24;

/**
 * The regions of a memory dump as Cuckoo 2's and CAPE's analysers write it, at most `limit`. Regions before damage
 * are kept; one that is cut has the size that is there. Throws whatever reading throws.
 */
export function readMemoryDump(source: ByteSource, limit: number): MemoryDump {
  const regions: MemoryRegion[] = [];
  const header = Buffer.alloc(HEADER);
  for (let at = 0; at < source.size; ) {
    const stop = (reason: string): MemoryDump => ({ regions, damage: { offset: at, reason } });
    const got = source.read(header, at);
    if (at === 0 && got >= 4 && header.toString('latin1', 0, 4) === 'MDMP') {
      return stop('it is a minidump of Windows, not the dump of an analyser');
    }
    if (got < HEADER) return stop(`${got} bytes of the header of a region are there`);
    const address = header.readBigUInt64LE(0);
    const size = header.readUInt32LE(8);
    const [state, type, protect] = [12, 16, 20].map((place) => header.readUInt32LE(place)) as [number, number, number];
    if ((address & 0xfffn) !== 0n) return stop(`a region begins at 0x${address.toString(16)}, inside a page`);
    if (regions.length >= limit) return stop(`there are more than ${limit} regions`);
    const offset = at + HEADER;
    const there = Math.min(size, source.size - offset);
    regions.push({ address, size: there, state, type, protect, offset });
    if (there < size) return stop(`a region of ${size} bytes begins, ${there} of them are there`);
    at = offset + size;
  }
  return { regions };
}

/** How memory may be used, in Cuckoo's letters; null where it may not, and for what has no letters. */
export function protectText(protect: number): string | null {
  return PROTECTIONS.get(protect) ?? null;
}

const PROTECTIONS: ReadonlyMap<number, string> = new Map([
  [0x02, 'r'],
  [0x04, 'rw'],
  [0x08, 'rwc'],
  [0x10, 'rx'],
  [0x20, 'rx'],
  [0x40, 'rwx'],
  [0x80, 'rwxc'],
]);

/** Reads the memory of a process by its addresses; what the dump does not have is zero. */
export class MemoryView {
  readonly #source: ByteSource;
  readonly #regions: MemoryRegion[];

  constructor(source: ByteSource, regions: readonly MemoryRegion[]) {
    this.#source = source;
    this.#regions = regions.toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  }

  /** Fills `target` with what lies from `address` on; returns how many bytes of it the dump has. */
  read(target: Uint8Array, address: bigint): number {
    const end = address + BigInt(target.length);
    let got = 0;
    target.fill(0);
    for (let i = this.#firstAfter(address); i < this.#regions.length; i++) {
      const region = this.#regions[i]!;
      if (region.address >= end) break;
      const from = region.address > address ? region.address : address;
      const regionEnd = region.address + BigInt(region.size);
      const to = regionEnd < end ? regionEnd : end;
      if (to <= from) continue;
      const part = target.subarray(Number(from - address), Number(to - address));
      got += this.#source.read(part, region.offset + Number(from - region.address));
    }
    return got;
  }

  /** The first region that may reach beyond an address. Regions of a dump do not overlap; of a damaged one, some are missed. */
  #firstAfter(address: bigint): number {
    let low = 0;
    let high = this.#regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#regions[middle]!.address + BigInt(this.#regions[middle]!.size) > address) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
