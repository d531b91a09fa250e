import { bitsOf, formatSubnet, type IpAddress, networkOf, parseSubnet } from '../util/ip.ts';
import { SubnetIndex } from './subnet-index.ts';
import type { Covered, WhitelistEntry, Whitelisting, WhitelistKind } from './types.ts';
import { type Target, targetOf, type ValueType } from './values.ts';

/** A whitelist as it stood when it was read: fast, and the same answers for the whole of a run. */
export class Whitelist implements Whitelisting {
  readonly #subnets: SubnetIndex<Covered>;
  readonly #domains = new Map<string, Covered>();
  readonly #hashes = new Map<string, Covered>();

  constructor(entries: Iterable<Pick<WhitelistEntry, 'kind' | 'value' | 'owner'>>) {
    const subnets: [NonNullable<ReturnType<typeof parseSubnet>>, Covered][] = [];
    for (const { kind, value, owner } of entries) {
      const covered = { owner, entry: value };
      const subnet = kind === 'subnet' ? parseSubnet(value) : undefined;
      if (subnet) subnets.push([subnet, covered]);
      else if (kind === 'domain') this.#domains.set(value, covered);
      else if (kind === 'hash') this.#hashes.set(value, covered);
    }
    this.#subnets = new SubnetIndex(subnets);
  }

  /** A URL is covered if its host is. Text that is no value of the type is not covered. */
  covers(type: ValueType, value: string): Covered | undefined {
    const target = targetOf(type, value);
    if (!target) return undefined;
    if (target.kind === 'ip') return this.#subnets.first(target.address);
    return target.kind === 'domain' ? this.coversDomain(target.name) : this.#hashes.get(target.name);
  }

  /** The entry for the name or for a name above it. */
  coversDomain(name: string): Covered | undefined {
    for (const suffix of suffixesOf(name.toLowerCase())) {
      const covered = this.#domains.get(suffix);
      if (covered) return covered;
    }
    return undefined;
  }

  coversIp(ip: string): Covered | undefined {
    return this.covers('ip', ip);
  }

  coversHash(hash: string): Covered | undefined {
    return this.#hashes.get(hash.toLowerCase());
  }
}

/** The keys of all entries that could cover the target. */
export function* coveringKeys(target: Target): Generator<{ kind: WhitelistKind; value: string }> {
  if (target.kind === 'ip') {
    for (const value of networksAround(target.address)) yield { kind: 'subnet', value };
  } else if (target.kind === 'domain') {
    for (const value of suffixesOf(target.name)) yield { kind: 'domain', value };
  } else {
    yield { kind: 'hash', value: target.name };
  }
}

/** Every network an address lies in, as text, from the address itself to everything. */
export function* networksAround(address: IpAddress): Generator<string> {
  for (let prefix = bitsOf(address); prefix >= 0; prefix--) {
    yield formatSubnet({ network: networkOf(address, prefix), prefix, hadHostBits: false });
  }
}

function* suffixesOf(name: string): Generator<string> {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  yield bare;
  for (let dot = bare.indexOf('.'); dot >= 0; dot = bare.indexOf('.', dot + 1)) yield bare.slice(dot + 1);
}
