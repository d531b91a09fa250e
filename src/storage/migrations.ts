import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import type { Database, Dialect, Queries } from './database.ts';

export interface Migration {
  version: number;
  /** `{text}`, `{integer}` and `{suffix}` stand for the dialect's words. */
  statements: readonly string[];
}

/**
 * The steps from an empty database to the newest schema. A step that has been released is never changed: a new step
 * is added.
 *
 * Times are milliseconds since 1970, UTC. Scores are decimal text, because sums are decimal (a REAL would round).
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE ovoscope_blacklist (
         type {text} NOT NULL, value {text} NOT NULL,
         score {text}, threshold {text}, reasons {text} NOT NULL, analysis {text}, ruleset {text},
         first_seen {integer} NOT NULL, last_seen {integer} NOT NULL, expires_at {integer},
         manual {integer} NOT NULL, manual_reason {text},
         PRIMARY KEY (type, value)){suffix}`,
      'CREATE INDEX ovoscope_blacklist_last_seen ON ovoscope_blacklist (last_seen)',
      `CREATE TABLE ovoscope_sightings (
         type {text} NOT NULL, value {text} NOT NULL, analysis {text} NOT NULL,
         score {text}, ruleset {text}, seen_at {integer} NOT NULL,
         PRIMARY KEY (type, value, analysis)){suffix}`,
      `CREATE TABLE ovoscope_whitelist (
         kind {text} NOT NULL, value {text} NOT NULL, owner {text} NOT NULL, added_at {integer} NOT NULL,
         PRIMARY KEY (kind, value)){suffix}`,
      `CREATE TABLE ovoscope_lists (
         source {text} NOT NULL, category {text} NOT NULL, origin {text} NOT NULL, entries {integer} NOT NULL,
         refreshed_at {integer}, error {text}, error_at {integer},
         PRIMARY KEY (source, category)){suffix}`,
      `CREATE TABLE ovoscope_list_entries (
         network {text} NOT NULL, category {text} NOT NULL, source {text} NOT NULL,
         PRIMARY KEY (network, category, source)){suffix}`,
      'CREATE INDEX ovoscope_list_entries_source ON ovoscope_list_entries (source, category)',
      `CREATE TABLE ovoscope_analyses (
         id {text} NOT NULL PRIMARY KEY, path {text} NOT NULL, name {text}, md5 {text}, sha1 {text}, sha256 {text},
         size {integer}, first_seen {integer} NOT NULL, last_seen {integer} NOT NULL,
         score {text}, verdict {text}, ruleset {text}){suffix}`,
      'CREATE INDEX ovoscope_analyses_sha256 ON ovoscope_analyses (sha256)',
      'CREATE INDEX ovoscope_analyses_last_seen ON ovoscope_analyses (last_seen)',
    ],
  },
];

const VERSION_TABLE = 'ovoscope_schema';

/**
 * Brings the schema to the newest version: all steps in one transaction, so that a step that fails or a process that
 * dies leaves the version that was there. Throws OvoscopeError for a database of someone else's and for one that a
 * newer Ovoscope wrote.
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0;
  if ((await checkedVersion(database, database, newest)) === newest) return;
  await database.transaction(async (queries) => {
    if (database.dialect.migrationLock) await queries.all(database.dialect.migrationLock);
    // Another process may have done it between the look and the lock.
    const current = await checkedVersion(database, queries, newest);
    if (current === 0)
      await queries.run(
        ddl(
          `CREATE TABLE IF NOT EXISTS ${VERSION_TABLE} (version {integer} NOT NULL PRIMARY KEY, applied_at {integer} NOT NULL){suffix}`,
          database.dialect,
        ),
      );
    for (const { version, statements } of migrations) {
      if (version <= current) continue;
      for (const statement of statements) await queries.run(ddl(statement, database.dialect));
      await queries.run(`INSERT INTO ${VERSION_TABLE} (version, applied_at) VALUES (?, ?)`, [version, Date.now()]);
    }
  });
}

async function checkedVersion(database: Database, queries: Queries, newest: number): Promise<number> {
  if (!(await queries.tableExists(VERSION_TABLE))) return 0;
  const [row] = await queries.all<{ version: number | null }>(`SELECT MAX(version) AS version FROM ${VERSION_TABLE}`);
  const version = row?.version ?? 0;
  if (version > newest) throw new OvoscopeError(storageProblems.tooNew(database.location, version, newest));
  return version;
}

/** Throws OvoscopeError if the database holds tables, but none of ours. */
export async function refuseForeign(database: Database): Promise<void> {
  if (await database.tableExists(VERSION_TABLE)) return;
  const tables = await database.foreignTables();
  if (tables.length === 0) return;
  throw new OvoscopeError(storageProblems.notAStore(database.location, `the tables ${tables.join(', ')}`));
}

function ddl(statement: string, dialect: Dialect): string {
  return statement
    .replaceAll('{text}', dialect.text)
    .replaceAll('{integer}', dialect.integer)
    .replaceAll('{suffix}', dialect.tableSuffix);
}
