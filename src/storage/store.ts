import { AnalysesTable } from './analyses-table.ts';
import { BlacklistTable } from './blacklist-table.ts';
import type { Database } from './database.ts';
import { ListsTable } from './lists-table.ts';
import { parseStoreLocation } from './location.ts';
import { migrate, refuseForeign } from './migrations.ts';
import type { AnalysisSeen, Decision, Recorded, RuleSurroundings, WhitelistKind } from './types.ts';
import { WhitelistTable } from './whitelist-table.ts';

export interface StoreOptions {
  /** What relative paths are relative to. */
  cwd?: string;
  /** How long to wait for other writers of an SQLite file. */
  busyTimeoutMs?: number;
  /** The clock; for tests. */
  now?: () => Date;
}

/**
 * Opens a store, and makes it or brings its schema up to date where needed. `location` is a file (SQLite) or a
 * PostgreSQL URL. Any number of processes may have it open. Throws OvoscopeError.
 */
export async function openStore(location: string, options: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(location, options);
  try {
    await refuseForeign(database);
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new Store(database, options.now);
}

/** Opens the database alone, as it is. */
export async function openDatabase(location: string, options: StoreOptions = {}): Promise<Database> {
  const parsed = parseStoreLocation(location, options.cwd);
  // Drivers are loaded when needed: most commands use neither.
  if (parsed.kind === 'sqlite') {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(parsed.file, options);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(parsed.url);
}

/** What outlives a run. When a method that changes something has resolved, the change is on disk. */
export class Store implements AsyncDisposable {
  readonly blacklist: BlacklistTable;
  readonly whitelist: WhitelistTable;
  readonly lists: ListsTable;
  readonly analyses: AnalysesTable;
  readonly #database: Database;

  constructor(database: Database, now: () => Date = () => new Date()) {
    this.#database = database;
    this.whitelist = new WhitelistTable(database, now);
    this.blacklist = new BlacklistTable(database, this.whitelist, now);
    this.lists = new ListsTable(database, now);
    this.analyses = new AnalysesTable(database, now);
  }

  /** For messages; without the password. */
  get location(): string {
    return this.#database.location;
  }

  /** Enters a processed analysis and what the rules decided about it: both or neither. */
  record(analysis: AnalysisSeen, decisions: readonly Decision[]): Promise<Recorded> {
    return this.#database.transaction(async (queries) => {
      await this.analyses.record(analysis, queries);
      return this.blacklist.record(decisions, queries);
    });
  }

  /**
   * What rule files are applied with. Third-party lists can be long: with `addresses` (those an analysis contacted),
   * only what is said of these is read.
   */
  async surroundings(addresses?: Iterable<string>): Promise<RuleSurroundings> {
    const entries = await this.whitelist.list();
    const valuesOf = (kind: WhitelistKind) => entries.filter((entry) => entry.kind === kind).map(({ value }) => value);
    const whitelist = { subnets: valuesOf('subnet'), domains: valuesOf('domain'), hashes: valuesOf('hash') };
    if (!(await this.lists.areLoaded())) return { whitelist };
    return { whitelist, thirdParty: await this.lists.lookup(addresses) };
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
