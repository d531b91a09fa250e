import { readManifest } from '../src/formats/apk/manifest.ts';
import { readZip, readZipMember } from '../src/formats/zip/read.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { binaryXml, zipOf } from '../tests/support/apk-writer.ts';

/** Any bytes as an Android package, and as a manifest. */
export function fuzz(data: Uint8Array): void {
  const source = new MemorySource(data);
  for (const member of readZip(source, 100)?.members ?? [])
    readManifest(readZipMember(source, member, { limit: 1 << 20, asAndroid: true }).bytes);
  readManifest(Buffer.from(data));
}

const tree = {
  name: 'manifest',
  attributes: { package: 'a.b', versionCode: 1 },
  children: [{ name: 'activity', attributes: { name: '.M' }, children: [{ name: 'intent-filter', children: [] }] }],
};

export const corpus = (): Uint8Array[] => [
  zipOf({ 'AndroidManifest.xml': binaryXml(tree), 'a.txt': 'hello' }, ['a.txt']),
  binaryXml(tree),
  binaryXml(tree, true),
];
