import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { OutOfData, RandomAccess } from '../binary/random-access.ts';
import { utcTime } from '../binary/text.ts';
import { type ExtraData, readExtraData } from './extra-data.ts';
import { type IdItem, readIdList } from './id-list.ts';
import { type LinkInfo, readLinkInfo } from './link-info.ts';

/** All that is read of a Windows shortcut. */
export interface LnkFile {
  flags: number;
  /** Attributes of the target when the link was made. */
  attributes: number;
  /** UTC, `YYYY-MM-DD HH:MM:SS`; null where it was not set. */
  created: string | null;
  accessed: string | null;
  modified: string | null;
  /** The target's size, its low 32 bits. */
  fileSize: number;
  iconIndex: number;
  /** 1 normal, 3 maximised, 7 minimised. */
  showCommand: number;
  hotkey: number;
  target: IdItem[];
  info: LinkInfo | undefined;
  description: string | undefined;
  relativePath: string | undefined;
  workingDirectory: string | undefined;
  commandLine: string | undefined;
  icon: string | undefined;
  extra: ExtraData;
  /** Bytes behind the link itself, where malware hides what its command line unpacks. */
  overlay: { offset: number; size: number } | undefined;
}

export const LINK_FLAGS = {
  HasLinkTargetIDList: 0x1,
  HasLinkInfo: 0x2,
  HasName: 0x4,
  HasRelativePath: 0x8,
  HasWorkingDir: 0x10,
  HasArguments: 0x20,
  HasIconLocation: 0x40,
  IsUnicode: 0x80,
  ForceNoLinkInfo: 0x100,
  HasExpString: 0x200,
  RunInSeparateProcess: 0x400,
  HasDarwinID: 0x1000,
  RunAsUser: 0x2000,
  HasExpIcon: 0x4000,
  NoPidlAlias: 0x8000,
  RunWithShimLayer: 0x2_0000,
  ForceNoLinkTrack: 0x4_0000,
  EnableTargetMetadata: 0x8_0000,
  DisableLinkPathTracking: 0x10_0000,
  DisableKnownFolderTracking: 0x20_0000,
  DisableKnownFolderAlias: 0x40_0000,
  AllowLinkToLink: 0x80_0000,
  UnaliasOnSave: 0x100_0000,
  PreferEnvironmentPath: 0x200_0000,
  KeepLocalIDListForUNCTarget: 0x400_0000,
} as const;

const HEADER = 76;
const INFO_LIMIT = 1 << 20;
const SIGNATURE = '4c0000000114020000000000c000000000000046';

/** Whether these are the first bytes of a shortcut. */
export function isShortcut(head: Buffer): boolean {
  return head.toString('hex', 0, 20) === SIGNATURE;
}

/** Reads a shortcut. Undefined where it is none. Damage goes to `problem`, and what is good is kept. */
export function readLnk(source: ByteSource, problem: (problem: Problem) => void): LnkFile | undefined {
  const file = new RandomAccess(source);
  const head = file.part(0, HEADER);
  if (!isShortcut(head)) return undefined;
  const damage = new Damage(source, 'LNK', problem);
  const whole = Buffer.concat([head, Buffer.alloc(HEADER - head.length)]);
  const lnk: LnkFile = {
    flags: whole.readUInt32LE(20),
    attributes: whole.readUInt32LE(24),
    created: fileTime(whole.readBigUInt64LE(28)),
    accessed: fileTime(whole.readBigUInt64LE(36)),
    modified: fileTime(whole.readBigUInt64LE(44)),
    fileSize: whole.readUInt32LE(52),
    iconIndex: whole.readInt32LE(56),
    showCommand: whole.readUInt32LE(60),
    hotkey: whole.readUInt16LE(64),
    target: [],
    info: undefined,
    description: undefined,
    relativePath: undefined,
    workingDirectory: undefined,
    commandLine: undefined,
    icon: undefined,
    extra: {},
    overlay: undefined,
  };
  damage.attempt('header', () => {
    if (head.length < HEADER) throw new OutOfData(head.length, `the file has ${head.length} of its ${HEADER} bytes`);
  });
  const end = damage.attemptValue('structure', () => readParts(file, lnk, damage));
  if (end !== undefined && end < file.size) lnk.overlay = { offset: end, size: file.size - end };
  damage.end();
  return lnk;
}

/** What follows the header; returns where it ends. */
function readParts(file: RandomAccess, lnk: LnkFile, damage: Damage): number {
  const has = (flag: keyof typeof LINK_FLAGS): boolean => (lnk.flags & LINK_FLAGS[flag]) !== 0;
  let at = HEADER;
  if (has('HasLinkTargetIDList')) {
    const size = file.u16(at);
    damage.attempt('target', () => readIdList(file.bytes(at + 2, size), lnk.target));
    at += 2 + size;
  }
  if (has('HasLinkInfo') && !has('ForceNoLinkInfo')) {
    const size = file.u32(at);
    const start = at;
    if (size > INFO_LIMIT) throw new OutOfData(at, `the link information says it is ${size} bytes long`);
    lnk.info = damage.attemptValue('link information', () => readLinkInfo(file.bytes(start, size), start));
    if (size < 4) throw new OutOfData(at, `the link information says it is ${size} bytes long`);
    at += size;
  }
  const text = (flag: keyof typeof LINK_FLAGS): string | undefined => {
    if (!has(flag)) return undefined;
    const count = file.u16(at);
    const size = has('IsUnicode') ? count * 2 : count;
    const bytes = file.part(at + 2, size);
    const start = at;
    at += 2 + size;
    if (bytes.length < size) damage.damaged('text', start, `${bytes.length} of its ${size} bytes are there`);
    return has('IsUnicode') ? bytes.toString('utf16le') : bytes.toString('latin1');
  };
  lnk.description = text('HasName');
  lnk.relativePath = text('HasRelativePath');
  lnk.workingDirectory = text('HasWorkingDir');
  lnk.commandLine = text('HasArguments');
  lnk.icon = text('HasIconLocation');
  return readExtraData(file, at, lnk.extra, damage);
}

/** Windows counts tenths of microseconds since 1601. */
function fileTime(value: bigint): string | null {
  return value === 0n ? null : utcTime(Number(value / 10_000n) - 11_644_473_600_000);
}
