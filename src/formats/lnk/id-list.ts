import { OutOfData } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';
import { guidOf } from '../pe/debug.ts';

/** One step of the way from the desktop to the target. */
export interface IdItem {
  kind: 'root' | 'drive' | 'folder' | 'file' | 'network' | 'uri' | 'other';
  /** What the step is called; a class id in braces for a root. Undefined where it isn't known how it says so. */
  name: string | undefined;
}

const LIMIT = 128;

export function readIdList(bytes: Buffer, items: IdItem[]): void {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const size = bytes.readUInt16LE(at);
    if (size === 0) return;
    if (size < 3 || at + size > bytes.length) throw new OutOfData(-1, `an item says it is ${size} bytes long`);
    if (items.length >= LIMIT) throw new OutOfData(-1, `it has more than ${LIMIT} items`);
    items.push(readItem(bytes.subarray(at, at + size)));
    at += size;
  }
}

function readItem(item: Buffer): IdItem {
  const type = item[2]!;
  const group = type & 0x70;
  if (type === 0x1f && item.length >= 20) return { kind: 'root', name: `{${guidOf(item.subarray(4, 20))}}` };
  if (group === 0x20) {
    if (type === 0x2e && item.length >= 20) return { kind: 'root', name: `{${guidOf(item.subarray(4, 20))}}` };
    return { kind: 'drive', name: (type & 1) === 0 ? undefined : textAt(item, 3) };
  }
  if (group === 0x30) return { kind: (type & 1) === 0 ? 'file' : 'folder', name: longName(item) ?? shortName(item) };
  if (group === 0x40) return { kind: 'network', name: item.length > 5 ? textAt(item, 5) : undefined };
  if (type === 0x61) return { kind: 'uri', name: uriOf(item) };
  return { kind: 'other', name: undefined };
}

function textAt(item: Buffer, at: number): string {
  const end = item.indexOf(0, at);
  return decodeText(item.subarray(at, end < 0 ? item.length : end));
}

function wideAt(item: Buffer, at: number): string {
  let end = at;
  while (end + 1 < item.length && item.readUInt16LE(end) !== 0) end += 2;
  return item.toString('utf16le', at, end);
}

function shortName(item: Buffer): string | undefined {
  if (item.length <= 14) return undefined;
  return (item[2]! & 4) !== 0 ? wideAt(item, 14) : textAt(item, 14);
}

/** The last two bytes say where a block with the long name begins; what stands before the name grew with Windows. */
function longName(item: Buffer): string | undefined {
  const block = item.length >= 4 ? item.readUInt16LE(item.length - 2) : 0;
  if (block < 14 || block + 20 > item.length || item.readUInt32LE(block + 4) !== 0xbeef_0004) return undefined;
  const version = item.readUInt16LE(block + 2);
  let at = block + 18;
  if (version >= 7) at += 18;
  if (version >= 3) at += 2;
  if (version >= 9) at += 4;
  if (version >= 8) at += 4;
  const name = wideAt(item, at);
  return name === '' ? undefined : name;
}

function uriOf(item: Buffer): string | undefined {
  if (item.length < 8) return undefined;
  const isWide = (item[3]! & 0x80) !== 0;
  const at = 6 + item.readUInt16LE(4);
  if (at >= item.length) return undefined;
  return isWide ? wideAt(item, at) : textAt(item, at);
}

/** The path that the items spell, as far as they have names: `C:\Windows\System32\cmd.exe`. */
export function pathOf(items: readonly IdItem[]): string | null {
  let path = '';
  for (const { kind, name } of items) {
    if (kind === 'root' || name === undefined) continue;
    path += path === '' || path.endsWith('\\') ? name : `\\${name}`;
  }
  return path === '' ? null : path;
}
