import type { Damage } from '../binary/damage.ts';
import type { RandomAccess } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';
import { guidOf } from '../pe/debug.ts';

/** Blocks that follow the texts, as far as they say something. */
export interface ExtraData {
  /** The target with environment variables. */
  environment?: string;
  iconEnvironment?: string;
  darwinId?: string;
  shimLayer?: string;
  specialFolder?: number;
  knownFolder?: string;
  /** Where the link was made: name and network address of the machine. */
  machineId?: string;
  macAddress?: string;
  droid?: string;
}

const BLOCK_LIMIT = 64;
const SIZE_LIMIT = 1 << 20;

/** Returns the end of the last block. */
export function readExtraData(file: RandomAccess, start: number, extra: ExtraData, damage: Damage): number {
  let at = start;
  for (let i = 0; at + 4 <= file.size; i++) {
    const size = file.u32(at);
    // The closing block.
    if (size < 4) return at + 4;
    if (i >= BLOCK_LIMIT) {
      damage.limit('extra data', at, BLOCK_LIMIT);
      return at;
    }
    if (size < 8 || size > SIZE_LIMIT || at + size > file.size) {
      damage.damaged('extra data', at, `a block says it is ${size} bytes long`);
      return at;
    }
    readBlock(file.bytes(at, size), extra);
    at += size;
  }
  return Math.min(at, file.size);
}

function readBlock(block: Buffer, extra: ExtraData): void {
  switch (block.readUInt32LE(4)) {
    case 0xa000_0001:
      assign(extra, 'environment', twice(block));
      break;
    case 0xa000_0003:
      readTracker(block, extra);
      break;
    case 0xa000_0005:
      if (block.length >= 12) extra.specialFolder = block.readUInt32LE(8);
      break;
    case 0xa000_0006:
      assign(extra, 'darwinId', twice(block));
      break;
    case 0xa000_0007:
      assign(extra, 'iconEnvironment', twice(block));
      break;
    case 0xa000_0008:
      assign(extra, 'shimLayer', wide(block.subarray(8)));
      break;
    case 0xa000_000b:
      if (block.length >= 24) extra.knownFolder = guidOf(block.subarray(8, 24));
      break;
  }
}

function assign(extra: ExtraData, name: 'environment' | 'darwinId' | 'iconEnvironment' | 'shimLayer', text: string) {
  if (text !== '') extra[name] = text;
}

/** Text twice: 260 bytes of the code page, then 520 of UTF-16, which may be empty. */
function twice(block: Buffer): string {
  return wide(block.subarray(8 + 260)) || narrow(block.subarray(8, 8 + 260));
}

function wide(bytes: Buffer): string {
  const text = bytes.subarray(0, bytes.length & ~1).toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function narrow(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return decodeText(bytes.subarray(0, end < 0 ? bytes.length : end));
}

function readTracker(block: Buffer, extra: ExtraData): void {
  if (block.length < 0x60) return;
  extra.machineId = narrow(block.subarray(16, 32));
  // The second id is of version 1, whose last six bytes are a network address.
  const id = block.subarray(48, 64);
  extra.droid = guidOf(id);
  if (id[7]! >> 4 === 1) extra.macAddress = (id.toString('hex', 10).match(/../g) ?? []).join(':');
}
