import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { RandomAccess } from '../binary/random-access.ts';
import { dosTime, newMember } from './member.ts';
import { type ArchiveListing, newListing } from './types.ts';

const METHODS = ['stored', 'mszip', 'quantum', 'lzx'];
const LONGEST_NAME = 1024;

export const isCab = (head: Buffer): boolean => head.toString('latin1', 0, 8) === 'MSCF\0\0\0\0';

/** A cabinet of Windows. */
export function listCab(source: ByteSource, damage: Damage, limit: number): ArchiveListing {
  const listing = newListing('cab');
  const file = new RandomAccess(source);
  damage.attempt('list', () => {
    const flags = file.u16(30);
    listing.isVolume = (flags & 3) !== 0;
    const reserve = (flags & 4) !== 0 ? file.u8(38) : 0;
    const methods = readMethods(file, flags, reserve);
    const count = file.u16(28);
    let at = file.u32(16);
    for (let i = 0; i < count; i++) {
      if (listing.members.length >= limit) return damage.limit('list', at, limit);
      const attributes = file.u16(at + 14);
      const bytes = file.part(at + 16, LONGEST_NAME);
      const end = bytes.indexOf(0);
      if (end < 0) return damage.damaged('list', at, 'a name has no end');
      const method = methods[file.u16(at + 8)];
      listing.members.push(
        newMember(bytes.toString((attributes & 0x80) !== 0 ? 'utf8' : 'latin1', 0, end), {
          size: file.u32(at),
          modified: dosTime(file.u16(at + 10), file.u16(at + 12)),
          method: method === undefined ? null : (METHODS[method] ?? String(method)),
        }),
      );
      at += 16 + end + 1;
    }
  });
  return listing;
}

function readMethods(file: RandomAccess, flags: number, reserve: number): number[] {
  let at = 36;
  if ((flags & 4) !== 0) at += 4 + file.u16(36);
  // Names of the cabinets before and after it, and of their disks.
  for (let strings = ((flags & 1) !== 0 ? 2 : 0) + ((flags & 2) !== 0 ? 2 : 0); strings > 0; strings--) {
    const end = file.part(at, LONGEST_NAME).indexOf(0);
    at += end < 0 ? LONGEST_NAME : end + 1;
  }
  const count = file.u16(26);
  return Array.from({ length: count }, (_, i) => file.u16(at + i * (8 + reserve) + 6) & 0xf);
}
