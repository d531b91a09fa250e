import { ruleValueProblems } from '../../errors/rules.ts';
import { bitsOf, compareIp, formatSubnet, type IpAddress, parseIp, parseSubnet, type Subnet } from '../../util/ip.ts';
import type { JsonNode } from '../text/json-node.ts';
import { replaceWith, trimmedText, type ValueContext, type ValueKind } from '../value-kind.ts';

/** First and last address; both belong to it. */
export interface AddressRange {
  first: IpAddress;
  last: IpAddress;
  /** What stands in the file, for --dfi-quirks. */
  written: string;
}

/** `192.0.2.1-192.0.2.9`, or one address. */
export const addressRange: ValueKind<AddressRange> = {
  name: 'an IP address or a range of them',
  examples: ['203.0.113.10-203.0.113.99', '2001:db8::1'],
  schema: { type: 'string', minLength: 2 },
  parse(node, context) {
    const text = trimmedText(node, context, addressRange);
    if (text === undefined) return undefined;
    const [from, to = from, ...rest] = text.split('-').map((part) => part.trim());
    const first = parseIp(from!);
    const last = parseIp(to!);
    if (!first || !last || rest.length > 0) {
      const hint = 'Write "192.0.2.1" or "192.0.2.1-192.0.2.9"; leading zeros and zones are not accepted.';
      context.report(ruleValueProblems.form(context.key, text, addressRange.name, hint), node);
      return undefined;
    }
    if (first.family !== last.family) {
      context.report(ruleValueProblems.families(text), node);
      return undefined;
    }
    if (compareIp(first, last) > 0) {
      context.report(ruleValueProblems.backwards(text, `${to}-${from}`), node);
      return undefined;
    }
    const written = text.includes('-') ? `${from}-${to}` : from!;
    if (written !== text) context.report(ruleValueProblems.space(written), node, [replaceWith(node, written)]);
    return { first, last, written };
  },
};

/** CIDR. */
export const subnet: ValueKind<Subnet> = {
  name: 'a subnet in CIDR notation',
  examples: ['198.51.100.0/24', '2001:db8::/32'],
  schema: { type: 'string', pattern: '^[0-9a-fA-F.:]+/[0-9]{1,3}$' },
  parse(node, context) {
    const text = trimmedText(node, context, subnet);
    if (text === undefined) return undefined;
    const read = parseSubnet(text) ?? withNetmask(text);
    if (!read) {
      const hint = 'Write it like "198.51.100.0/24".';
      context.report(ruleValueProblems.form(context.key, text, subnet.name, hint), node);
      return undefined;
    }
    mendSpelling(node, text, read, context);
    return read;
  },
};

function mendSpelling(node: JsonNode, text: string, read: Subnet, context: ValueContext): void {
  const network = formatSubnet(read);
  const edits = [replaceWith(node, network)];
  if (!text.includes('/')) context.report(ruleValueProblems.noPrefix(text, network), node, edits);
  else if (!parseSubnet(text)) context.report(ruleValueProblems.netmask(text, network), node, edits);
  else if (read.hadHostBits) context.report(ruleValueProblems.hostBits(text, network), node, edits);
}

/** `10.0.0.0/255.0.0.0`. */
function withNetmask(text: string): Subnet | undefined {
  const [address, mask, ...rest] = text.split('/');
  const bits = mask === undefined || rest.length > 0 ? undefined : parseIp(mask);
  if (bits?.family !== 4) return undefined;
  const word = bits.words[0]!;
  const prefix = Math.clz32(~word >>> 0);
  const isMask = prefix === 32 || word === (0xffffffff << (32 - prefix)) >>> 0;
  const read = isMask ? parseSubnet(`${address}/${prefix}`) : undefined;
  return read && bitsOf(read.network) === 32 ? read : undefined;
}
