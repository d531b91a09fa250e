import { Damage } from '../src/formats/binary/damage.ts';
import { readBiff } from '../src/formats/xlm/biff.ts';
import { readXlsbSheets } from '../src/formats/xlm/xlsb.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { excelStream } from '../tests/support/office-samples.ts';

/** Any bytes as the stream of a workbook, and as that of a binary one. */
export function fuzz(data: Uint8Array): void {
  const damage = new Damage(new MemorySource(data, 'sample'), 'Office', () => {});
  const book = readBiff(Buffer.from(data), damage);
  for (const { formula } of book.cells) if ((formula?.length ?? 0) > 40_000) throw new Error('a formula grew');
  readXlsbSheets(Buffer.from(data), damage);
}

const sheet = Buffer.from('9c0120000000000100000006000000720049006400310006000000530068006500650074003100', 'hex');

export const corpus = (): Uint8Array[] => [excelStream(), sheet];
