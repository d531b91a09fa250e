import type { Peek } from './peek.ts';

const SIGNATURE = 'L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46';
const PARTS = [
  'Item id list present',
  'Points to a file or directory',
  'Has Description string',
  'Has Relative path',
  'Has Working directory',
  'Has command line arguments',
];
const ICON = 0x40;
const ATTRIBUTES = [
  'Read-Only',
  'Hidden',
  'System',
  'Volume Label',
  'Directory',
  'Archive',
  'Encrypted',
  'Normal',
  'Temporary',
  'Sparse',
  'Reparse point',
  'Compressed',
  'Offline',
];
/** libmagic takes the number for bits, so that 7 becomes three words. */
const WINDOWS = [
  'hide',
  'normal',
  'showminimized',
  'showmaximized',
  'shownoactivate',
  'minimize',
  'showminnoactive',
  'showna',
  'restore',
  'showdefault',
];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Text for a Windows shortcut (.lnk); undefined for anything else. */
export function describeShortcut(file: Peek): string | undefined {
  if (!file.has(0, SIGNATURE)) return undefined;
  const flags = file.u32(20) ?? 0;
  const words = ['MS Windows shortcut', ...bits(PARTS, flags)];
  if (flags & ICON) words.push(`Icon number=${file.i32(56) ?? 0}`);
  words.push(...bits(ATTRIBUTES, file.u32(24) ?? 0));
  for (const [name, at] of [
    ['ctime', 28],
    ['mtime', 36],
    ['atime', 44],
  ] as const) {
    const time = file.u64(at);
    if (time !== undefined) words.push(`${name}=${date(time)}`);
  }
  const length = file.u32(52);
  if (length !== undefined) words.push(`length=${length}`, `window=${bits(WINDOWS, file.u32(60) ?? 0).join('')}`);
  return words.join(', ');
}

function bits(names: readonly string[], flags: number): string[] {
  return names.filter((_, bit) => flags & (1 << bit));
}

/** 100-nanosecond steps since 1601 as `Mon Jul 13 23:32:37 2009`, in UTC. */
function date(filetime: number): string {
  const time = new Date((Math.floor(filetime / 1e7) - 11644473600) * 1000);
  if (Number.isNaN(time.getTime())) return '*Invalid datetime*';
  const clock = time.toISOString().replace(/^.*T|\..*$/g, '');
  const day = String(time.getUTCDate()).padStart(2);
  return `${DAYS[time.getUTCDay()]} ${MONTHS[time.getUTCMonth()]} ${day} ${clock} ${time.getUTCFullYear()}`;
}
