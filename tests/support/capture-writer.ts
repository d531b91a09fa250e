/** Makes captures for tests: packets from their parts, and files from packets. */

export interface Record {
  bytes: Uint8Array;
  /** Seconds since 1970. */
  time?: number;
  /** What the packet had before it was cut. */
  wireLength?: number;
}

export interface PcapOptions {
  bigEndian?: boolean;
  nanoseconds?: boolean;
  linkType?: number;
}

const START = 1_500_000_000;

/** A classic capture. Records are a millisecond apart where they don't say. */
export function pcap(records: readonly (Uint8Array | Record)[], options: PcapOptions = {}): Buffer {
  const { bigEndian = false, nanoseconds = false, linkType = 1 } = options;
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value >>> 0);
    else bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  const u16 = (value: number) =>
    bigEndian ? Buffer.from([value >> 8, value & 255]) : Buffer.from([value & 255, value >> 8]);
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const parts = [u32(magic), u16(2), u16(4), u32(0), u32(0), u32(65535), u32(linkType)];
  for (const [index, record] of records.entries()) {
    const { bytes, time, wireLength } = asRecord(record, index);
    const seconds = Math.floor(time);
    const fraction = Math.round((time - seconds) * (nanoseconds ? 1e9 : 1e6));
    parts.push(u32(seconds), u32(fraction), u32(bytes.length), u32(wireLength), Buffer.from(bytes));
  }
  return Buffer.concat(parts);
}

function asRecord(record: Uint8Array | Record, index: number): Required<Record> {
  const { bytes, time, wireLength }: Record = record instanceof Uint8Array ? { bytes: record } : record;
  return { bytes, time: time ?? START + index / 1000, wireLength: wireLength ?? bytes.length };
}

export interface PcapngOptions {
  bigEndian?: boolean;
  linkType?: number;
  /** As in the option if_tsresol. */
  resolution?: number;
  keys?: string;
  /** Packets as simple packet blocks. */
  simple?: boolean;
}

/** A pcapng of one section with one interface. */
export function pcapng(records: readonly (Uint8Array | Record)[], options: PcapngOptions = {}): Buffer {
  const { bigEndian = false, linkType = 1, resolution = 6 } = options;
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value >>> 0);
    else bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  const u16 = (value: number) =>
    bigEndian ? Buffer.from([value >> 8, value & 255]) : Buffer.from([value & 255, value >> 8]);
  const block = (type: number, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts);
    const padding = Buffer.alloc(-body.length & 3);
    const length = u32(12 + body.length + padding.length);
    return Buffer.concat([u32(type), length, body, padding, length]);
  };
  const blocks = [
    block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)),
    block(1, u16(linkType), u16(0), u32(0), u16(9), u16(1), Buffer.from([resolution, 0, 0, 0]), u32(0)),
  ];
  if (options.keys !== undefined) {
    const keys = Buffer.from(options.keys);
    blocks.push(block(10, u32(0x544c534b), u32(keys.length), keys));
  }
  for (const [index, record] of records.entries()) {
    const { bytes, time, wireLength } = asRecord(record, index);
    if (options.simple) {
      blocks.push(block(3, u32(wireLength), bytes));
      continue;
    }
    const ticks = BigInt(Math.round(time * 1e6)) * (resolution === 9 ? 1000n : 1n);
    const [high, low] = [Number(ticks >> 32n), Number(ticks & 0xffffffffn)];
    blocks.push(block(6, u32(0), u32(high), u32(low), u32(bytes.length), u32(wireLength), bytes));
  }
  return Buffer.concat(blocks);
}

export const ethernet = (type: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('0800270000010800270000020000', 'hex').fill(0, 12), payload]).fill(
    Buffer.from([type >> 8, type & 255]),
    12,
    14,
  );

export interface Ip4 {
  src?: string;
  dst?: string;
  protocol?: number;
  id?: number;
  /** In bytes. */
  fragment?: number;
  more?: boolean;
}

export function ip4(payload: Uint8Array, options: Ip4 = {}): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(options.id ?? 1, 4);
  header.writeUInt16BE((options.more ? 0x2000 : 0) | ((options.fragment ?? 0) / 8), 6);
  header[8] = 64;
  header[9] = options.protocol ?? 6;
  header.set(address4(options.src ?? '10.0.0.1'), 12);
  header.set(address4(options.dst ?? '198.51.100.1'), 16);
  return Buffer.concat([header, payload]);
}

const address4 = (text: string): number[] => text.split('.').map(Number);

/** `src` and `dst` as 32 hexadecimal digits. */
export function ip6(
  payload: Uint8Array,
  next: number,
  src = `20010db8${'0'.repeat(23)}1`,
  dst = `2a00${'0'.repeat(27)}2`,
): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(payload.length, 4);
  header[6] = next;
  header[7] = 64;
  header.write(src, 8, 'hex');
  header.write(dst, 24, 'hex');
  return Buffer.concat([header, payload]);
}

export interface Tcp {
  sport?: number;
  dport?: number;
  seq?: number;
  ack?: number;
  /** Letters of S, A, F, R, P. */
  flags?: string;
}

export function tcp(payload: Uint8Array | string, options: Tcp = {}): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(options.sport ?? 40000, 0);
  header.writeUInt16BE(options.dport ?? 80, 2);
  header.writeUInt32BE((options.seq ?? 1) >>> 0, 4);
  header.writeUInt32BE((options.ack ?? 0) >>> 0, 8);
  header[12] = 0x50;
  const bits: { [letter: string]: number } = { F: 1, S: 2, R: 4, P: 8, A: 16 };
  header.writeUInt16BE(65_535, 14);
  for (const letter of options.flags ?? 'A') header[13]! |= bits[letter]!;
  return Buffer.concat([header, Buffer.from(payload as never)]);
}

export function udp(payload: Uint8Array, sport: number, dport: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(sport, 0);
  header.writeUInt16BE(dport, 2);
  header.writeUInt16BE(8 + payload.length, 4);
  return Buffer.concat([header, payload]);
}

export interface Talk {
  client?: string;
  clientPort?: number;
  server?: string;
  serverPort?: number;
  /** First sequence numbers. */
  seq?: [client: number, server: number];
}

/** Who says what: `>` is the client. */
export type Said = readonly [direction: '>' | '<', text: string | Uint8Array];

/** A connection from SYN to FIN as Ethernet frames, each thing said in one segment. */
export function conversation(said: readonly Said[], talk: Talk = {}): Buffer[] {
  const { client = '10.0.0.1', clientPort = 40000, server = '198.51.100.1', serverPort = 80 } = talk;
  const next = [...(talk.seq ?? [1000, 5000])] as [number, number];
  const frames: Buffer[] = [];
  const send = (direction: 0 | 1, payload: Uint8Array | string, flags: string) => {
    const [sport, dport] = direction === 0 ? [clientPort, serverPort] : [serverPort, clientPort];
    const [src, dst] = direction === 0 ? [client, server] : [server, client];
    const segment = tcp(payload, { sport, dport, seq: next[direction], ack: next[1 - direction]!, flags });
    frames.push(ethernet(0x0800, ip4(segment, { src, dst })));
    next[direction] = (next[direction]! + segment.length - 20 + (/[SF]/.test(flags) ? 1 : 0)) >>> 0;
  };
  send(0, '', 'S');
  send(1, '', 'SA');
  send(0, '', 'A');
  for (const [direction, text] of said) {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    for (let at = 0; at < Math.max(1, bytes.length); at += 60_000) {
      send(direction === '>' ? 0 : 1, bytes.subarray(at, at + 60_000), 'AP');
    }
  }
  send(0, '', 'FA');
  send(1, '', 'FA');
  send(0, '', 'A');
  return frames;
}
