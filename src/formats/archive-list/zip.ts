import type { ByteSource } from '../../util/byte-source.ts';
import type { Damage } from '../binary/damage.ts';
import { readAt } from '../zip/directory.ts';
import { Flag, LOCAL_BYTES } from '../zip/headers.ts';
import { readZip, readZipMember, type ZipMember } from '../zip/read.ts';
import { crcText, dosTime, newMember } from './member.ts';
import { type ArchiveListing, type ArchiveMember, type ArchiveRemark, newListing } from './types.ts';

const METHODS: { readonly [method: number]: string } = {
  0: 'stored',
  8: 'deflate',
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
  98: 'ppmd',
  99: 'aes',
};
const LINK = 0o120000;
const LONGEST_TARGET = 4096;

export function listZip(source: ByteSource, damage: Damage, limit: number): ArchiveListing | undefined {
  const found = readZip(source, limit);
  if (found === undefined) return undefined;
  for (const { offset, what } of found.oddities) damage.damaged('directory', offset, what);
  if (found.damage) damage.damaged('directory', found.damage.offset, found.damage.reason);
  const listing = newListing('zip');
  const overlapping = overlaps(source, found.members);
  listing.members = found.members.map((member) => memberOf(source, member, overlapping));
  return listing;
}

function memberOf(source: ByteSource, member: ZipMember, overlapping: ReadonlySet<ZipMember>): ArchiveMember {
  const isLink = (member.mode & 0o170000) === LINK;
  const remarks: ArchiveRemark[] = [];
  if (member.isUnlisted) remarks.push('unlisted');
  else if (hasOtherName(source, member)) remarks.push('two_names');
  if (overlapping.has(member)) remarks.push('overlaps');
  const method = member.aes?.method ?? member.method;
  const content = (limit: number) => readZipMember(source, member, { limit });
  return newMember(member.name, {
    kind: isLink ? 'link' : member.isFolder || member.name.endsWith('/') ? 'folder' : 'file',
    size: member.size,
    packed: member.packed,
    isEncrypted: (member.flags & Flag.encrypted) !== 0,
    crc32: crcText(member.crc),
    modified: dosTime(member.date, member.time),
    method: METHODS[method] ?? String(method),
    target: isLink ? content(LONGEST_TARGET).bytes.toString() : null,
    remarks,
    read: (limit) => {
      const { bytes } = content(limit);
      return bytes.length > 0 ? bytes : undefined;
    },
  });
}

/** Programs differ in which of both names they use. */
function hasOtherName(source: ByteSource, member: ZipMember): boolean {
  const header = readAt(source, member.offset, LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== 0x04034b50) return false;
  const length = header.readUInt16LE(26);
  const name = readAt(source, member.offset + LOCAL_BYTES, length);
  return name.length === length && !name.equals(member.rawName);
}

function overlaps(source: ByteSource, members: readonly ZipMember[]): Set<ZipMember> {
  const found = new Set<ZipMember>();
  let before: { member: ZipMember; end: number } | undefined;
  for (const member of members.toSorted((a, b) => a.offset - b.offset)) {
    if (before !== undefined && member.offset < before.end) {
      found.add(member);
      found.add(before.member);
    }
    const end = Math.min(source.size, member.offset + LOCAL_BYTES + member.packed);
    if (before === undefined || end > before.end) before = { member, end };
  }
  return found;
}
