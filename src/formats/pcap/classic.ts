import { networkProblems } from '../../errors/network.ts';
import type { Problem } from '../../errors/problem.ts';
import { u16, u16le, u32, u32le } from './bytes.ts';
import type { CaptureReader, Packet } from './types.ts';
import type { Window } from './window.ts';

const FILE_HEADER = 24;
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
/** Alexey Kuznetzov's variant, whose record headers are eight bytes longer. */
const PATCHED = 0xa1b2cd34;

export interface ClassicHeader {
  littleEndian: boolean;
  /** Parts of a second that time stamps count. */
  resolution: number;
  recordHeader: number;
  linkType: number;
}

/** The first four bytes of a classic capture, in either byte order. */
export function isClassicMagic(bytes: Uint8Array): boolean {
  return [u32(bytes, 0), u32le(bytes, 0)].some((magic) => [MICROSECONDS, NANOSECONDS, PATCHED].includes(magic));
}

/** Reads the records of a classic capture. The caller has seen the magic, and that the header is whole. */
export class ClassicReader implements CaptureReader {
  readonly format = 'pcap';
  readonly secrets = '';
  readonly header: ClassicHeader;
  readonly packet: Packet;
  problem: Problem | undefined;
  readonly #window: Window;
  readonly #name: string;
  readonly #maxRecord: number;
  readonly #u32: (bytes: Uint8Array, at: number) => number;
  #position = FILE_HEADER;

  constructor(window: Window, name: string, maxRecord: number) {
    this.#window = window;
    this.#name = name;
    this.#maxRecord = maxRecord;
    const at = window.at(0, FILE_HEADER);
    const { bytes } = window;
    const littleEndian = bytes[at] === 0xd4 || bytes[at] === 0x4d || bytes[at] === 0x34;
    this.#u32 = littleEndian ? u32le : u32;
    const magic = this.#u32(bytes, at);
    this.header = {
      littleEndian,
      resolution: magic === NANOSECONDS ? 1e9 : 1e6,
      recordHeader: magic === PATCHED ? 24 : 16,
      // The upper half says whether frames end with a checksum.
      linkType: littleEndian ? u16le(bytes, at + 20) : u16(bytes, at + 22),
    };
    const { linkType } = this.header;
    this.packet = { bytes, start: 0, end: 0, wireLength: 0, offset: 0, position: 0, time: 0, linkType };
  }

  next(): boolean {
    if (this.problem) return false;
    const offset = this.#position;
    const window = this.#window;
    const header = this.header.recordHeader;
    let at = window.at(offset, header);
    if (at < 0) {
      if (offset < window.size) this.#truncated(offset, `a record header needs ${header} bytes`);
      return false;
    }
    const readU32 = this.#u32;
    const captured = readU32(window.bytes, at + 8);
    if (captured > this.#maxRecord) {
      const what = `a packet claims ${captured} captured bytes, more than ${this.#maxRecord}`;
      this.problem = networkProblems.damaged(this.#name, offset, what);
      return false;
    }
    at = window.at(offset, header + captured);
    if (at < 0) {
      this.#truncated(offset, `a packet of ${captured} bytes begins`);
      return false;
    }
    const { bytes } = window;
    const packet = this.packet;
    packet.bytes = bytes;
    packet.start = at + header;
    packet.end = packet.start + captured;
    packet.wireLength = Math.max(captured, readU32(bytes, at + 12));
    packet.offset = offset;
    packet.position = offset + header;
    packet.time = readU32(bytes, at) + readU32(bytes, at + 4) / this.header.resolution;
    this.#position = offset + header + captured;
    return true;
  }

  #truncated(offset: number, what: string): void {
    this.problem = networkProblems.truncated(this.#name, offset, this.#window.size, what);
  }
}
