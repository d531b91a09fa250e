import type { ArchiveMember, ArchiveRemark } from './types.ts';

/** Extensions that run, and those that look harmless before them. */
const RUNS =
  'exe|scr|com|pif|bat|cmd|js|jse|vbs|vbe|wsf|wsh|hta|ps1|lnk|msi|jar|cpl|dll|url|iso|img|chm|reg|xll|inf|application|appref-ms|msc|sh|elf|apk|py';
const DOUBLE = new RegExp(
  `\\.(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|rtf|txt|csv|jpe?g|png|gif|bmp|mp[34]|avi|html?|xml|eml|zip|rar|7z|odt|ods)[\\s_.]*\\.(?:${RUNS})$`,
  'i',
);
const TURNS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/;
const LONGEST_NAME = 4096;

/** A member with what its name shows. */
export function newMember(name: string, facts: Partial<ArchiveMember>): ArchiveMember {
  const path = name.slice(0, LONGEST_NAME).replaceAll('\\', '/');
  return {
    ...{ name: path, kind: 'file', size: null, packed: null, isEncrypted: false, crc32: null, modified: null },
    ...{ method: null, target: null },
    ...facts,
    remarks: [...remarksOf(path, facts.target ?? null), ...(facts.remarks ?? [])],
  };
}

function remarksOf(path: string, target: string | null): ArchiveRemark[] {
  const remarks: ArchiveRemark[] = [];
  const leaves = climbs(path) || (target !== null && (climbs(`${folderOf(path)}${target}`) || isAbsolute(target)));
  if (leaves) remarks.push('climbs');
  if (isAbsolute(path)) remarks.push('absolute');
  if (DOUBLE.test(path.slice(-200))) remarks.push('double_extension');
  if (TURNS.test(path)) remarks.push('right_to_left');
  if (/\s{10}/.test(path)) remarks.push('blanks');
  if (/[\x00-\x1f\x7f]/.test(path)) remarks.push('control_characters');
  return remarks;
}

function climbs(path: string): boolean {
  let depth = 0;
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

const isAbsolute = (path: string): boolean => /^(?:\/|[A-Za-z]:|\\\\)/.test(path);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The date and time of MS-DOS, which has no zone; null where it is none. */
export function dosTime(date: number, time: number): string | null {
  const month = (date >> 5) & 0xf;
  const day = date & 0x1f;
  if (month < 1 || month > 12 || day < 1) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [time >> 11, (time >> 5) & 0x3f, (time & 0x1f) * 2].map(two).join(':');
  return `${1980 + (date >> 9)}-${two(month)}-${two(day)} ${clock}`;
}

/** Seconds since 1970 in UTC; null for what is out of range. */
export function unixTime(seconds: number): string | null {
  if (!(seconds > 0 && seconds < 253_402_300_800)) return null;
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The number of 100 ns since 1601, in UTC. */
export function fileTime(value: bigint): string | null {
  return unixTime(Number(value / 10_000_000n) - 11_644_473_600);
}

export const crcText = (crc: number): string => crc.toString(16).padStart(8, '0');
