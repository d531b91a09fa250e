/** What both databases store without conversion. */
export type SqlValue = string | number | null;
export type SqlRow = { [column: string]: SqlValue };

/** The statements that the store is written in: SQL that SQLite and PostgreSQL read alike, with `?` for values. */
export interface Queries {
  all<Row = SqlRow>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Returns the number of rows changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /**
   * Inserts rows, in as few round trips as the database allows. No two rows may have the same key. `conflict` is what
   * follows the values: `ON CONFLICT (…) DO UPDATE SET …`, where the row that was there is called `kept`.
   */
  insertMany(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly SqlValue[])[],
    conflict?: string,
  ): Promise<void>;
  tableExists(name: string): Promise<boolean>;
}

/** One database; every method waits while another writer is at work, up to a limit. */
export interface Database extends Queries {
  readonly dialect: Dialect;
  /** For messages; without the password. */
  readonly location: string;
  /**
   * Runs `work` so that all of it is kept or none. When this resolves, it is on disk. `work` may run more than once
   * if other writers collide with it, so it must have no effect but through the queries it is given, and it must not
   * use the database around them.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Names of tables that are not ours; only where a database belongs to one program. */
  foreignTables(): Promise<string[]>;
  close(): Promise<void>;
}

/** The few words in which the two differ when tables are made. */
export interface Dialect {
  name: 'sqlite' | 'postgres';
  /** Text that sorts by code point. */
  text: string;
  integer: string;
  /** What follows a table's closing parenthesis. */
  tableSuffix: string;
  /** Keeps two processes from migrating at once; run first in the transaction. */
  migrationLock?: string;
}

/** How many values one statement may carry on both databases. */
export const VALUES_PER_STATEMENT = 900;

/** The list in pieces of at most `size`. */
export function* inChunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** `?, ?, ?` */
export function placeholders(count: number): string {
  return new Array(count).fill('?').join(', ');
}

/** Waits between attempts: longer each time, and never the same as a rival's. */
export function pauseBeforeRetry(attempt: number): Promise<void> {
  const ceilingMs = Math.min(200, 2 ** Math.min(attempt, 7));
  return new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * ceilingMs));
}
