import { createHash } from 'node:crypto';
import type { PeImage } from './headers.ts';

export interface RichHeader {
  /** Offset of the encrypted `DanS`. */
  offset: number;
  key: number;
  /** MD5 of the decrypted header, as VirusTotal and CAPE compute it. */
  md5: string;
  entries: { product: number; build: number; count: number }[];
}

const MARK = 0x6863_6952;
const START = 0x536e_6144;

/** What Microsoft's linker notes of the tools that made the objects; undefined where another linker was used. */
export function readRich(image: PeImage): RichHeader | undefined {
  const stub = image.file.part(0, Math.min(image.headers.offset, 0x1000));
  for (let at = 0x40 + 16; at + 8 <= stub.length; at += 4) {
    if (stub.readUInt32LE(at) !== MARK) continue;
    const key = stub.readUInt32LE(at + 4);
    for (let start = at - 4; start >= 0x40; start -= 4) {
      if ((stub.readUInt32LE(start) ^ key) >>> 0 === START) return decode(stub, start, at, key);
    }
  }
  return undefined;
}

function decode(stub: Buffer, start: number, end: number, key: number): RichHeader {
  const clear = Buffer.alloc(end - start);
  for (let i = 0; i < clear.length; i += 4) clear.writeUInt32LE((stub.readUInt32LE(start + i) ^ key) >>> 0, i);
  const entries: RichHeader['entries'] = [];
  for (let i = 16; i + 8 <= clear.length; i += 8) {
    entries.push({
      product: clear.readUInt16LE(i + 2),
      build: clear.readUInt16LE(i),
      count: clear.readUInt32LE(i + 4),
    });
  }
  return { offset: start, key, md5: createHash('md5').update(clear).digest('hex'), entries };
}
