import { type Addresses, endpointKey, type IpPacket, PairMap } from 'ovoscope/formats';
import { Limited, printableBytes, since } from './_network_text.ts';

/** A connection, or packets between the same ports, in either direction. */
export interface FlowEntry {
  src: string;
  sport: number;
  dst: string;
  dport: number;
  /** Of the record in the capture of the first packet with a payload. */
  offset: number;
  /** Seconds since the first record of the capture. */
  time: number;
}

export interface IcmpEntry {
  src: string;
  dst: string;
  type: number;
  code: number;
  data: string;
}

const ICMP = 1;
const TCP = 6;
const UDP = 17;
const ICMP_V6 = 58;
/** They quote the packet that they are about. */
const ICMP_ERRORS = new Set([3, 4, 5, 11, 12]);
const ECHO = new Set([0, 8, 128, 129]);
/** Empty segments between so many ports are compared with those before them. */
const MAX_PROBES = 200_000;
/** A host is dead after so many equal empty segments, the first not counted. */
const DEAD_AFTER = 3;

const NOT_PUBLIC: readonly (readonly [network: number, prefix: number])[] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0000000, 24],
  [0xc0000200, 24],
  [0xc0586300, 24],
  [0xc0a80000, 16],
  [0xc6120000, 15],
  [0xc6336400, 24],
  [0xcb007100, 24],
  [0xe0000000, 4],
  [0xf0000000, 4],
];
const NOT_PUBLIC_V6 = /^(?:::1?$|f[c-f]|2001:db8:|0?100::)/;

export interface ContactOptions {
  maxEntries: number;
  maxDetails: number;
  /** Packets to them are left out of everything. */
  safeAddresses: ReadonlySet<string>;
  /** ICMP from it is left out. */
  resultServer: string;
}

/** Who talked to whom: hosts, flows, ICMP, and hosts that did not answer. One packet at a time. */
export class Contacts {
  readonly hosts: Limited<string>;
  readonly tcp: Limited<FlowEntry>;
  readonly udp: Limited<FlowEntry>;
  readonly icmp: Limited<IcmpEntry>;
  readonly icmpv6: Limited<IcmpEntry>;
  /** Addresses that look-ups of safe names gave; they are no hosts. */
  readonly exempt = new Set<string>();
  readonly #options: ContactOptions;
  readonly #seen = new Set<number>();
  readonly #flows = { tcp: new PairMap<true>(), udp: new PairMap<true>() };
  readonly #alive = new Set<number>();
  readonly #probes = new PairMap<{ seq: number; ack: number }>();
  readonly #dead = new Map<number, { host: string; port: number; count: number }>();
  readonly #safe = new Map<number, boolean>();
  #first: number | undefined;
  #lastSrc = Number.NaN;
  #lastDst = Number.NaN;

  constructor(options: ContactOptions) {
    this.#options = options;
    this.hosts = new Limited(options.maxEntries);
    this.tcp = new Limited(options.maxEntries);
    this.udp = new Limited(options.maxEntries);
    this.icmp = new Limited(options.maxDetails);
    this.icmpv6 = new Limited(options.maxDetails);
  }

  /** Takes a packet; false when it goes to a safe address. */
  packet(packet: IpPacket, addresses: Addresses, first: number | undefined): boolean {
    this.#first = first;
    if (this.#options.safeAddresses.size > 0 && this.#isSafe(packet.dst, addresses)) return false;
    this.#host(packet, addresses);
    if (!packet.isWhole) return true;
    if (packet.protocol === TCP) this.#tcp(packet, addresses);
    else if (packet.protocol === UDP) {
      if (packet.payloadLength > 0) this.#flow(packet, addresses, 'udp');
    } else if (packet.protocol === ICMP) this.#icmp(packet, addresses, this.icmp);
    else if (packet.protocol === ICMP_V6) this.#icmp(packet, addresses, this.icmpv6);
    return true;
  }

  /** Addresses and ports that were tried again and again, and never got data. */
  deadHosts(): [host: string, port: number][] {
    const dead: [string, number][] = [];
    for (const [key, { host, port, count }] of this.#dead) {
      if (count >= DEAD_AFTER && !this.#alive.has(key)) dead.push([host, port]);
    }
    return dead;
  }

  /** A public address counts only as a destination: that a stranger sends something is nobody's doing. */
  #host({ src, dst }: IpPacket, addresses: Addresses): void {
    if (src === this.#lastSrc && dst === this.#lastDst) return;
    this.#lastSrc = src;
    this.#lastDst = dst;
    const seen = this.#seen;
    if (!seen.has(src) && isPrivate(src, addresses)) seen.add(src);
    if (seen.has(dst)) return;
    if (seen.size < this.#options.maxEntries * 2) seen.add(dst);
    else {
      this.hosts.refused++;
      return;
    }
    if (isPrivate(dst, addresses)) return;
    const text = addresses.text(dst);
    if (!this.exempt.has(text)) this.hosts.push(text);
  }

  #tcp(packet: IpPacket, addresses: Addresses): void {
    if (packet.payloadLength > 0) {
      this.#flow(packet, addresses, 'tcp');
      return;
    }
    const [from, to] = [endpointKey(packet.src, packet.sport), endpointKey(packet.dst, packet.dport)];
    const before = this.#probes.get(from, to);
    if (!before) {
      if (this.#probes.size < MAX_PROBES) this.#probes.set(from, to, { seq: packet.seq, ack: packet.ack });
      return;
    }
    if (before.seq === packet.seq && before.ack === packet.ack) {
      const dead = this.#dead.get(to);
      if (dead) dead.count++;
      else this.#dead.set(to, { host: addresses.text(packet.dst), port: packet.dport, count: 2 });
    }
    before.seq = packet.seq;
    before.ack = packet.ack;
  }

  #flow(packet: IpPacket, addresses: Addresses, name: 'tcp' | 'udp'): void {
    const { src, dst, sport, dport, offset } = packet;
    const [from, to] = [endpointKey(src, sport), endpointKey(dst, dport)];
    if (name === 'tcp' && this.#alive.size < MAX_PROBES) this.#alive.add(to);
    const flows = this.#flows[name];
    if (flows.get(from, to) || flows.get(to, from)) return;
    const list = this[name];
    const time = since(this.#first, packet.time);
    const entry = { src: addresses.text(src), sport, dst: addresses.text(dst), dport, offset, time };
    if (list.push(entry)) flows.set(from, to, true);
  }

  #icmp(packet: IpPacket, addresses: Addresses, list: Limited<IcmpEntry>): void {
    const { bytes, start, end } = packet;
    if (end - start < 4) return;
    const type = bytes[start]!;
    const src = addresses.text(packet.src);
    if (src === this.#options.resultServer) return;
    const hasData = ECHO.has(type) || (packet.protocol === ICMP && !ICMP_ERRORS.has(type));
    const data = hasData && end > start + 8 ? printableBytes(bytes.subarray(start + 8, end)) : '';
    list.push({ src, dst: addresses.text(packet.dst), type, code: bytes[start + 1]!, data });
  }

  #isSafe(key: number, addresses: Addresses): boolean {
    let isSafe = this.#safe.get(key);
    if (isSafe === undefined) {
      isSafe = this.#options.safeAddresses.has(addresses.text(key));
      if (this.#safe.size < MAX_PROBES) this.#safe.set(key, isSafe);
    }
    return isSafe;
  }
}

function isPrivate(key: number, addresses: Addresses): boolean {
  if (key < 0) return NOT_PUBLIC_V6.test(addresses.text(key));
  return NOT_PUBLIC.some(([network, prefix]) => (key ^ network) >>> (32 - prefix) === 0);
}
