import { formatIp, parseIp, parseSubnet, subnetHolds } from '../../util/ip.ts';

/** Private networks (RFC 1918), unique local ones (RFC 4193), and what never leaves its link. */
const INTERNAL = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
].map((text) => parseSubnet(text)!);

/** The shortest form of an internal address; undefined for any other text. */
export function internalAddress(text: string): string | undefined {
  const ip = parseIp(text);
  return ip !== undefined && INTERNAL.some((subnet) => subnetHolds(subnet, ip)) ? formatIp(ip) : undefined;
}

/** Four numbers with the same between them: dots, bracketed dots, or the hyphens of names such as `ip-10-0-0-1`. */
const V4 = /(?<![\d.])(\d{1,3})(\.|\[\.\]|-|%2e|\(\.\))(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?!\d|\.\d)(\.in-addr\.arpa)?/gi;
const V6 = /(?<![0-9a-f:])f[c-e][0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7}/gi;

/** The text with what `pseudonym` gives in place of each internal address, in the way it was written. */
export function replaceAddresses(text: string, pseudonym: (address: string) => string): string {
  let out = text;
  if (/\d/.test(text)) {
    out = out.replace(
      V4,
      (whole, a: string, between: string, b: string, c: string, d: string, arpa: string | undefined) => {
        const digits = arpa === undefined ? [a, b, c, d] : [d, c, b, a];
        const address = internalAddress(digits.map(Number).join('.'));
        if (address === undefined) return whole;
        const parts = pseudonym(address).split('.');
        return (arpa === undefined ? parts : parts.reverse()).join(between) + (arpa ?? '');
      },
    );
  }
  if (!out.includes(':')) return out;
  return out.replace(V6, (whole) => {
    const ends = /:?$/.exec(whole)![0];
    const trimmed = whole.endsWith('::') || ends === '' ? whole : whole.slice(0, -1);
    const address = internalAddress(trimmed);
    return address === undefined ? whole : pseudonym(address) + whole.slice(trimmed.length);
  });
}
