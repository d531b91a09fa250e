import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { newMember } from './member.ts';
import { type ArchiveListing, newListing } from './types.ts';

const SECTOR = 2048;
const FIRST = 16 * SECTOR;
const MOST_DESCRIPTORS = 32;
const DEEPEST = 64;
const LONGEST_FOLDER = 16 << 20;
const MOST_FOLDERS = 20_000;
/** All folders together. */
const MOST_BYTES = 64 << 20;

export function isIso(source: ByteSource): boolean {
  const bytes = Buffer.alloc(6);
  return source.read(bytes, FIRST) === 6 && bytes.toString('latin1', 1) === 'CD001';
}

interface Folder {
  at: number;
  size: number;
  path: string;
  depth: number;
}

/** An image of a disk, by its Joliet names where it has them. */
export function listIso(source: ByteSource, damage: Damage, limit: number): ArchiveListing {
  const listing = newListing('iso');
  const file = new RandomAccess(source);
  damage.attempt('list', () => {
    const root = findRoot(file);
    if (root === undefined) return damage.damaged('list', FIRST, 'it has no volume descriptor');
    listing.comment = root.label || null;
    const waiting: Folder[] = [{ ...root, path: '', depth: 0 }];
    const seen = new Set<number>();
    let left = MOST_BYTES;
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      const { at, size } = folder;
      if (seen.has(at)) {
        damage.damaged('list', at, 'a folder is in itself, or in two places');
        continue;
      }
      seen.add(at);
      left -= Math.min(size, LONGEST_FOLDER);
      if (seen.size > MOST_FOLDERS || left < 0) return damage.budget('list', at, 'its folders are too large');
      const inner: Folder[] = [];
      if (!listFolder(file, folder, root.isJoliet, listing, inner, limit, damage)) return;
      waiting.push(...inner.toReversed());
    }
  });
  return listing;
}

function findRoot(file: RandomAccess): { at: number; size: number; isJoliet: boolean; label: string } | undefined {
  let found: { at: number; size: number; isJoliet: boolean; label: string } | undefined;
  for (let i = 0; i < MOST_DESCRIPTORS; i++) {
    const bytes = file.part(FIRST + i * SECTOR, SECTOR);
    if (bytes.length < SECTOR || bytes.toString('latin1', 1, 6) !== 'CD001' || bytes[0] === 255) break;
    const isJoliet = bytes[0] === 2 && /^%\/[@CE]/.test(bytes.toString('latin1', 88, 91));
    if (bytes[0] !== 1 && !isJoliet) continue;
    if (found !== undefined && !isJoliet) continue;
    const label = isJoliet ? wideText(bytes.subarray(40, 72)) : bytes.toString('latin1', 40, 72);
    const at = bytes.readUInt32LE(158) * SECTOR;
    found = { at, size: bytes.readUInt32LE(166), isJoliet, label: label.replace(/[\0 ]+$/, '') };
  }
  return found;
}

/** False where the limit was met. */
function listFolder(
  file: RandomAccess,
  { at, size, path, depth }: Folder,
  isJoliet: boolean,
  listing: ArchiveListing,
  folders: Folder[],
  limit: number,
  damage: Damage,
): boolean {
  const bytes = file.part(at, Math.min(size, LONGEST_FOLDER));
  if (bytes.length < size) damage.damaged('list', at, 'a folder is not whole');
  for (let i = 0; i < bytes.length; ) {
    const length = bytes[i]!;
    // Records do not cross sectors; the rest of one is empty.
    if (length === 0) {
      i = (Math.floor(i / SECTOR) + 1) * SECTOR;
      continue;
    }
    const nameLength = bytes[i + 32] ?? 0;
    if (length < 34 || i + length > bytes.length || nameLength + 33 > length) {
      damage.damaged('list', at + i, 'a record of a folder is none');
      i = (Math.floor(i / SECTOR) + 1) * SECTOR;
      continue;
    }
    const record = bytes.subarray(i, i + length);
    i += length;
    const raw = record.subarray(33, 33 + nameLength);
    // The folder itself and the one above it.
    if (nameLength === 1 && raw[0]! <= 1) continue;
    if (listing.members.length >= limit) {
      damage.limit('list', at + i, limit);
      return false;
    }
    const isFolder = (record[25]! & 2) !== 0;
    const name = `${path}${(isJoliet ? wideText(raw) : raw.toString('latin1')).replace(/;\d{1,5}$/, '')}`;
    const place = record.readUInt32LE(2) * SECTOR;
    const length32 = record.readUInt32LE(10);
    listing.members.push(
      newMember(name, {
        kind: isFolder ? 'folder' : 'file',
        ...(!isFolder && {
          size: length32,
          packed: length32,
          read: (most: number) => (length32 > most ? undefined : file.part(place, length32)),
        }),
        modified: timeOf(record),
      }),
    );
    if (!isFolder) continue;
    if (depth >= DEEPEST) damage.limit('nested folders', place, DEEPEST);
    else folders.push({ at: place, size: length32, path: `${name}/`, depth: depth + 1 });
  }
  return true;
}

function wideText(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/** Years since 1900, month, …, and the zone in quarters of an hour. */
function timeOf(record: Buffer): string | null {
  const [year, month, day, hour, minute, second] = record.subarray(18, 24) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1) return null;
  const zone = record.readInt8(24) * 15 * 60_000;
  const time = Date.UTC(1900 + year, month - 1, day, hour, minute, second) - zone;
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
