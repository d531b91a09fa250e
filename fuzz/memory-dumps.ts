import { readImage, unmapImage } from '../src/formats/memory-dump/image.ts';
import { MemoryView, readMemoryDump } from '../src/formats/memory-dump/read.ts';
import { readLogBuffers } from '../src/formats/monitor-bson/buffers.ts';
import { UrlScanner } from '../src/formats/strings/urls.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { bson } from '../tests/support/bson-writer.ts';
import { dumpOf, mappedPe } from '../tests/support/memory-dump-writer.ts';

/** Any bytes as a memory dump: regions, images and URLs; and as a log with buffers. */
export async function fuzz(data: Uint8Array): Promise<void> {
  const source = new MemorySource(data);
  const { regions } = readMemoryDump(source, 1000);
  const memory = new MemoryView(source, regions);
  for (const { address } of regions) {
    const image = readImage(memory, address);
    if (image) unmapImage(memory, image, 1 << 20);
  }
  const urls = new UrlScanner(100);
  for (let at = 0; at < data.length; at += 1009) urls.push(data.subarray(at, at + 1009));
  urls.finish();
  await readLogBuffers(source, () => {});
}

export const corpus = (): Uint8Array[] => [
  dumpOf([
    { address: 0x10000n, bytes: Buffer.from('http://evil.ru/x http://[::1]/') },
    { address: 0x400000n, bytes: mappedPe().mapped, type: 0x1000000 },
    { address: 0x403000n, bytes: Buffer.from('http://evil.ru/x', 'utf16le') },
  ]),
  Buffer.concat([
    bson({ I: 1, T: 2, args: [1] }),
    bson({ type: 'buffer', buffer: Buffer.from('hello'), checksum: 'x' }),
  ]),
];
