/** One packet of a capture to write. */
export interface Packet {
  /** Milliseconds since 1970. */
  ms: number;
  src: string;
  dst: string;
  sport: number;
  dport: number;
  payload?: Uint8Array;
  /** Makes it TCP; else UDP. */
  tcp?: { seq: number; ack: number; flags: number };
}

/** TCP flags. */
export const SYN = 2;
export const ACK = 16;
export const PSH_ACK = 24;
export const FIN_ACK = 17;

/** Writes a little-endian pcap file of Ethernet frames with IPv4 packets; checksums of TCP and UDP are left out. */
export function pcap(packets: readonly Packet[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(1, 20);
  return Buffer.concat([head, ...packets.map(record)]);
}

function record(packet: Packet, i: number): Buffer {
  const frame = Buffer.concat([Buffer.from('0a00270000000800271d2e3f0800', 'hex'), ip(packet, i)]);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(packet.ms / 1000), 0);
  head.writeUInt32LE((packet.ms % 1000) * 1000, 4);
  head.writeUInt32LE(frame.length, 8);
  head.writeUInt32LE(frame.length, 12);
  return Buffer.concat([head, frame]);
}

function ip(packet: Packet, i: number): Buffer {
  const body = packet.tcp === undefined ? udp(packet) : tcp(packet, packet.tcp);
  const head = Buffer.alloc(20);
  head[0] = 0x45;
  head.writeUInt16BE(20 + body.length, 2);
  head.writeUInt16BE(i + 1, 4);
  head[8] = 64;
  head[9] = packet.tcp === undefined ? 17 : 6;
  head.set(packet.src.split('.').map(Number), 12);
  head.set(packet.dst.split('.').map(Number), 16);
  head.writeUInt16BE(checksum(head), 10);
  return Buffer.concat([head, body]);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += bytes.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function udp({ sport, dport, payload = new Uint8Array() }: Packet): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(sport, 0);
  head.writeUInt16BE(dport, 2);
  head.writeUInt16BE(8 + payload.length, 4);
  return Buffer.concat([head, payload]);
}

function tcp(
  { sport, dport, payload = new Uint8Array() }: Packet,
  { seq, ack, flags }: NonNullable<Packet['tcp']>,
): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(sport, 0);
  head.writeUInt16BE(dport, 2);
  head.writeUInt32BE(seq, 4);
  head.writeUInt32BE(ack, 8);
  head[12] = 0x50;
  head[13] = flags;
  head.writeUInt16BE(8192, 14);
  return Buffer.concat([head, payload]);
}

/** A DNS question for an address, and the answer to it. */
export function dnsPair(id: number, name: string, address: string): [question: Buffer, answer: Buffer] {
  const labels = Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0, 0, 1, 0, 1]),
  ]);
  const head = (flags: number, answers: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(id, 0);
    bytes.writeUInt16BE(flags, 2);
    bytes.writeUInt16BE(1, 4);
    bytes.writeUInt16BE(answers, 6);
    return bytes;
  };
  const answer = Buffer.concat([
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]),
    Buffer.from(address.split('.').map(Number)),
  ]);
  return [Buffer.concat([head(0x0100, 0), labels]), Buffer.concat([head(0x8180, 1), labels, answer])];
}
