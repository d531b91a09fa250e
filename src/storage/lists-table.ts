import { formatSubnet, parseIp, parseSubnet, type Subnet } from '../util/ip.ts';
import { type Database, inChunks, placeholders, type Queries, VALUES_PER_STATEMENT } from './database.ts';
import { SubnetIndex } from './subnet-index.ts';
import { checkName, storableText } from './text.ts';
import type { ListedAs, ListSource, ThirdPartyLookup } from './types.ts';
import { networksAround } from './whitelist.ts';

const ROWS_PER_INSERT = 5000;

export interface ListToReplace extends ListedAs {
  /** URL or path the entries came from. */
  origin: string;
  networks: Iterable<Subnet>;
}

/** Addresses that others blame, each with its category (`C&C`, …) and source. */
export class ListsTable {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Puts these addresses in the place of all that the source had under the category, in one step: readers see the old
   * or the new list, and a failure leaves the old one. Returns the number of distinct entries.
   */
  async replace(list: ListToReplace): Promise<number> {
    const source = checkName('the source', list.source);
    const category = checkName('the category', list.category);
    const distinct = new Set<string>();
    for (const network of list.networks) distinct.add(formatSubnet(network));
    const networks = [...distinct].sort();
    const refreshedAt = this.#now().getTime();
    await this.#database.transaction(async (queries) => {
      // First, for it locks the source: of two refreshes at once the second waits here.
      await queries.run(
        `INSERT INTO ovoscope_lists (source, category, origin, entries, refreshed_at, error, error_at)
         VALUES (?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT (source, category) DO UPDATE SET origin = excluded.origin,
         entries = excluded.entries, refreshed_at = excluded.refreshed_at, error = NULL, error_at = NULL`,
        [source, category, storableText(list.origin), networks.length, refreshedAt],
      );
      await queries.run('DELETE FROM ovoscope_list_entries WHERE source = ? AND category = ?', [source, category]);
      for (const chunk of inChunks(networks, ROWS_PER_INSERT)) {
        const rows = chunk.map((network) => [network, category, source]);
        await queries.insertMany('ovoscope_list_entries', ['network', 'category', 'source'], rows);
      }
    });
    return networks.length;
  }

  /** Notes that a refresh failed; the entries stay as they are. */
  async noteFailure(list: ListedAs & { origin: string }, error: string): Promise<void> {
    await this.#database.run(
      `INSERT INTO ovoscope_lists (source, category, origin, entries, refreshed_at, error, error_at)
       VALUES (?, ?, ?, 0, NULL, ?, ?) ON CONFLICT (source, category) DO UPDATE SET
       error = excluded.error, error_at = excluded.error_at`,
      [
        checkName('the source', list.source),
        checkName('the category', list.category),
        storableText(list.origin),
        storableText(error, 1000),
        this.#now().getTime(),
      ],
    );
  }

  /** All sources, by category and name. */
  async list(): Promise<ListSource[]> {
    const rows = await this.#database.all<SourceRow>('SELECT * FROM ovoscope_lists ORDER BY category, source');
    return rows.map((row) => ({
      category: row.category,
      source: row.source,
      origin: row.origin,
      entries: row.entries,
      refreshed: row.refreshed_at === null ? null : new Date(row.refreshed_at),
      error: row.error,
      error_at: row.error_at === null ? null : new Date(row.error_at),
    }));
  }

  /** Whether any list was ever loaded. */
  async areLoaded(): Promise<boolean> {
    const sql = 'SELECT 1 AS one FROM ovoscope_lists WHERE refreshed_at IS NOT NULL LIMIT 1';
    return (await this.#database.all(sql)).length > 0;
  }

  /**
   * A lookup that answers for these addresses, however long the lists are; for any address if none are given, which
   * reads all lists into memory (about 200 bytes an entry).
   */
  async lookup(ips?: Iterable<string>): Promise<ThirdPartyLookup> {
    const categories = await this.#database.all<{ category: string }>(
      'SELECT DISTINCT category FROM ovoscope_lists WHERE refreshed_at IS NOT NULL',
    );
    const rows = ips ? await this.#rowsAround(ips) : await this.#allRows();
    return new ListLookup(rows, new Set(categories.map((row) => row.category)));
  }

  async #rowsAround(ips: Iterable<string>): Promise<EntryRow[]> {
    const networks = new Set<string>();
    for (const ip of ips) {
      const address = parseIp(ip);
      if (address) for (const network of networksAround(address)) networks.add(network);
    }
    const rows: EntryRow[] = [];
    for (const chunk of inChunks([...networks], VALUES_PER_STATEMENT)) {
      const sql = `SELECT network, category, source FROM ovoscope_list_entries WHERE network IN (${placeholders(chunk.length)})`;
      rows.push(...(await this.#database.all<EntryRow>(sql, chunk)));
    }
    return rows;
  }

  #allRows(queries: Queries = this.#database): Promise<EntryRow[]> {
    return queries.all<EntryRow>('SELECT network, category, source FROM ovoscope_list_entries');
  }
}

interface EntryRow extends ListedAs {
  network: string;
}

interface SourceRow extends ListedAs {
  origin: string;
  entries: number;
  refreshed_at: number | null;
  error: string | null;
  error_at: number | null;
}

class ListLookup implements ThirdPartyLookup {
  readonly #index: SubnetIndex<ListedAs>;
  readonly #categories: ReadonlySet<string>;

  constructor(rows: readonly EntryRow[], categories: ReadonlySet<string>) {
    this.#index = new SubnetIndex(entriesOf(rows));
    this.#categories = categories;
  }

  categoriesOf(ip: string): ListedAs[] {
    const address = parseIp(ip);
    if (!address) return [];
    const found = new Map<string, ListedAs>();
    for (const listed of this.#index.find(address)) found.set(`${listed.category}\0${listed.source}`, listed);
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, listed]) => listed);
  }

  find(address: string): ListedAs[] {
    return this.categoriesOf(address);
  }

  hasCategory(name: string): boolean {
    return this.#categories.has(name);
  }
}

function* entriesOf(rows: readonly EntryRow[]): Generator<[Subnet, ListedAs]> {
  // A list has many entries and few names: entries share them.
  const shared = new Map<string, ListedAs>();
  for (const { network, category, source } of rows) {
    const subnet = parseSubnet(network);
    const key = `${category}\0${source}`;
    let listed = shared.get(key);
    if (!listed) shared.set(key, (listed = { category, source }));
    if (subnet) yield [subnet, listed];
  }
}
