import { Addresses, type AddressKey } from './addresses.ts';
import { u16, u32 } from './bytes.ts';
import { Fragments } from './fragments.ts';
import { CUT, findIp, NOT_IP, NOT_READ } from './link.ts';
import type { Packet } from './types.ts';

export const Protocol = { icmp: 1, tcp: 6, udp: 17, icmpV6: 58 } as const;

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;
const EXTENSIONS = new Set([HOP_BY_HOP, ROUTING, AUTHENTICATION, DESTINATION, MOBILITY, HIP, SHIM6]);

/** What became of a packet. */
export const Decoded = {
  /** Addresses, protocol and payload are there. */
  whole: 0,
  /** Addresses are there; the payload waits for other fragments. */
  fragment: 1,
  notIp: 2,
  /** Its link type is not read. */
  unread: 3,
  /** `reason` says what is wrong. */
  malformed: 4,
} as const;

/**
 * Decodes packets down to the payload of IP. The fields are those of the last packet, and valid until the next.
 * Lengths that a header claims count only as far as the capture goes.
 */
export class IpDecoder {
  readonly addresses: Addresses;
  readonly fragments: Fragments;
  family: 4 | 6 = 4;
  src: AddressKey = 0;
  dst: AddressKey = 0;
  protocol = 0;
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  /** End of the captured payload. */
  end = 0;
  /** Length of the payload as it was sent. */
  wireLength = 0;
  reason = '';
  /** The payload was put together from fragments. */
  #isAssembled = false;

  constructor(addresses = new Addresses(), fragments = new Fragments()) {
    this.addresses = addresses;
    this.fragments = fragments;
  }

  decode(packet: Packet): number {
    const at = findIp(packet);
    if (at === NOT_IP) return Decoded.notIp;
    if (at === NOT_READ) return Decoded.unread;
    if (at === CUT) return this.#malformed('the link header is cut');
    this.bytes = packet.bytes;
    this.#isAssembled = false;
    if (at >= packet.end) return this.#malformed('nothing follows the link header');
    const version = packet.bytes[at]! >> 4;
    if (version === 4) return this.#v4(packet, at);
    if (version === 6) return this.#v6(packet, at);
    return this.#malformed(`an IP header of version ${version}`);
  }

  #v4(packet: Packet, at: number): number {
    const { bytes, end } = packet;
    const header = (bytes[at]! & 15) * 4;
    if (at + 20 > end) return this.#malformed('an IPv4 header is cut');
    if (header < 20) return this.#malformed(`an IPv4 header claims ${header} bytes`);
    const onWire = packet.wireLength - (at - packet.start);
    // Senders that leave cutting to their network card write no length.
    const total = Math.min(u16(bytes, at + 2) || onWire, onWire);
    if (total < header || at + header > end) return this.#malformed(`an IPv4 packet of ${total} bytes`);
    this.family = 4;
    this.src = u32(bytes, at + 12);
    this.dst = u32(bytes, at + 16);
    this.protocol = bytes[at + 9]!;
    this.start = at + header;
    this.end = Math.min(end, at + total);
    this.wireLength = total - header;
    const fragment = u16(bytes, at + 6);
    const more = (fragment & 0x2000) !== 0;
    const offset = (fragment & 0x1fff) * 8;
    if (!more && offset === 0) return Decoded.whole;
    return this.#fragment(`${this.src} ${this.dst} ${this.protocol} ${u16(bytes, at + 4)}`, offset, more);
  }

  #v6(packet: Packet, start: number): number {
    const { bytes, end } = packet;
    if (start + 40 > end) return this.#malformed('an IPv6 header is cut');
    const src = this.addresses.v6(bytes, start + 8);
    const dst = this.addresses.v6(bytes, start + 24);
    if (src === undefined || dst === undefined) return this.#malformed('there are too many IPv6 addresses');
    this.family = 6;
    this.src = src;
    this.dst = dst;
    const onWire = packet.wireLength - (start - packet.start) - 40;
    // Zero stands in jumbograms, and in packets that the network card was to cut.
    const wireEnd = start + 40 + Math.min(u16(bytes, start + 4) || onWire, onWire);
    this.end = Math.min(end, wireEnd);
    return this.#extensions(bytes, start + 40, bytes[start + 6]!, wireEnd);
  }

  #extensions(bytes: Uint8Array, start: number, first: number, wireEnd: number): number {
    let at = start;
    let next = first;
    while (EXTENSIONS.has(next) || next === FRAGMENT) {
      if (at + 8 > this.end) return this.#malformed('an IPv6 extension header is cut');
      let length = 8;
      if (next === FRAGMENT) {
        // A fragment that is the whole packet is legal.
        if ((u16(bytes, at + 2) & 0xfff9) !== 0) return this.#v6Fragment(bytes, at, wireEnd);
      } else length = next === AUTHENTICATION ? (bytes[at + 1]! + 2) * 4 : (bytes[at + 1]! + 1) * 8;
      next = bytes[at]!;
      at += length;
    }
    if (at > this.end) return this.#malformed('an IPv6 extension header is longer than the packet');
    this.#payload(next, at, wireEnd);
    return Decoded.whole;
  }

  #v6Fragment(bytes: Uint8Array, at: number, wireEnd: number): number {
    if (this.#isAssembled) return this.#malformed('a fragment in fragments');
    const field = u16(bytes, at + 2);
    this.#payload(bytes[at]!, at + 8, wireEnd);
    return this.#fragment(`${this.src} ${this.dst} ${u32(bytes, at + 4)}`, field & 0xfff8, (field & 1) === 1);
  }

  #payload(protocol: number, start: number, wireEnd: number): void {
    this.protocol = protocol;
    this.start = start;
    this.wireLength = Math.max(0, wireEnd - start);
  }

  #fragment(key: string, offset: number, more: boolean): number {
    const part = this.bytes.subarray(this.start, this.end);
    if (part.length < this.wireLength) return this.#malformed('a fragment is cut');
    const whole = this.fragments.add(key, offset, more, part);
    if (whole === null) return this.#malformed(`a fragment at ${offset} that no packet can hold`);
    if (!whole) return Decoded.fragment;
    this.#isAssembled = true;
    this.bytes = whole;
    this.start = 0;
    this.end = whole.length;
    this.wireLength = whole.length;
    // Extension headers after the fragment header are part of what was cut into fragments.
    return this.family === 6 ? this.#extensions(whole, 0, this.protocol, whole.length) : Decoded.whole;
  }

  #malformed(reason: string): number {
    this.reason = reason;
    return Decoded.malformed;
  }
}
