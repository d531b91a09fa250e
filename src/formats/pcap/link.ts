import { u16, u32, u32le } from './bytes.ts';
import type { Packet } from './types.ts';

export const LinkType = {
  null: 0,
  ethernet: 1,
  rawBsd: 12,
  rawOpenBsd: 14,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100, 0x9200, 0x9300]);
const MPLS = new Set([0x8847, 0x8848]);
const PPPOE_SESSION = 0x8864;
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;
/** Tags and labels that are followed; more are no traffic of this world. */
const MAX_TAGS = 8;
/** AF_INET6 has another number on every BSD, macOS and Linux. */
const AF_INET = 2;
const AF_INET6 = new Set([10, 24, 28, 30]);

/** What a frame holds: the position of an IP header, or one of the two reasons why there is none. */
export const NOT_IP = -1;
export const NOT_READ = -2;
export const CUT = -3;

/** Where the IP header of a packet begins; `NOT_IP` for other protocols, `NOT_READ` for unknown link types. */
export function findIp(packet: Packet): number {
  const { bytes, start, end, linkType } = packet;
  switch (linkType) {
    case LinkType.ethernet:
      return start + 14 > end ? CUT : byEtherType(bytes, start + 14, end, u16(bytes, start + 12));
    case LinkType.raw:
    case LinkType.rawBsd:
    case LinkType.rawOpenBsd:
    case LinkType.ipv4:
    case LinkType.ipv6:
      return byVersion(bytes, start, end);
    case LinkType.null:
      return start + 4 > end ? CUT : byFamily(bytes, start + 4, u32le(bytes, start), u32(bytes, start));
    case LinkType.loop:
      return start + 4 > end ? CUT : byFamily(bytes, start + 4, u32(bytes, start), 0);
    case LinkType.linuxCooked:
      return start + 16 > end ? CUT : byEtherType(bytes, start + 16, end, u16(bytes, start + 14));
    case LinkType.linuxCooked2:
      return start + 20 > end ? CUT : byEtherType(bytes, start + 20, end, u16(bytes, start));
    default:
      return NOT_READ;
  }
}

function byEtherType(bytes: Uint8Array, start: number, end: number, first: number): number {
  let at = start;
  let type = first;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    if (type === IPV4 || type === IPV6) return at;
    if (VLAN_TAGS.has(type)) {
      if (at + 4 > end) return CUT;
      type = u16(bytes, at + 2);
      at += 4;
    } else if (MPLS.has(type)) return byLabels(bytes, at, end);
    else if (type === PPPOE_SESSION) {
      if (at + 8 > end) return CUT;
      const protocol = u16(bytes, at + 6);
      return protocol === PPP_IPV4 || protocol === PPP_IPV6 ? at + 8 : NOT_IP;
    } else return NOT_IP;
  }
  return NOT_IP;
}

/** Labels do not say what follows; an IP version does, and everything else is left alone. */
function byLabels(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let labels = 0; labels < MAX_TAGS; labels++) {
    if (at + 4 > end) return CUT;
    const isLast = (bytes[at + 2]! & 1) === 1;
    at += 4;
    if (isLast) return byVersion(bytes, at, end);
  }
  return NOT_IP;
}

function byVersion(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return CUT;
  const version = bytes[at]! >> 4;
  return version === 4 || version === 6 ? at : NOT_IP;
}

function byFamily(bytes: Uint8Array, at: number, family: number, otherOrder: number): number {
  const isIp = (number: number) => number === AF_INET || AF_INET6.has(number);
  return isIp(family) || isIp(otherOrder) ? byVersion(bytes, at, bytes.length) : NOT_IP;
}
