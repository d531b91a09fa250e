import { Bzip2Damage, bunzip2 } from '../../formats/bzip2/read.ts';
import { BLOCK, isTarHeader } from '../../formats/tar/header.ts';
import { readAt } from '../../formats/zip/directory.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { inflate } from '../../util/inflate.ts';
import { CHUNK, chunks, Pace } from '../../util/pace.ts';

export type InputKind =
  | { kind: 'zip' }
  | { kind: 'tar'; packing: 'none' | 'gzip' | 'bzip2' }
  | { kind: 'report' }
  /** An archive of a kind that is not read. */
  | { kind: 'unread'; format: string }
  | { kind: 'other'; what: string };

/** What a file is, by its first bytes; of a compressed one, by what they unpack to. */
export async function detectInput(source: ByteSource, signal?: AbortSignal): Promise<InputKind> {
  const head = readAt(source, 0, CHUNK);
  if (head.length === 0) return { kind: 'other', what: 'empty' };
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06') || startsWith(head, 'PK\x07\x08PK')) {
    return { kind: 'zip' };
  }
  if (startsWith(head, '\x1f\x8b')) return within('gzip', await firstOfGzip(source, signal));
  if (startsWith(head, 'BZh')) return within('bzip2', firstOfBzip2(source));
  const plain = detectPlain(head);
  if (plain !== undefined) return plain === 'tar' ? { kind: 'tar', packing: 'none' } : { kind: 'report' };
  const unread = UNREAD.find(([magic]) => startsWith(head, magic));
  if (unread !== undefined) return { kind: 'unread', format: unread[1] };
  return { kind: 'other', what: KNOWN.find(([magic]) => startsWith(head, magic))?.[1] ?? 'a file of an unknown kind' };
}

const UNREAD: [magic: string, name: string][] = [
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['Rar!\x1a\x07', 'RAR'],
  ['\xfd7zXZ\x00', 'xz'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['MSCF', 'CAB'],
];

const KNOWN: [magic: string, name: string][] = [
  ['MZ', 'a Windows program'],
  ['\x7fELF', 'a Linux program'],
  ['\xd4\xc3\xb2\xa1', 'a network capture'],
  ['\xa1\xb2\xc3\xd4', 'a network capture'],
  ['\x0a\x0d\x0d\x0a', 'a network capture'],
  ['%PDF', 'a PDF'],
  ['\xd0\xcf\x11\xe0', 'an Office document'],
];

function startsWith(head: Buffer, magic: string): boolean {
  return head.toString('latin1', 0, magic.length) === magic;
}

/** A tar with a whole first header, or text whose first character opens a JSON object. */
function detectPlain(head: Buffer): 'tar' | 'report' | undefined {
  if (isTarHeader(head.subarray(0, BLOCK)) && head.subarray(0, BLOCK).some((byte) => byte !== 0)) return 'tar';
  const start = startsWith(head, '\xef\xbb\xbf') ? 3 : 0;
  const first = head.subarray(start).find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b ? 'report' : undefined;
}

function within(packing: 'gzip' | 'bzip2', head: Buffer): InputKind {
  const plain = detectPlain(head);
  if (plain === 'tar') return { kind: 'tar', packing };
  if (plain === 'report' && packing === 'gzip') return { kind: 'report' };
  if (plain === 'report') return { kind: 'unread', format: 'a bzip2 of a report' };
  return { kind: 'other', what: `a ${packing} file with neither a tar nor a report in it` };
}

/** At least one tar block, if there is as much. */
async function firstOfGzip(source: ByteSource, signal: AbortSignal | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer): boolean => {
    parts.push(chunk);
    length += chunk.length;
    return length < BLOCK;
  };
  await inflate('gzip', chunks(source), take, new Pace(signal));
  return Buffer.concat(parts);
}

function firstOfBzip2(source: ByteSource): Buffer {
  try {
    for (const part of bunzip2(source)) if (part.length > 0) return Buffer.from(part);
  } catch (error) {
    if (!(error instanceof Bzip2Damage)) throw error;
  }
  return Buffer.alloc(0);
}
