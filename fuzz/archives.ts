import { listArchive } from '../src/formats/archive-list/list.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { zipOf } from '../tests/support/apk-writer.ts';
import { CABINET, ISO, newRar, oldRar, SEVEN_ZIP, tarOf } from '../tests/support/archive-samples.ts';

/** Any bytes as an archive of any kind. */
export async function fuzz(data: Uint8Array): Promise<void> {
  const listing = await listArchive(new MemorySource(data), () => {}, { limit: 1000, bytes: 1 << 20 });
  for (const { read } of listing?.members.slice(0, 20) ?? []) read?.(1 << 16);
  JSON.stringify(listing);
}

const files = { 'a.txt': 'hello', 'sub/b.exe': 'MZ'.repeat(100) };

export const corpus = (): Uint8Array[] => [
  zipOf(files, ['a.txt']),
  tarOf({ ...files, link: { link: '../x' } }),
  SEVEN_ZIP,
  oldRar(files),
  newRar(files, Buffer.from([1, 1])),
  CABINET,
  ISO.subarray(0, 40 * 2048),
];
