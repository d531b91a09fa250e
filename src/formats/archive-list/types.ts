/** A member of an archive, as the archive lists it. Nothing is unpacked; every number is a claim. */
export interface ArchiveMember {
  /** With forward slashes, otherwise as it is written. */
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  size: number | null;
  /** Bytes in the archive; null where members share them. */
  packed: number | null;
  isEncrypted: boolean;
  /** Eight hexadecimal digits; null where the archive has none. */
  crc32: string | null;
  /** `YYYY-MM-DD HH:MM:SS`: UTC, or the local time of whoever made it where the format has no zone. */
  modified: string | null;
  method: string | null;
  /** Where a link leads. */
  target: string | null;
  /** What malware does to names and members. */
  remarks: ArchiveRemark[];
  /** Where the member's bytes can be read. */
  read?: (limit: number) => Buffer | undefined;
}

export type ArchiveRemark =
  /** Its path leaves the folder that it is unpacked to. */
  | 'climbs'
  | 'absolute'
  /** `invoice.pdf.exe`. */
  | 'double_extension'
  /** Characters that turn the direction of text hide its real extension. */
  | 'right_to_left'
  /** Blanks move the extension out of sight. */
  | 'blanks'
  | 'control_characters'
  /** Only the header before its data names it, not the directory. */
  | 'unlisted'
  /** Its data are those of another member, too. */
  | 'overlaps'
  /** Its header names it otherwise than the directory. */
  | 'two_names';

export interface ArchiveListing {
  /** `zip`, `tar`, `gzip`, `bzip2`, `7z`, `rar`, `cab`, `iso`. */
  format: string;
  /** How the list itself is packed: `gzip` of a tar. */
  packing: string | null;
  comment: string | null;
  /** Names cannot be read without a password. */
  isHeaderEncrypted: boolean;
  /** Members share their compression. */
  isSolid: boolean;
  /** Part of an archive of several files. */
  isVolume: boolean;
  members: ArchiveMember[];
}

export function newListing(format: string): ArchiveListing {
  return {
    ...{ format, packing: null, comment: null, isHeaderEncrypted: false, isSolid: false, isVolume: false },
    members: [],
  };
}
