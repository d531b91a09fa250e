import { OutOfData } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';

/** Where the target was: on a drive of the machine, or on a share. */
export interface LinkInfo {
  basePath?: string;
  /** `fixed`, `removable`, … */
  driveType?: string;
  /** Eight hexadecimal digits. */
  driveSerial?: string;
  volumeLabel?: string;
  netShare?: string;
  networkDrive?: string;
  /** What follows the base path or the share. */
  remainingPath?: string;
}

const DRIVE_TYPES = ['unknown', 'no root', 'removable', 'fixed', 'remote', 'cdrom', 'ramdisk'];

/** `bytes` is the whole structure; `start` is where it is in the file, for saying so. */
export function readLinkInfo(bytes: Buffer, start: number): LinkInfo {
  const word = (at: number): number => {
    if (at + 4 > bytes.length) throw new OutOfData(start + at);
    return bytes.readUInt32LE(at);
  };
  const text = (at: number): string => {
    if (at >= bytes.length) throw new OutOfData(start + at);
    const end = bytes.indexOf(0, at);
    return decodeText(bytes.subarray(at, end < 0 ? bytes.length : end));
  };
  const wide = (at: number): string => {
    let end = at;
    while (end + 1 < bytes.length && bytes.readUInt16LE(end) !== 0) end += 2;
    return bytes.toString('utf16le', at, end);
  };
  const info: LinkInfo = {};
  const [headerSize, flags] = [word(4), word(8)];
  const hasWide = headerSize >= 0x24;
  if ((flags & 1) !== 0) {
    const wideAt = hasWide ? word(28) : 0;
    info.basePath = wideAt > 0 ? wide(wideAt) : text(word(16));
    const volume = word(12);
    if (volume !== 0) {
      info.driveType = DRIVE_TYPES[word(volume + 4)] ?? 'unknown';
      info.driveSerial = word(volume + 8)
        .toString(16)
        .padStart(8, '0');
      const label = word(volume + 12);
      info.volumeLabel = label === 0x14 ? wide(volume + word(volume + 16)) : text(volume + label);
    }
  }
  if ((flags & 2) !== 0) {
    const network = word(20);
    const [valid, share] = [word(network + 4), word(network + 8)];
    info.netShare = share > 0x14 ? wide(network + word(network + 20)) : text(network + share);
    if ((valid & 1) !== 0) info.networkDrive = text(network + word(network + 12));
  }
  const suffix = hasWide ? word(32) : 0;
  info.remainingPath = suffix > 0 ? wide(suffix) : text(word(24));
  return info;
}
