import { type Addresses, type AddressKey, endpointKey, PairMap } from '../pcap/addresses.ts';
import { u16, u32 } from '../pcap/bytes.ts';
import type { Direction, Ends, Moment, StreamConsumer } from './types.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** What one side sent ahead of what is still missing. */
interface Waiting {
  seq: number;
  bytes: Buffer;
  moment: Moment;
}

interface Side {
  /** Sequence number that comes next; -1 before the first segment. */
  next: number;
  /** Sequence number of the SYN; -1 where it was not captured. */
  initial: number;
  /** Sequence number of the FIN; -1 before it came. */
  fin: number;
  /** Sequence number after the last byte that was sent, captured or not; -1 before the first. */
  sent: number;
  ended: boolean;
  /** Sorted by sequence number, then by arrival. */
  waiting: Waiting[];
  held: number;
}

interface Flow {
  lower: number;
  upper: number;
  /** Endpoint of direction 0. */
  client: number;
  ends: Ends;
  sides: [Side, Side];
  consumer: StreamConsumer | undefined;
  closed: boolean;
  wasReset: boolean;
  older: Flow | undefined;
  newer: Flow | undefined;
}

export interface ReassemblyLimits {
  /** Connections that are followed at once; the least recently active one makes room. */
  flows: number;
  /** Bytes one side may send ahead of a missing segment before that is given up. */
  waitingPerSide: number;
  /** Bytes that wait in all connections. */
  waiting: number;
}

export const REASSEMBLY_LIMITS: ReassemblyLimits = { flows: 32_768, waitingPerSide: 4 << 20, waiting: 64 << 20 };

/** Segments one side may send ahead, however small. */
const MAX_WAITING = 4096;
/** So many segments or bytes wait before an acknowledgement is believed that nobody will send the missing ones again. */
const PATIENCE = 8;
const PATIENCE_BYTES = 1 << 17;
/** A segment further ahead belongs to no connection; windows of real peers are smaller. */
const MAX_AHEAD = 1 << 26;

/**
 * Puts TCP segments in order. Where segments overlap, bytes that were delivered already count, and among those that
 * wait the segment that begins earlier, then the one that came earlier. What the sniffer cut off a packet is missing
 * like a packet that was lost: it may be sent again. Missing bytes are given up once the other side has acknowledged
 * them and more has come, when too much waits for them, and at the end.
 *
 * Connections that were open before the capture began are picked up at the first byte seen. A reset does not end a
 * connection, since it may be forged: only both FINs, another SYN, or the end do.
 */
export class TcpReassembler {
  readonly #flows = new PairMap<Flow>();
  readonly #addresses: Addresses;
  readonly #limits: ReassemblyLimits;
  readonly #open: (ends: Ends, moment: Moment) => StreamConsumer;
  #oldest: Flow | undefined;
  #newest: Flow | undefined;
  #held = 0;
  #last: Flow | undefined;
  /** Connections given up for want of room. */
  evicted = 0;

  /** `open` is called at the first byte of a connection. */
  constructor(
    addresses: Addresses,
    open: (ends: Ends, moment: Moment) => StreamConsumer,
    limits: ReassemblyLimits = REASSEMBLY_LIMITS,
  ) {
    this.#addresses = addresses;
    this.#open = open;
    this.#limits = limits;
  }

  /**
   * Takes a segment: `bytes[start…end)` is what was captured of it, from the TCP header on, `header` the length of
   * that, `wireLength` the length of the payload as it was sent.
   */
  segment(
    src: AddressKey,
    dst: AddressKey,
    bytes: Uint8Array,
    start: number,
    end: number,
    header: number,
    wireLength: number,
    moment: Moment,
  ): void {
    const flags = bytes[start + 13]!;
    const from = endpointKey(src, u16(bytes, start));
    const to = endpointKey(dst, u16(bytes, start + 2));
    const seq = u32(bytes, start + 4);
    let flow = this.#find(from, to);
    if (flow && flags & SYN && this.#isAnother(flow, from, flags, seq)) {
      this.#finish(flow, moment);
      this.#remove(flow);
      flow = undefined;
    }
    if (!flow) {
      if (!(flags & SYN) && wireLength === 0) return;
      flow = this.#create(src, dst, from, to, bytes, start, flags);
    }
    this.#touch(flow);
    if (flags & RST) {
      flow.wasReset = true;
      return;
    }
    if (flow.closed) return;
    const direction: Direction = from === flow.client ? 0 : 1;
    const side = flow.sides[direction];
    if (flags & SYN && side.next < 0) {
      side.initial = seq;
      side.next = (seq + 1) >>> 0;
    }
    const first = flags & SYN ? (seq + 1) >>> 0 : seq;
    if (wireLength > 0) {
      if (side.next < 0) side.next = first;
      this.#payload(flow, direction, first, bytes, start + header, Math.min(end, start + header + wireLength), moment);
      this.#noteSent(side, (first + wireLength) >>> 0);
    }
    if (flags & FIN && side.fin < 0) {
      side.fin = (first + wireLength) >>> 0;
      if (side.next < 0) side.next = side.fin;
    }
    if (flags & ACK) this.#acknowledge(flow, (1 - direction) as Direction, u32(bytes, start + 8));
    if (side.fin === side.next) this.#endSide(flow, direction);
  }

  /** Delivers what still waits, and closes every connection. */
  finish(moment: Moment): void {
    for (let flow = this.#oldest; flow; flow = flow.newer) this.#finish(flow, moment);
    this.#oldest = this.#newest = this.#last = undefined;
  }

  #find(from: number, to: number): Flow | undefined {
    const [lower, upper] = from < to ? [from, to] : [to, from];
    const last = this.#last;
    if (last && last.lower === lower && last.upper === upper) return last;
    const flow = this.#flows.get(lower, upper);
    if (flow) this.#last = flow;
    return flow;
  }

  /** Whether a SYN opens a new connection between the same ports, and isn't the old one's again. */
  #isAnother(flow: Flow, from: number, flags: number, seq: number): boolean {
    if (flags & ACK) return false;
    const side = flow.sides[from === flow.client ? 0 : 1];
    if (flow.closed || flow.wasReset) return true;
    return side.next >= 0 && side.initial !== seq;
  }

  #create(
    src: AddressKey,
    dst: AddressKey,
    from: number,
    to: number,
    bytes: Uint8Array,
    start: number,
    flags: number,
  ): Flow {
    if (this.#flows.size >= this.#limits.flows) this.#evict();
    const sport = u16(bytes, start);
    const dport = u16(bytes, start + 2);
    const isFromServer = flags & SYN ? (flags & ACK) !== 0 : sport < dport;
    const [lower, upper] = from < to ? [from, to] : [to, from];
    const [one, other] = [this.#addresses.text(src), this.#addresses.text(dst)];
    const ends = isFromServer
      ? { client: other, clientPort: dport, server: one, serverPort: sport }
      : { client: one, clientPort: sport, server: other, serverPort: dport };
    const flow: Flow = {
      lower,
      upper,
      client: isFromServer ? to : from,
      ends,
      sides: [newSide(), newSide()],
      consumer: undefined,
      closed: false,
      wasReset: false,
      older: undefined,
      newer: undefined,
    };
    this.#flows.set(lower, upper, flow);
    this.#last = flow;
    return flow;
  }

  #payload(
    flow: Flow,
    direction: Direction,
    seq: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moment: Moment,
  ): void {
    const side = flow.sides[direction];
    const ahead = (seq - side.next) | 0;
    if (side.ended || end <= start || ahead > MAX_AHEAD || ahead < -MAX_AHEAD) return;
    if (ahead > 0) this.#wait(flow, direction, seq, bytes, start, end, moment);
    else if (end - start + ahead > 0) {
      this.#deliver(flow, direction, bytes, start - ahead, end, moment);
      if (side.waiting.length > 0) this.#deliverWaiting(flow, direction);
    }
  }

  #noteSent(side: Side, end: number): void {
    const ahead = (end - side.next) | 0;
    if (ahead > MAX_AHEAD || ahead < -MAX_AHEAD) return;
    if (side.sent < 0 || ((end - side.sent) | 0) > 0) side.sent = end;
  }

  #deliver(flow: Flow, direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    const side = flow.sides[direction];
    side.next = (side.next + end - start) >>> 0;
    flow.consumer ??= this.#open(flow.ends, moment);
    flow.consumer.data(direction, bytes, start, end, moment);
  }

  #wait(
    flow: Flow,
    direction: Direction,
    seq: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moment: Moment,
  ): void {
    const side = flow.sides[direction];
    const ahead = (other: number) => (other - side.next) | 0;
    let at = side.waiting.length;
    while (at > 0 && ahead(side.waiting[at - 1]!.seq) > ahead(seq)) at--;
    const before = side.waiting[at - 1];
    if (before && before.seq === seq && before.bytes.length >= end - start) return;
    side.waiting.splice(at, 0, { seq, bytes: Buffer.from(bytes.subarray(start, end)), moment });
    side.held += end - start;
    this.#held += end - start;
    const { waitingPerSide, waiting } = this.#limits;
    if (side.held > waitingPerSide || this.#held > waiting || side.waiting.length > MAX_WAITING) {
      this.#giveUpGap(flow, direction);
    }
  }

  /** The other side says that it has everything before `ack`. */
  #acknowledge(flow: Flow, direction: Direction, ack: number): void {
    const side = flow.sides[direction];
    const [first] = side.waiting;
    if (!first || (side.waiting.length < PATIENCE && side.held < PATIENCE_BYTES)) return;
    if (((ack - first.seq) | 0) >= 0) this.#giveUpGap(flow, direction);
  }

  /** The missing bytes before the first waiting segment will not come. */
  #giveUpGap(flow: Flow, direction: Direction): void {
    const side = flow.sides[direction];
    const first = side.waiting[0];
    if (!first) return;
    const missing = (first.seq - side.next) | 0;
    if (missing > 0) {
      flow.consumer ??= this.#open(flow.ends, first.moment);
      side.next = first.seq;
      flow.consumer.gap(direction, missing, first.moment);
    }
    this.#deliverWaiting(flow, direction);
  }

  #deliverWaiting(flow: Flow, direction: Direction): void {
    const side = flow.sides[direction];
    let count = 0;
    for (const { seq, bytes, moment } of side.waiting) {
      const ahead = (seq - side.next) | 0;
      if (ahead > 0) break;
      count++;
      side.held -= bytes.length;
      this.#held -= bytes.length;
      if (ahead + bytes.length > 0) this.#deliver(flow, direction, bytes, -ahead, bytes.length, moment);
    }
    side.waiting.splice(0, count);
  }

  #endSide(flow: Flow, direction: Direction): void {
    const side = flow.sides[direction];
    if (side.ended) return;
    side.ended = true;
    flow.consumer?.end(direction);
    if (!flow.sides[0].ended || !flow.sides[1].ended) return;
    flow.consumer?.close();
    this.#release(flow);
  }

  #finish(flow: Flow, moment: Moment): void {
    if (flow.closed) return;
    for (const direction of [0, 1] as const) {
      const side = flow.sides[direction];
      while (side.waiting.length > 0) this.#giveUpGap(flow, direction);
      const missing = side.sent < 0 || side.ended ? 0 : (side.sent - side.next) | 0;
      if (missing > 0) flow.consumer?.gap(direction, missing, moment);
    }
    flow.consumer?.close();
    this.#release(flow);
  }

  /** The flow stays known, so that what is sent again afterwards isn't taken for something new. */
  #release(flow: Flow): void {
    for (const side of flow.sides) {
      this.#held -= side.held;
      side.held = 0;
      side.waiting = [];
    }
    flow.closed = true;
    flow.consumer = undefined;
  }

  #evict(): void {
    const flow = this.#oldest;
    if (!flow) return;
    this.evicted++;
    this.#finish(flow, { time: 0, offset: 0 });
    this.#remove(flow);
  }

  #remove(flow: Flow): void {
    this.#unlink(flow);
    this.#flows.delete(flow.lower, flow.upper);
    if (this.#last === flow) this.#last = undefined;
  }

  #touch(flow: Flow): void {
    if (this.#newest === flow) return;
    this.#unlink(flow);
    flow.older = this.#newest;
    if (this.#newest) this.#newest.newer = flow;
    this.#newest = flow;
    this.#oldest ??= flow;
  }

  #unlink(flow: Flow): void {
    if (flow.older) flow.older.newer = flow.newer;
    if (flow.newer) flow.newer.older = flow.older;
    if (this.#oldest === flow) this.#oldest = flow.newer;
    if (this.#newest === flow) this.#newest = flow.older;
    flow.older = flow.newer = undefined;
  }
}

function newSide(): Side {
  return { next: -1, initial: -1, fin: -1, sent: -1, ended: false, waiting: [], held: 0 };
}
