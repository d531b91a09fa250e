import type { ByteSource } from '../../util/byte-source.ts';
import { describeElf } from './elf.ts';
import { condenseUniversal } from './mach-o.ts';
import { askMagic } from './magic.ts';
import { describePe } from './pe.ts';
import { Peek } from './peek.ts';
import { describeShortcut } from './shortcut.ts';

const HEAD = 1 << 20;
/** Compound documents keep their directory anywhere. */
const COMPOUND_HEAD = 16 << 20;
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

const ZIP_METHODS = new Map([
  [0, 'store'],
  [1, 'Shrinking'],
  [6, 'Imploding'],
  [7, 'Tokenizing'],
  [8, 'deflate'],
  [9, 'deflate64'],
  [10, 'Library imploding'],
  [12, 'bzip2'],
  [14, 'lzma'],
  [16, 'CMPSC (IBM z/OS)'],
  [18, 'IBM TERSE'],
  [19, 'IBM LZ77 (z/Architecture)'],
  [20, 'Zstd (deprecated)'],
  [93, 'Zstd'],
  [94, 'MP3'],
  [95, 'xz'],
  [96, 'Jpeg'],
  [97, 'WavPack'],
  [98, 'PPMd'],
  [99, 'AES Encrypted'],
]);

/**
 * What kind of file it is, in the words of libmagic 5.44, which signatures of Cuckoo and CAPE test for:
 * `PE32 executable (GUI) Intel 80386, for MS Windows, 5 sections`. Executables, shortcuts and ZIP archives are
 * described here; for the rest a newer libmagic is asked about the first megabyte, and its words are turned back
 * where they changed. `empty` and `data` are answers too. Rejects only if reading or libmagic itself fails.
 */
export async function describeFile(source: ByteSource): Promise<string> {
  const file = new Peek(source);
  if (file.size === 0) return 'empty';
  const known = describePe(file) ?? describeElf(file) ?? describeShortcut(file);
  if (known !== undefined) return known;
  const head = condenseUniversal(file) ?? file.bytes(0, file.has(0, COMPOUND) ? COMPOUND_HEAD : HEAD);
  return classic(file, head, await askMagic(head));
}

/** Turns the words of libmagic 5.48 into those of 5.44. */
async function classic(file: Peek, head: Uint8Array, text: string): Promise<string> {
  // New guesses that hold for any text with a certain first line.
  if (text.startsWith('magic text fragment') || text.startsWith('Mailbox text')) return askMagic(head, 'text');
  if (text.startsWith('Zip archive data') && file.has(0, 'PK\x03\x04')) return zip(file);
  if (text.startsWith('gzip compressed data')) return gzip(file, text);
  if (text.startsWith('PDF document')) return text.replace('page(s)', 'pages');
  // It escapes a line break of its own between the slices.
  if (text.startsWith('Mach-O universal')) return text.replaceAll('\\012- ', '');
  if (text.startsWith('Byte-compiled Python')) return text.replace(/ \(magic: \d+\)/, '');
  if (text.startsWith('Typst source, ')) return text.slice('Typst source, '.length);
  if (text.startsWith('CSV ')) return text.replace(/^CSV .*text/, 'CSV text');
  return once(text);
}

/** The first member says what the archive needs. */
function zip(file: Peek): string {
  const version = file.u8(4) ?? 0;
  const method = file.u16(8) ?? 0;
  const name = ZIP_METHODS.get(method) ?? `[0x${method.toString(16)}]`;
  const needs = `v${Math.trunc(version / 10)}.${version % 10}`;
  return `Zip archive data, at least ${needs} to extract, compression method=${name}`;
}

/** The size is at the end of the file, which libmagic wasn't shown. */
function gzip(file: Peek, text: string): string {
  const [first = text] = text.split(' gzip compressed data');
  return first.replace(/original size modulo 2\^32 \d+/, `original size modulo 2^32 ${file.u32(file.size - 4) ?? 0}`);
}

/** Some tests of the newer libmagic print their words twice. */
function once(text: string): string {
  for (let at = text.indexOf(' '); at > 0; at = text.indexOf(' ', at + 1)) {
    if (text.startsWith(text.slice(0, at), at + 1) && at > 3) return text.slice(at + 1);
  }
  return text;
}
