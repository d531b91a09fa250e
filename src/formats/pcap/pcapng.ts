import { networkProblems } from '../../errors/network.ts';
import type { Problem } from '../../errors/problem.ts';
import { u16, u16le, u32, u32le } from './bytes.ts';
import type { CaptureReader, Packet } from './types.ts';
import type { Window } from './window.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const PACKET = 6;
const SECRETS = 10;
/** Blocks of other types are passed over. */
const READ = new Set([INTERFACE, OLD_PACKET, SIMPLE_PACKET, PACKET, SECRETS]);
const TLS_KEY_LOG = 0x544c534b;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
const MAX_INTERFACES = 4096;
const MAX_SECRETS = 1 << 20;
/** Enough for the fixed fields of every block that is read. */
const BLOCK_HEAD = 28;

interface Interface {
  linkType: number;
  snapLength: number;
  /** Time stamps count these parts of a second. */
  resolution: number;
  offsetSeconds: number;
}

/** The first four bytes of a pcapng. */
export const isPcapngMagic = (bytes: Uint8Array): boolean => u32(bytes, 0) === SECTION;

/** Reads the packets of a pcapng, section by section. */
export class PcapngReader implements CaptureReader {
  readonly format = 'pcapng';
  readonly packet: Packet;
  secrets = '';
  problem: Problem | undefined;
  readonly #window: Window;
  readonly #name: string;
  readonly #maxRecord: number;
  #position = 0;
  #littleEndian = true;
  #interfaces: Interface[] = [];

  constructor(window: Window, name: string, maxRecord: number) {
    this.#window = window;
    this.#name = name;
    this.#maxRecord = maxRecord;
    this.packet = {
      bytes: window.bytes,
      start: 0,
      end: 0,
      wireLength: 0,
      offset: 0,
      position: 0,
      time: 0,
      linkType: 0,
    };
  }

  next(): boolean {
    while (!this.problem && this.#position < this.#window.size) {
      if (this.#block()) return true;
    }
    return false;
  }

  /** Reads one block; true when it was a packet. */
  #block(): boolean {
    const offset = this.#position;
    const window = this.#window;
    const at = window.at(offset, 12);
    if (at < 0) return this.#truncated(offset, 'a block needs 12 bytes');
    if (u32(window.bytes, at) === SECTION && !this.#section(at, offset)) return false;
    const type = this.#u32(at);
    const length = this.#u32(at + 4);
    if (length < 12 || length % 4 !== 0) {
      return this.#damaged(offset, `a block of type ${type} claims ${length} bytes`);
    }
    if (offset + length > window.size) return this.#truncated(offset, `a block of ${length} bytes begins`);
    this.#position = offset + length;
    if (!READ.has(type)) return false;
    if (length > this.#maxRecord) {
      return this.#damaged(offset, `a block of type ${type} claims ${length} bytes, more than ${this.#maxRecord}`);
    }
    const start = window.at(offset, length);
    if (start < 0) return this.#truncated(offset, `a block of ${length} bytes begins`);
    return this.#read(type, start, length, offset);
  }

  #read(type: number, start: number, length: number, offset: number): boolean {
    if (type === INTERFACE) return this.#interface(start, length, offset);
    if (type === SECRETS) return this.#keys(start, length);
    if (type === SIMPLE_PACKET) return this.#simplePacket(start, length, offset);
    if (length < BLOCK_HEAD + 4) return this.#damaged(offset, `a packet block has only ${length} bytes`);
    const id = type === PACKET ? this.#u32(start + 8) : this.#u16(start + 8);
    const from = this.#interfaces[id];
    if (!from) return this.#damaged(offset, `a packet comes from interface ${id}, which was never described`);
    const captured = this.#u32(start + 20);
    if (captured > length - BLOCK_HEAD - 4) {
      return this.#damaged(offset, `a packet of ${captured} bytes stands in a block of ${length}`);
    }
    this.packet.time = seconds(this.#u32(start + 12), this.#u32(start + 16), from);
    this.#packet(start + BLOCK_HEAD, captured, this.#u32(start + 24), from, offset);
    return true;
  }

  /** Has no time of its own: it gets that of the packet before. */
  #simplePacket(start: number, length: number, offset: number): boolean {
    const from = this.#interfaces[0];
    if (length < 16 || !from) return this.#damaged(offset, 'a simple packet block without length or interface');
    const wireLength = this.#u32(start + 8);
    const limit = from.snapLength === 0 ? wireLength : Math.min(wireLength, from.snapLength);
    this.#packet(start + 12, Math.min(limit, length - 16), wireLength, from, offset);
    return true;
  }

  #packet(start: number, captured: number, wireLength: number, from: Interface, offset: number): void {
    const packet = this.packet;
    packet.bytes = this.#window.bytes;
    packet.start = start;
    packet.end = start + captured;
    packet.wireLength = Math.max(captured, wireLength);
    packet.offset = offset;
    packet.position = this.#window.base + start;
    packet.linkType = from.linkType;
  }

  /** A section may have another byte order than the one before; its interfaces are its own. */
  #section(at: number, offset: number): boolean {
    const { bytes } = this.#window;
    const order = u32(bytes, at + 8);
    if (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a) {
      return this.#damaged(offset, `a section header has the byte order mark ${order.toString(16)}`);
    }
    this.#littleEndian = order === 0x4d3c2b1a;
    this.#interfaces = [];
    return true;
  }

  #interface(start: number, length: number, offset: number): boolean {
    if (length < 20) return this.#damaged(offset, `an interface block has only ${length} bytes`);
    if (this.#interfaces.length >= MAX_INTERFACES) {
      return this.#damaged(offset, `a section has more than ${MAX_INTERFACES} interfaces`);
    }
    const described: Interface = {
      linkType: this.#u16(start + 8),
      snapLength: this.#u32(start + 12),
      resolution: 1e6,
      offsetSeconds: 0,
    };
    this.#options(start + 16, start + length - 4, described);
    this.#interfaces.push(described);
    return false;
  }

  #options(start: number, end: number, described: Interface): void {
    const { bytes } = this.#window;
    for (let at = start; at + 4 <= end; ) {
      const code = this.#u16(at);
      const length = this.#u16(at + 2);
      if (code === 0 || at + 4 + length > end) return;
      if (code === TIME_RESOLUTION && length === 1) {
        const value = bytes[at + 4]!;
        described.resolution = value & 0x80 ? 2 ** Math.min(value & 0x7f, 63) : 10 ** Math.min(value, 19);
      }
      if (code === TIME_OFFSET && length === 8) {
        const [first, second] = [this.#u32(at + 4), this.#u32(at + 8)];
        const [high, low] = this.#littleEndian ? [second, first] : [first, second];
        described.offsetSeconds = (high | 0) * 2 ** 32 + low;
      }
      at += 4 + ((length + 3) & ~3);
    }
  }

  #keys(start: number, length: number): boolean {
    if (length < 20 || this.#u32(start + 8) !== TLS_KEY_LOG) return false;
    const room = Math.min(length - 20, this.#u32(start + 12), MAX_SECRETS - this.secrets.length);
    if (room > 0) this.secrets += `${this.#window.bytes.toString('latin1', start + 16, start + 16 + room)}\n`;
    return false;
  }

  #u16(at: number): number {
    return this.#littleEndian ? u16le(this.#window.bytes, at) : u16(this.#window.bytes, at);
  }

  #u32(at: number): number {
    return this.#littleEndian ? u32le(this.#window.bytes, at) : u32(this.#window.bytes, at);
  }

  #truncated(offset: number, what: string): false {
    this.problem = networkProblems.truncated(this.#name, offset, this.#window.size, what);
    return false;
  }

  #damaged(offset: number, what: string): false {
    this.problem = networkProblems.damaged(this.#name, offset, what);
    return false;
  }
}

function seconds(high: number, low: number, { resolution, offsetSeconds }: Interface): number {
  const ticks = high * 2 ** 32 + low;
  if (ticks <= Number.MAX_SAFE_INTEGER)
    return offsetSeconds + Math.floor(ticks / resolution) + (ticks % resolution) / resolution;
  const exact = (BigInt(high) << 32n) | BigInt(low);
  const parts = BigInt(resolution);
  return offsetSeconds + Number(exact / parts) + Number(exact % parts) / resolution;
}
