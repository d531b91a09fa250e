import pg from 'pg';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import {
  type Database,
  type Dialect,
  inChunks,
  pauseBeforeRetry,
  placeholders,
  type Queries,
  type SqlRow,
  type SqlValue,
} from './database.ts';
import { withoutPassword } from './location.ts';

const DIALECT: Dialect = {
  name: 'postgres',
  text: 'TEXT COLLATE "C"',
  integer: 'BIGINT',
  tableSuffix: '',
  migrationLock: 'SELECT pg_advisory_xact_lock(8031974120)',
};
const MAX_ATTEMPTS = 30;
// The protocol counts parameters in 16 bits; rows of entries are large, so a message stays small as well.
const PARAMETERS_PER_INSERT = 6000;
const INT8 = 20;
// Not to_regclass(): in a transaction that waited for a lock it may answer from before the wait.
const TABLE_EXISTS =
  'SELECT 1 AS found FROM pg_catalog.pg_tables WHERE schemaname = ANY (current_schemas(false)) AND tablename = ?';

export interface PostgresOptions {
  /** Connections kept at most. */
  poolSize?: number;
  connectTimeoutMs?: number;
}

/** Connects to a PostgreSQL database (12 or later). Throws OvoscopeError. */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Database> {
  const location = withoutPassword(url);
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: options.poolSize ?? 4,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 15_000,
      application_name: 'ovoscope',
      onConnect: confirmOnlyWhatIsWritten,
      types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as never },
    });
  } catch (error) {
    throw new OvoscopeError(storageProblems.unreachable(location, errorText(error)), { cause: error });
  }
  // An idle connection that breaks is replaced by the next query; unheard, the event would end the process.
  pool.on('error', () => {});
  const database = new PostgresDatabase(pool, location);
  try {
    await database.all('SELECT 1 AS one');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return database;
}

/** A server that confirms before it writes would break the promise that what was confirmed is kept. */
async function confirmOnlyWhatIsWritten(client: pg.ClientBase): Promise<void> {
  await client.query(
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')",
  );
}

class PostgresDatabase implements Database {
  readonly dialect = DIALECT;
  readonly location: string;
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool, location: string) {
    this.#pool = pool;
    this.location = location;
  }

  all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#retrying(async () => (await this.#pool.query<SqlRow>(numbered(sql), [...values])).rows as Row[]);
  }

  run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.#retrying(async () => (await this.#pool.query(numbered(sql), [...values])).rowCount ?? 0);
  }

  insertMany(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[], conflict = '') {
    return this.transaction((queries) => queries.insertMany(table, columns, rows, conflict));
  }

  async tableExists(name: string): Promise<boolean> {
    return (await this.all(TABLE_EXISTS, [name])).length > 0;
  }

  /** A server's database may be shared: tables of others are no concern. */
  async foreignTables(): Promise<string[]> {
    return [];
  }

  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#retrying(async () => {
      const client = await this.#pool.connect();
      let broken: unknown;
      try {
        await client.query('BEGIN');
        const result = await work(queriesOf(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((rollbackError) => {
          broken = rollbackError;
        });
        throw error;
      } finally {
        client.release(broken !== undefined);
      }
    });
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  async #retrying<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof OvoscopeError) throw error;
        if (!isCollision(error)) throw new OvoscopeError(problemOf(error, this.location), { cause: error });
        if (attempt >= MAX_ATTEMPTS) {
          throw new OvoscopeError(storageProblems.conflict(this.location, attempt), { cause: error });
        }
      }
      await pauseBeforeRetry(attempt);
    }
  }
}

function queriesOf(client: pg.PoolClient): Queries {
  return {
    all: async <Row>(sql: string, values: readonly SqlValue[] = []) =>
      (await client.query<SqlRow>(numbered(sql), [...values])).rows as Row[],
    run: async (sql, values = []) => (await client.query(numbered(sql), [...values])).rowCount ?? 0,
    insertMany: async (table, columns, rows, conflict = '') => {
      const rowsPerInsert = Math.max(1, Math.floor(PARAMETERS_PER_INSERT / columns.length));
      const row = `(${placeholders(columns.length)})`;
      for (const chunk of inChunks(rows, rowsPerInsert)) {
        const values = new Array(chunk.length).fill(row).join(', ');
        const sql = `INSERT INTO ${table} AS kept (${columns.join(', ')}) VALUES ${values} ${conflict}`;
        await client.query(numbered(sql), chunk.flat());
      }
    },
    tableExists: async (name) => (await client.query(numbered(TABLE_EXISTS), [name])).rows.length > 0,
  };
}

/** `?` → `$1`, `$2`, …; our statements hold no other question mark. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** Serialization failure or deadlock: the server undid everything, and it may be tried again. */
function isCollision(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01' || code === '55P03';
}

function problemOf(error: unknown, location: string): Problem {
  const code = codeOf(error);
  const what = errorText(error);
  if (code === '53100') return storageProblems.diskFull(location, what);
  if (code === '25006') return storageProblems.readOnly(location);
  if (code === '42501') return storageProblems.failed(location, `${what} (the user lacks the right)`);
  if (code === 'XX001' || code === 'XX002') return storageProblems.damaged(location, what);
  // Class 08 is the connection, 28 the log-in, 3D the database, 53 resources, 57P the server going down.
  if (/^(?:28|3D|53|57P03)/.test(code) || /^E[A-Z]+$/.test(code)) return storageProblems.unreachable(location, what);
  if (/^(?:08|57P)/.test(code) || /terminated|timeout|Connection ended/i.test(what)) {
    return storageProblems.connectionLost(location, what);
  }
  return storageProblems.failed(location, what);
}
