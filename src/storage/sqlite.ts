import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import {
  type Database,
  type Dialect,
  pauseBeforeRetry,
  placeholders,
  type Queries,
  type SqlValue,
} from './database.ts';

const DIALECT: Dialect = { name: 'sqlite', text: 'TEXT', integer: 'INTEGER', tableSuffix: ' STRICT' };
const STATEMENTS_KEPT = 64;
// SQLite's own wait blocks the process, so it gets little of it; the rest is waited outside.
const BLOCKING_WAIT_MS = 25;

export interface SqliteOptions {
  /** How long to wait for other writers. */
  busyTimeoutMs?: number;
}

/**
 * Opens or makes a database file. It is in WAL mode with a sync on every commit: what was committed survives a killed
 * process and a power cut, and several processes may use it at once (on a local disk; network file systems do not
 * lock reliably). Throws OvoscopeError.
 */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Database> {
  const waitMs = options.busyTimeoutMs ?? 30_000;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OvoscopeError(storageProblems.cannotOpen(file, errorText(error)), { cause: error });
  }
  let connection: DatabaseSyncInstance | undefined;
  const open = () => {
    connection ??= new DatabaseSync(file, { timeout: BLOCKING_WAIT_MS });
    connection.exec('PRAGMA journal_mode = WAL');
    connection.exec('PRAGMA synchronous = FULL');
    connection.exec('PRAGMA trusted_schema = OFF');
    // The log shrinks again after a large import.
    connection.exec('PRAGMA journal_size_limit = 16777216');
  };
  try {
    await waitWhileBusy(file, waitMs, open);
  } catch (error) {
    connection?.close();
    throw error;
  }
  return new SqliteDatabase(connection!, file, waitMs);
}

class SqliteDatabase implements Database {
  readonly dialect = DIALECT;
  readonly location: string;
  readonly #connection: DatabaseSyncInstance;
  readonly #waitMs: number;
  readonly #statements = new Map<string, StatementSyncInstance>();
  /** Settles when the last piece of work that was asked for is done. */
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(connection: DatabaseSyncInstance, location: string, waitMs: number) {
    this.#connection = connection;
    this.location = location;
    this.#waitMs = waitMs;
  }

  all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#inTurn(() => this.#retrying(() => this.#all<Row>(sql, values)));
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.#inTurn(() => this.#retrying(() => this.#run(sql, values)));
  }

  insertMany(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[], conflict = '') {
    return this.transaction((queries) => queries.insertMany(table, columns, rows, conflict));
  }

  async tableExists(name: string): Promise<boolean> {
    const found = await this.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]);
    return found.length > 0;
  }

  async foreignTables(): Promise<string[]> {
    const rows = await this.all<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'ovoscope\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT 5",
    );
    return rows.map((row) => row.name);
  }

  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#rollBack();
      // A write lock from the start: a transaction that reads first and writes later could be refused half way.
      await this.#retrying(() => this.#connection.exec('BEGIN IMMEDIATE'));
      try {
        const result = await work(this.#queries);
        await this.#retrying(() => this.#connection.exec('COMMIT'));
        return result;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.#tail;
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.#connection.close();
  }

  /** The statements inside a transaction: they need no turn, for the transaction has it. */
  readonly #queries: Queries = {
    all: async <Row>(sql: string, values: readonly SqlValue[] = []) => this.#guarded(() => this.#all<Row>(sql, values)),
    run: async (sql, values = []) => this.#guarded(() => this.#run(sql, values)),
    insertMany: async (table, columns, rows, conflict = '') => {
      const sql = `INSERT INTO ${table} AS kept (${columns.join(', ')}) VALUES (${placeholders(columns.length)}) ${conflict}`;
      this.#guarded(() => {
        for (const row of rows) this.#run(sql, row);
      });
    },
    tableExists: async (name) =>
      this.#guarded(
        () => this.#all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).length > 0,
      ),
  };

  #all<Row>(sql: string, values: readonly SqlValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  #run(sql: string, values: readonly SqlValue[]): number {
    return this.#statement(sql).run(...values).changes;
  }

  #statement(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql) as StatementSyncInstance;
    if (this.#statements.size >= STATEMENTS_KEPT) this.#statements.delete(this.#statements.keys().next().value!);
    this.#statements.set(sql, statement);
    return statement;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (this.#closed) throw new OvoscopeError(storageProblems.failed(this.location, 'it has been closed'));
      return work();
    });
    this.#tail = result.catch(() => {});
    return result;
  }

  #retrying<T>(work: () => T): Promise<T> {
    return waitWhileBusy(this.location, this.#waitMs, work);
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toOvoscopeError(error, this.location);
    }
  }

  #rollBack(): void {
    // SQLite itself rolls back after some errors, such as a full disk.
    if (!this.#connection.isTransaction) return;
    try {
      this.#connection.exec('ROLLBACK');
    } catch {
      // The error that led here is the one to tell; the journal undoes the rest when the file is next opened.
    }
  }
}

async function waitWhileBusy<T>(location: string, waitMs: number, work: () => T): Promise<T> {
  const start = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw toOvoscopeError(error, location);
      const waitedMs = performance.now() - start;
      if (waitedMs > waitMs) throw new OvoscopeError(storageProblems.busy(location, waitedMs), { cause: error });
    }
    await pauseBeforeRetry(attempt);
  }
}

/** Fields that the driver adds to its errors. */
interface SqliteError extends Error {
  sqliteExtendedCode?: number;
  systemErrno?: number;
}

const NO_ROOM_ERRNOS = new Set([27 /* EFBIG */, 28 /* ENOSPC */, 122 /* EDQUOT */]);

function primaryCode(error: unknown): number {
  const code = (error as SqliteError | undefined)?.sqliteExtendedCode;
  return typeof code === 'number' ? code & 0xff : 0;
}

function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 5 /* BUSY */ || code === 6 /* LOCKED */;
}

function toOvoscopeError(error: unknown, location: string): OvoscopeError {
  if (error instanceof OvoscopeError) return error;
  return new OvoscopeError(problemOf(error, location), { cause: error });
}

function problemOf(error: unknown, location: string): Problem {
  const what = errorText(error);
  switch (primaryCode(error)) {
    case 5:
    case 6:
      return storageProblems.busy(location, 0);
    case 8:
      return storageProblems.readOnly(location);
    case 10:
      return NO_ROOM_ERRNOS.has((error as SqliteError).systemErrno ?? 0)
        ? storageProblems.diskFull(location, what)
        : storageProblems.failed(location, what);
    case 11:
    case 26:
      return storageProblems.damaged(location, what);
    case 13:
      return storageProblems.diskFull(location, what);
    case 14:
      return storageProblems.cannotOpen(location, what);
    default:
      return storageProblems.failed(location, what);
  }
}
