import { parse } from 'tldts';
import { formatIp, parseIp } from '../../util/ip.ts';

export interface Host {
  kind: 'domain' | 'ip';
  /** Lower case, without a final dot; addresses in their shortest form. */
  value: string;
}

/** Zones outside the public suffix list that malware uses: Tor, I2P, Namecoin, OpenNIC, Emercoin, Handshake. */
const OTHER_ROOTS = /\.(?:onion|i2p|bit|bazar|lib|coin|emc|libre)$/;

/**
 * The host that a text names: an address, also in brackets, or a name below a public suffix or a root of another
 * kind. Undefined for single labels, suffixes themselves, and what cannot be a name.
 */
export function hostOf(text: string): Host | undefined {
  if (text.length > 255) return undefined;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const ip = parseIp(bare);
  if (ip) return { kind: 'ip', value: formatIp(ip) };
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
  return isDomain(name) ? { kind: 'domain', value: name } : undefined;
}

/** Whether a lower-case name is below a public suffix, or in a root that only some resolvers know. */
export function isDomain(name: string): boolean {
  if (name.length > 253 || !/^[a-z0-9_\u0080-\uffff](?:[a-z0-9_.\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?$/.test(name))
    return false;
  if (!name.includes('.') || name.includes('..') || name.split('.').some((label) => label.length > 63)) return false;
  if (OTHER_ROOTS.test(name)) return true;
  const { domain, isIcann, isPrivate } = parse(name, { allowPrivateDomains: false, validateHostname: false });
  return domain !== null && (isIcann === true || isPrivate === true);
}
