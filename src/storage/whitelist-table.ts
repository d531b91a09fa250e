import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { bitsOf, formatIp, formatSubnet, parseIp, parseSubnet } from '../util/ip.ts';
import { type Database, inChunks, placeholders, type Queries, VALUES_PER_STATEMENT } from './database.ts';
import { PRIVATE_RANGES } from './private-ranges.ts';
import { checkName } from './text.ts';
import type { WhitelistEntry, WhitelistKind } from './types.ts';
import { guessType, normaliseValue, type Target } from './values.ts';
import { coveringKeys, Whitelist } from './whitelist.ts';

const KINDS: readonly WhitelistKind[] = ['subnet', 'domain', 'hash'];
// Beyond this many targets it is quicker to read the whole whitelist.
const TARGETS_LOOKED_UP = 500;

const CHANGE_OWNER = 'ON CONFLICT (kind, value) DO UPDATE SET owner = excluded.owner';

/** What is never to be blacklisted: subnets, domains with everything below them, hashes. */
export class WhitelistTable {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Enters subnets, addresses, domains or hashes, or changes their owner. Throws OvoscopeError; then none is entered. */
  async add(values: readonly string[], owner: string): Promise<{ added: number; updated: number }> {
    const name = checkName('the owner', owner);
    return this.#enter(values.map((value) => ({ ...toWhitelistKey(value), owner: name })));
  }

  /**
   * Enters every private and reserved range of IPv4 and IPv6, each with its purpose as the owner; one that is there
   * keeps its owner.
   */
  addPrivate(): Promise<{ added: number; updated: number }> {
    const entries = PRIVATE_RANGES.map(({ subnet, owner }) => ({ ...toWhitelistKey(subnet), owner }));
    return this.#enter(entries, 'ON CONFLICT (kind, value) DO NOTHING');
  }

  /** Returns whether the entry was there. */
  async remove(value: string): Promise<boolean> {
    const key = toWhitelistKey(value);
    const sql = 'DELETE FROM ovoscope_whitelist WHERE kind = ? AND value = ?';
    return (await this.#database.run(sql, [key.kind, key.value])) > 0;
  }

  /** All entries, subnets in numerical order of IPv4 and IPv6, then domains, then hashes. */
  async list(): Promise<WhitelistEntry[]> {
    const rows = await this.#database.all<Row>('SELECT kind, value, owner, added_at FROM ovoscope_whitelist');
    const entries = rows.map((row) => ({
      kind: row.kind,
      value: row.value,
      owner: row.owner,
      added: new Date(row.added_at),
    }));
    return entries.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compareKeys(a, b));
  }

  /** The whole whitelist, to be asked many times. */
  async snapshot(queries: Queries = this.#database): Promise<Whitelist> {
    return new Whitelist(await queries.all<Row>('SELECT kind, value, owner FROM ovoscope_whitelist'));
  }

  /** A whitelist that answers for these targets only, without reading what cannot cover them. */
  async snapshotFor(targets: readonly Target[], queries: Queries = this.#database): Promise<Whitelist> {
    if (targets.length > TARGETS_LOOKED_UP) return this.snapshot(queries);
    const keys = new Map<WhitelistKind, Set<string>>(KINDS.map((kind) => [kind, new Set()]));
    for (const target of targets) for (const { kind, value } of coveringKeys(target)) keys.get(kind)!.add(value);
    const found: Row[] = [];
    for (const [kind, values] of keys) {
      for (const chunk of inChunks([...values], VALUES_PER_STATEMENT)) {
        const sql = `SELECT kind, value, owner FROM ovoscope_whitelist WHERE kind = ? AND value IN (${placeholders(chunk.length)})`;
        found.push(...(await queries.all<Row>(sql, [kind, ...chunk])));
      }
    }
    return new Whitelist(found);
  }

  #enter(entries: readonly { kind: WhitelistKind; value: string; owner: string }[], conflict = CHANGE_OWNER) {
    const unique = new Map(entries.map((entry) => [`${entry.kind} ${entry.value}`, entry]));
    const rows = [...unique.values()].sort(compareText);
    const addedAt = this.#now().getTime();
    return this.#database.transaction(async (queries) => {
      const before = await countOf(queries);
      await queries.insertMany(
        'ovoscope_whitelist',
        ['kind', 'value', 'owner', 'added_at'],
        rows.map(({ kind, value, owner }) => [kind, value, owner, addedAt]),
        conflict,
      );
      const added = (await countOf(queries)) - before;
      return { added, updated: conflict === CHANGE_OWNER ? rows.length - added : 0 };
    });
  }
}

interface Row {
  kind: WhitelistKind;
  value: string;
  owner: string;
  added_at: number;
}

/**
 * What the text is an entry for: a network in CIDR, an address, a domain (`*.example.com` and `.example.com` are
 * `example.com`), or a hash. Throws OvoscopeError.
 */
export function toWhitelistKey(text: string): { kind: WhitelistKind; value: string } {
  const trimmed = text.trim();
  const subnet = parseSubnet(trimmed);
  if (subnet?.hadHostBits) {
    const host = parseIp(trimmed.slice(0, trimmed.indexOf('/')))!;
    throw new OvoscopeError(
      storageProblems.hostBits(trimmed, formatSubnet(subnet), `${formatIp(host)}/${bitsOf(host)}`),
    );
  }
  if (subnet) return { kind: 'subnet', value: formatSubnet(subnet) };
  if (trimmed.includes('/')) {
    const what = trimmed.includes('://') ? 'a URL; enter its host' : 'not a network in CIDR, such as 10.0.0.0/8';
    throw new OvoscopeError(storageProblems.value('whitelist entry', trimmed.slice(0, 120), `it is ${what}`));
  }
  if (guessType(trimmed) === 'hash') return { kind: 'hash', value: normaliseValue('hash', trimmed) };
  return { kind: 'domain', value: normaliseValue('domain', trimmed.replace(/^\*?\./, '')) };
}

async function countOf(queries: Queries): Promise<number> {
  const [row] = await queries.all<{ count: number }>('SELECT COUNT(*) AS count FROM ovoscope_whitelist');
  return row!.count;
}

function compareKeys(a: WhitelistEntry, b: WhitelistEntry): number {
  const subnetA = parseSubnet(a.value);
  const subnetB = parseSubnet(b.value);
  if (!subnetA || !subnetB) return compareText(a, b);
  return sortKey(subnetA) < sortKey(subnetB) ? -1 : 1;
}

function sortKey({ network, prefix }: NonNullable<ReturnType<typeof parseSubnet>>): string {
  const words = network.words.map((word) => word.toString(16).padStart(8, '0'));
  return `${network.family}${words.join('')}${prefix.toString().padStart(3, '0')}`;
}

function compareText(a: { kind: string; value: string }, b: { kind: string; value: string }): number {
  const keyA = `${a.kind} ${a.value}`;
  const keyB = `${b.kind} ${b.value}`;
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}
