import type { MemoryView } from './read.ts';

/** A PE image as Windows has mapped it. */
export interface MappedImage {
  address: bigint;
  /** Bytes of address space, by the header. */
  size: number;
  isDll: boolean;
  machine: number;
  /** Seconds since 1970, by the header. */
  timestamp: number;
  sections: Section[];
  /** Bytes of headers. */
  headerSize: number;
}

interface Section {
  virtualAddress: number;
  virtualSize: number;
  rawOffset: number;
  rawSize: number;
}

const MAX_SECTIONS = 96;
const IS_DLL = 0x2000;

/** The image that begins at an address; undefined where there is none. Every number of it is a claim. */
export function readImage(memory: MemoryView, address: bigint): MappedImage | undefined {
  const page = Buffer.alloc(4096);
  if (memory.read(page, address) < 0x40 || page.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const at = page.readUInt32LE(0x3c);
  if (at < 4 || at > 0x10_0000) return undefined;
  const header = Buffer.alloc(24 + 240 + MAX_SECTIONS * 40);
  if (memory.read(header, address + BigInt(at)) < 24 + 64 || header.toString('latin1', 0, 4) !== 'PE\0\0')
    return undefined;
  const optionalSize = header.readUInt16LE(20);
  const magic = header.readUInt16LE(24);
  if ((magic !== 0x10b && magic !== 0x20b) || optionalSize > 240) return undefined;
  const count = Math.min(header.readUInt16LE(6), MAX_SECTIONS);
  const sections = Array.from({ length: count }, (_, i): Section => {
    const place = 24 + optionalSize + i * 40;
    const [virtualSize, virtualAddress, rawSize, rawOffset] = [8, 12, 16, 20].map((field) =>
      header.readUInt32LE(place + field),
    ) as [number, number, number, number];
    return { virtualAddress, virtualSize, rawOffset, rawSize };
  });
  return {
    address,
    size: header.readUInt32LE(24 + 56),
    isDll: (header.readUInt16LE(22) & IS_DLL) !== 0,
    machine: header.readUInt16LE(4),
    timestamp: header.readUInt32LE(8),
    sections,
    headerSize: header.readUInt32LE(24 + 60),
  };
}

/**
 * The file that an image was mapped from, as far as memory has it: sections are put back where the header says they
 * were. At most `limit` bytes; undefined where the file would be longer, or nothing of it is there.
 */
export function unmapImage(memory: MemoryView, image: MappedImage, limit: number): Uint8Array | undefined {
  const parts = image.sections.map(({ virtualAddress, rawOffset, rawSize }) => ({
    virtualAddress,
    rawOffset,
    rawSize,
  }));
  parts.unshift({ virtualAddress: 0, rawOffset: 0, rawSize: Math.min(image.headerSize, image.size) });
  const length = parts.reduce((end, { rawOffset, rawSize }) => Math.max(end, rawOffset + rawSize), 0);
  if (length > limit || length === 0) return undefined;
  const file = new Uint8Array(length);
  let got = 0;
  let copied = 0;
  for (const { virtualAddress, rawOffset, rawSize } of parts) {
    // Sections that claim the same bytes over and over must not be copied over and over.
    copied += rawSize;
    if (copied > limit * 2) return undefined;
    got += memory.read(file.subarray(rawOffset, rawOffset + rawSize), image.address + BigInt(virtualAddress));
  }
  return got > 0 ? file : undefined;
}
