import { setImmediate } from 'node:timers/promises';
import type { ByteSource, CarvedFile, MemoryDump, MemoryImage, Processing } from 'ovoscope';
import {
  describeFile,
  hashSource,
  type MappedImage,
  MemorySource,
  MemoryView,
  procmemoryProblems,
  protectText,
  readImage,
  readMemoryDump,
  StringScanner,
  UrlScanner,
  unmapImage,
} from 'ovoscope/formats';
import { limitOf } from './_options.ts';

const CHUNK = 1 << 20;
const TURN = 8;
const MEM_IMAGE = 0x100_0000;
const MACHINES: { readonly [machine: number]: string } = { 332: 'i386', 34404: 'amd64', 452: 'arm', 43620: 'arm64' };

type Contents = Pick<MemoryDump, 'regions' | 'images' | 'extracted'>;

export const hex = (value: bigint) => `0x${value.toString(16).padStart(8, '0')}`;

/** Regions and images of a dump. What is damaged, or passes a limit, is a problem of the module. */
export async function readDump(module: Processing, source: ByteSource, pid: number): Promise<Contents> {
  const { regions, damage } = readMemoryDump(source, limitOf(module, 'regions'));
  if (damage) module.problem(procmemoryProblems.damaged(source.name, damage.offset, damage.reason, regions.length));
  const memory = new MemoryView(source, regions);
  const images: MemoryImage[] = [];
  const extracted: CarvedFile[] = [];
  let left = 0;
  for (const [i, { address, type, size }] of regions.entries()) {
    module.signal.throwIfAborted();
    if (i % 256 === 0) await setImmediate();
    const image = size >= 0x40 ? readImage(memory, address) : undefined;
    if (!image) continue;
    const isMapped = (type & MEM_IMAGE) !== 0;
    if (images.length >= limitOf(module, 'regions')) break;
    images.push({
      addr: hex(address),
      size: image.size,
      is_dll: image.isDll,
      machine: MACHINES[image.machine] ?? `0x${image.machine.toString(16)}`,
      timestamp: image.timestamp,
      is_mapped: isMapped,
    });
    // Libraries that Windows loaded are mostly its own.
    if (image.isDll && isMapped) continue;
    const carved = extracted.length < limitOf(module, 'images') ? await carve(module, memory, image, pid) : undefined;
    if (carved) extracted.push(carved);
    else left++;
  }
  if (left > 0) module.problem(procmemoryProblems.images(source.name, left, limitOf(module, 'images')));
  return {
    regions: regions.map(({ address, size, state, type, protect, offset }) => ({
      addr: hex(address),
      end: hex(address + BigInt(size)),
      size,
      state,
      type,
      protect: protectText(protect),
      offset,
    })),
    images,
    extracted,
  };
}

async function carve(
  module: Processing,
  memory: MemoryView,
  image: MappedImage,
  pid: number,
): Promise<CarvedFile | undefined> {
  const bytes = unmapImage(memory, image, limitOf(module, 'image'));
  if (!bytes) return undefined;
  const source = new MemorySource(bytes);
  const hashes = await hashSource(source, { signal: module.signal });
  const name = `${pid}-${hashes.sha1.slice(0, 16)}.${image.isDll ? 'dll_' : 'exe_'}`;
  return { name, path: null, addr: hex(image.address), ...hashes, type: await describeFile(source) };
}

/** Counts strings and gathers URLs of a whole dump in one pass. */
export async function searchDump(
  module: Processing,
  source: ByteSource,
): Promise<Pick<MemoryDump, 'urls' | 'strings'>> {
  const size = Math.min(source.size, limitOf(module, 'bytes'));
  const strings = { ascii: 0, utf16: 0 };
  const scanner = new StringScanner((encoding) => void strings[encoding]++, { longest: 1 });
  const urls = new UrlScanner(limitOf(module, 'urls'));
  const buffer = new Uint8Array(Math.min(CHUNK, size));
  for (let at = 0, turn = 1; at < size; turn++) {
    module.signal.throwIfAborted();
    const got = source.read(buffer.subarray(0, Math.min(buffer.length, size - at)), at);
    if (got === 0) break;
    scanner.push(buffer.subarray(0, got));
    urls.push(buffer.subarray(0, got));
    at += got;
    if (turn % TURN === 0) await setImmediate();
  }
  scanner.finish();
  urls.finish();
  if (size < source.size) module.problem(procmemoryProblems.unread(source.name, source.size, size));
  if (urls.isFull) module.problem(procmemoryProblems.urls(source.name, limitOf(module, 'urls')));
  return { urls: [...urls.urls], strings };
}
