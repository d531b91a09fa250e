import type { Damage } from '../binary/damage.ts';
import { decodeText } from '../binary/text.ts';
import type { PeImage } from './headers.ts';

export interface DebugEntry {
  type: number;
  timestamp: number;
  size: number;
  /** Offset in the file. */
  offset: number;
  /** Of CodeView entries. */
  pdb?: { path: string; age: number; guid?: string; signature?: number };
  /** Of entries that only say that the build is reproducible, or how it was made. */
}

const DEBUG = 6;
const LIMIT = 64;
const CODEVIEW = 2;
const PATH_LIMIT = 1024;

export function readDebug(image: PeImage, damage: Damage): DebugEntry[] {
  const directory = image.directory(DEBUG);
  const entries: DebugEntry[] = [];
  if (directory === undefined) return entries;
  const count = Math.floor(directory.size / 28);
  if (count > LIMIT) damage.limit('debug directory', image.where(directory.rva), LIMIT);
  damage.attempt('debug directory', () => {
    for (let i = 0; i < Math.min(count, LIMIT); i++) {
      const at = directory.rva + i * 28;
      const entry: DebugEntry = {
        timestamp: image.u32(at + 4),
        type: image.u32(at + 12),
        size: image.u32(at + 16),
        offset: image.u32(at + 24),
      };
      entries.push(entry);
      if (entry.type === CODEVIEW) readCodeView(image, entry, image.u32(at + 20));
    }
  });
  return entries;
}

function readCodeView(image: PeImage, entry: DebugEntry, rva: number): void {
  const length = Math.min(entry.size, PATH_LIMIT + 24);
  const bytes = entry.offset === 0 ? image.part(rva, length) : image.file.part(entry.offset, length);
  const mark = bytes.toString('latin1', 0, 4);
  if (mark === 'RSDS' && bytes.length > 24) {
    entry.pdb = { path: pathIn(bytes, 24), age: bytes.readUInt32LE(20), guid: guidOf(bytes.subarray(4, 20)) };
  } else if (mark === 'NB10' && bytes.length > 16) {
    entry.pdb = { path: pathIn(bytes, 16), age: bytes.readUInt32LE(12), signature: bytes.readUInt32LE(8) };
  }
}

function pathIn(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start);
  return decodeText(bytes.subarray(start, end < 0 ? bytes.length : end));
}

/** `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` of 16 bytes, the first three parts little-endian. */
export function guidOf(bytes: Buffer): string {
  const parts = [bytes.readUInt32LE(0).toString(16).padStart(8, '0')];
  for (const at of [4, 6]) parts.push(bytes.readUInt16LE(at).toString(16).padStart(4, '0'));
  parts.push(bytes.toString('hex', 8, 10), bytes.toString('hex', 10, 16));
  return parts.join('-');
}
