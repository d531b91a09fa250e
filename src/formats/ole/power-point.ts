import { constants, inflateSync } from 'node:zlib';
import type { Damage } from '../binary/damage.ts';

/** A storage that a presentation keeps compressed: its VBA project, or an embedded object. */
export interface PowerPointStorage {
  bytes: Buffer;
  offset: number;
}

const EX_OLE_STORAGE = 0x1011;
const LIST = 0x0f;
const UNPACKED = 32 << 20;
const STORAGES = 256;
const RECORDS = 1 << 20;

/** Storages in the stream `PowerPoint Document`: records with version, type and length, some of which hold others. */
export function readPowerPoint(bytes: Buffer, damage: Damage): PowerPointStorage[] {
  const found: PowerPointStorage[] = [];
  let budget = UNPACKED;
  let records = 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    if (++records > RECORDS) {
      damage.limit('presentation', -1, RECORDS);
      break;
    }
    const head = bytes.readUInt16LE(at);
    const type = bytes.readUInt16LE(at + 2);
    const size = bytes.readUInt32LE(at + 4);
    // What holds records is entered; the length of that is not needed.
    if ((head & 0xf) === LIST) {
      at += 8;
      continue;
    }
    const data = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + size));
    if (data.length < size) damage.damaged('presentation', -1, `record ${type} at ${at} is cut`);
    if (type === EX_OLE_STORAGE) {
      if (found.length >= STORAGES) {
        damage.limit('embedded storages', -1, STORAGES);
        break;
      }
      const storage = unpack(data, head >> 4 === 1, budget);
      if (typeof storage === 'string') damage.damaged('presentation', -1, `the storage at ${at}: ${storage}`);
      else {
        budget -= storage.length;
        found.push({ bytes: storage, offset: at });
      }
    }
    at += 8 + size;
  }
  return found;
}

function unpack(data: Buffer, isPacked: boolean, limit: number): Buffer | string {
  if (!isPacked) return Buffer.from(data.subarray(0, limit));
  if (data.length < 4) return 'it is cut';
  if (limit <= 0) return `all of them unpack to more than ${UNPACKED} bytes`;
  try {
    // PowerPoint itself writes streams without their end.
    return inflateSync(data.subarray(4), { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    return (error as Error).message;
  }
}
