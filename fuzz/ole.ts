import { Damage } from '../src/formats/binary/damage.ts';
import { readOffice } from '../src/formats/office/read.ts';
import { openCompoundFile } from '../src/formats/ole/compound-file.ts';
import { readMetadata } from '../src/formats/ole/metadata.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { excelSample, wordSample } from '../tests/support/office-samples.ts';
import { realFiles } from './_static.ts';

/** Any bytes as a compound file, with every stream, the metadata and the documents that Office keeps in one. */
export function fuzz(data: Uint8Array): void {
  const source = new MemorySource(data, 'sample');
  const damage = new Damage(source, 'OLE', () => {});
  const file = openCompoundFile(source, damage);
  if (file === undefined) return;
  let total = 0;
  for (const entry of file.entries) for (const piece of file.pieces(entry)) total += piece.length;
  if (total > data.length * 4 + (4 << 20)) throw new Error(`read ${total} bytes of ${data.length}`);
  readMetadata(file, damage);
  readOffice(source, () => {});
}

export const corpus = (): Uint8Array[] => [wordSample(), excelSample(), ...realFiles('office', /\.(?:doc|xls|ppt)$/)];
