import { type IpAddress, parseIp, parseSubnet, type Subnet } from '../util/ip.ts';
import { AddressIndex } from './match/address-index.ts';

/** What is known to be harmless. */
export interface WhitelistData {
  /** CIDR or single addresses. */
  subnets?: readonly string[];
  /** With their subdomains. */
  domains?: readonly string[];
  /** MD5, SHA-1, SHA-256 or SHA-512 of samples, in hexadecimal. */
  hashes?: readonly string[];
}

/** Lists of addresses that others publish. */
export interface ThirdPartyLists {
  /** Entries for an address in its shortest form (RFC 5952). */
  find(address: string): readonly { category: string; source: string }[];
  /** Whether a list of this category was ever loaded; absent means that all were. */
  hasCategory?(name: string): boolean;
}

/** What rule files are applied with, beside the container. */
export interface Surroundings {
  whitelist?: WhitelistData;
  /** Absent where no list was ever loaded: rules about them are then not evaluated. */
  thirdParty?: ThirdPartyLists;
}

export class Whitelist {
  readonly #subnets: AddressIndex;
  readonly #domains: Set<string>;
  readonly #hashes: Set<string>;

  /** Entries that are no subnet are ignored; the store checks them when they are added. */
  constructor({ subnets = [], domains = [], hashes = [] }: WhitelistData = {}) {
    const ranges = subnets.map(parseSubnet).filter((subnet) => subnet !== undefined);
    this.#subnets = new AddressIndex(ranges.map(rangeOf));
    this.#domains = new Set(domains.map(plainDomain));
    this.#hashes = new Set(hashes.map((hash) => hash.toLowerCase()));
  }

  hasAddress(address: IpAddress): boolean {
    let held = false;
    this.#subnets.find(address, () => {
      held = true;
    });
    return held;
  }

  /** Whether the domain or one above it is listed. */
  hasDomain(domain: string): boolean {
    if (this.#domains.size === 0) return false;
    let name = plainDomain(domain);
    for (;;) {
      if (this.#domains.has(name)) return true;
      const dot = name.indexOf('.');
      if (dot < 0) return false;
      name = name.slice(dot + 1);
    }
  }

  /** A host is an address or a domain. */
  hasHost(host: string): boolean {
    const address = parseIp(host);
    return address ? this.hasAddress(address) : this.hasDomain(host);
  }

  hasHash(hash: string): boolean {
    return this.#hashes.has(hash.toLowerCase());
  }
}

/** First and last address of a subnet. */
export function rangeOf(subnet: Subnet): { first: IpAddress; last: IpAddress } {
  const { network, prefix } = subnet;
  const words = network.words.map((word, index) => {
    const bits = Math.min(32, Math.max(0, prefix - index * 32));
    return bits === 32 ? word : (word | (0xffffffff >>> bits)) >>> 0;
  });
  return { first: network, last: { family: network.family, words } };
}

function plainDomain(domain: string): string {
  return domain.toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
}
