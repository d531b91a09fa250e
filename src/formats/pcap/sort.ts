import type { ByteSource } from '../../util/byte-source.ts';
import { type Addresses, endpointKey, PairMap } from './addresses.ts';
import { u16 } from './bytes.ts';
import { type IpDecoder, Protocol } from './ip.ts';
import type { Packet } from './types.ts';

/** Cuckoo writes no more, whatever the packets have. */
const SNAP_LENGTH = 1500;
const OUTPUT = 1 << 18;
const HEADER = 16;

interface Flow {
  id: number;
  src: string;
  dst: string;
  sport: number;
  dport: number;
  protocol: number;
  records: number;
}

const BLOCK_BITS = 16;
const BLOCK = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK - 1;

/** Numbers by index, in blocks: growing copies nothing. */
class Column {
  readonly #blocks: (Float64Array | Uint32Array)[] = [];
  readonly #make: () => Float64Array | Uint32Array;

  constructor(make: () => Float64Array | Uint32Array) {
    this.#make = make;
  }

  get(index: number): number {
    return this.#blocks[index >>> BLOCK_BITS]![index & IN_BLOCK]!;
  }

  set(index: number, value: number): void {
    const block = index >>> BLOCK_BITS;
    if (block === this.#blocks.length) this.#blocks.push(this.#make());
    this.#blocks[block]![index & IN_BLOCK] = value;
  }
}

const doubles = (): Column => new Column(() => new Float64Array(BLOCK));
const words = (): Column => new Column(() => new Uint32Array(BLOCK));

/**
 * The capture as Cuckoo 1 and 2 sort it: by flow, then by time, then as it was. Each record costs 24 bytes of memory
 * until it is written. What Cuckoo's sorting changes is changed here too: times lose up to two microseconds, and the
 * original length becomes the captured one.
 */
export class SortedCapture {
  readonly #positions = doubles();
  readonly #times = doubles();
  readonly #lengths = words();
  readonly #flowOf = words();
  readonly #flows: Flow[] = [];
  readonly #byPair = new Map<number, PairMap<Flow>>();
  readonly #limit: number;
  #count = 0;
  #linkType = 1;

  constructor(limit = 4_000_000) {
    this.#limit = limit;
  }

  get records(): number {
    return this.#count;
  }

  /** Takes the next record, and what was decoded of it if it is an IP packet; false when there are too many. */
  add(packet: Packet, ip: IpDecoder | undefined): boolean {
    if (this.#count >= this.#limit) return false;
    const index = this.#count++;
    const flow = ip ? this.#flow(ip) : this.#of(-1, 0, 0, 0, 0, undefined);
    flow.records++;
    this.#positions.set(index, packet.position);
    this.#times.set(index, packet.time);
    this.#lengths.set(index, packet.end - packet.start);
    this.#flowOf.set(index, flow.id);
    this.#linkType = packet.linkType;
    return true;
  }

  /**
   * Writes the sorted capture piece by piece; a piece is valid until the next. Cuckoo 1 writes big-endian, and less
   * precise times.
   */
  *write(source: ByteSource, { isCuckoo1 }: { isCuckoo1: boolean }): Generator<Uint8Array> {
    const output = Buffer.allocUnsafe(OUTPUT);
    fileHeader(this.#linkType, isCuckoo1).copy(output);
    let at = 24;
    const writeU32 = (target: Buffer, value: number, position: number) =>
      isCuckoo1 ? target.writeUInt32BE(value >>> 0, position) : target.writeUInt32LE(value >>> 0, position);
    for (const index of this.#order()) {
      const length = this.#lengths.get(index);
      if (at + HEADER + length > output.length) {
        yield output.subarray(0, at);
        at = 0;
      }
      const whole = at + HEADER + length > output.length;
      const target = whole ? Buffer.allocUnsafe(HEADER + length) : output;
      const start = whole ? 0 : at;
      const [seconds, microseconds] = rewrittenTime(this.#times.get(index), !isCuckoo1);
      writeU32(target, seconds, start);
      writeU32(target, microseconds, start + 4);
      writeU32(target, length, start + 8);
      writeU32(target, length, start + 12);
      const body = target.subarray(start + HEADER, start + HEADER + length);
      source.read(body, this.#positions.get(index));
      if (whole) yield target;
      else at += HEADER + length;
    }
    if (at > 0) yield output.subarray(0, at);
  }

  /** Indexes of records: flows one after the other, each by time. */
  #order(): Uint32Array {
    const times = this.#times;
    const sorted = [...this.#flows].sort(byTuple);
    const next = new Uint32Array(sorted.length);
    const starts: number[] = [];
    let start = 0;
    for (const flow of sorted) {
      next[flow.id] = start;
      starts.push(start);
      start += flow.records;
    }
    const order = new Uint32Array(this.#count);
    for (let index = 0; index < this.#count; index++) order[next[this.#flowOf.get(index)]!++] = index;
    starts.push(this.#count);
    for (let i = 0; i + 1 < starts.length; i++) {
      const part = order.subarray(starts[i], starts[i + 1]);
      if (!isOrdered(part, times)) part.sort((a, b) => times.get(a) - times.get(b) || a - b);
    }
    return order;
  }

  #flow({ addresses, protocol, bytes, start, end, src, dst }: IpDecoder): Flow {
    const hasPorts = (protocol === Protocol.tcp || protocol === Protocol.udp) && start + 4 <= end;
    const [sport, dport] = hasPorts ? [u16(bytes, start), u16(bytes, start + 2)] : [0, 0];
    return this.#of(protocol, src, dst, sport, dport, addresses);
  }

  #of(
    protocol: number,
    src: number,
    dst: number,
    sport: number,
    dport: number,
    addresses: Addresses | undefined,
  ): Flow {
    let pairs = this.#byPair.get(protocol);
    if (!pairs) this.#byPair.set(protocol, (pairs = new PairMap()));
    const from = endpointKey(src, sport);
    const to = endpointKey(dst, dport);
    let flow = pairs.get(to, from) ?? pairs.get(from, to);
    if (!flow) {
      const [one, other] = addresses ? [addresses.text(src), addresses.text(dst)] : ['', ''];
      flow = { id: this.#flows.length, src: one, dst: other, sport, dport, protocol, records: 0 };
      this.#flows.push(flow);
      pairs.set(from, to, flow);
    }
    return flow;
  }
}

function fileHeader(linkType: number, isBigEndian: boolean): Buffer {
  const header = Buffer.alloc(24);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  view.setUint32(0, 0xa1b2c3d4, !isBigEndian);
  view.setUint16(4, 2, !isBigEndian);
  view.setUint16(6, 4, !isBigEndian);
  view.setUint32(16, SNAP_LENGTH, !isBigEndian);
  view.setUint32(20, linkType, !isBigEndian);
  return header;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Addresses compare as text. What is no IP comes first. */
function byTuple(a: Flow, b: Flow): number {
  return (
    compare(a.src, b.src) ||
    compare(a.dst, b.dst) ||
    a.sport - b.sport ||
    a.dport - b.dport ||
    a.protocol - b.protocol ||
    a.id - b.id
  );
}

function isOrdered(part: Uint32Array, times: Column): boolean {
  for (let i = 1; i < part.length; i++) {
    if (times.get(part[i - 1]!) > times.get(part[i]!)) return false;
  }
  return true;
}

/** Cuckoo turns a time into whole microseconds twice, in binary fractions; Cuckoo 1 does not round before it cuts. */
function rewrittenTime(time: number, rounds: boolean): [seconds: number, microseconds: number] {
  let seconds = 0;
  let microseconds = 0;
  let current = time;
  for (let pass = 0; pass < 2; pass++) {
    seconds = Math.trunc(current);
    const fraction = current - seconds;
    microseconds = Math.trunc((rounds ? Number(fraction.toFixed(6)) : fraction) * 1e6);
    current = seconds + microseconds / 1e6;
  }
  return [seconds, microseconds];
}
