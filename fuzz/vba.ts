import { decompressVba } from '../src/formats/vba/decompress.ts';
import { readDirStream } from '../src/formats/vba/dir-stream.ts';
import { foldStrings } from '../src/formats/vba/fold.ts';
import { findKeywords } from '../src/formats/vba/keywords.ts';
import { pCodeLines } from '../src/formats/vba/p-code.ts';
import { AUTO_OPEN, compiled, compressVba, vbaProject } from '../tests/support/office-samples.ts';

const LIMIT = 1 << 20;

/** Any bytes as what a VBA project is made of: packed, as the list of modules, as compiled code, as source. */
export function fuzz(data: Uint8Array): void {
  const { bytes } = decompressVba(data, LIMIT);
  if (bytes.length > LIMIT) throw new Error(`unpacked to ${bytes.length} bytes`);
  for (const each of [bytes, Buffer.from(data)]) {
    readDirStream(each);
    pCodeLines(each);
    const code = each.toString('latin1');
    const folded = foldStrings(code);
    if (folded.code.length > code.length * 2 + 16) throw new Error('the source grew');
    findKeywords(folded.code);
  }
}

export const corpus = (): Uint8Array[] => {
  const { VBA } = vbaProject([AUTO_OPEN]);
  const dir = (VBA as { [name: string]: Uint8Array })['dir']!;
  return [
    dir,
    decompressVba(dir, LIMIT).bytes,
    compressVba(AUTO_OPEN.code.repeat(40)),
    Buffer.from(AUTO_OPEN.code),
    Buffer.from('x = Chr(65) & ChrW(&H42) + StrReverse(StrReverse("abc")) & "a""b" \' comment " & "\r\nRem "x"'),
    compiled(12),
  ];
};
