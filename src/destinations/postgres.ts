import { headOf, plainContainer } from './documents.ts';
import { matching, type Options, required, seconds, variable } from './options.ts';
import { Passing, withRetries } from './retry.ts';
import type { Delivery, Destination, Surroundings } from './types.ts';

export const postgresOptions = {
  url_env: required(variable),
  table: matching(/^[a-z_][a-z0-9_]{0,62}$/, 'lower-case letters, digits and underscores'),
  timeout_seconds: seconds,
};

/** Connections that could not be made or were lost, servers that are starting or full, clashes with others. */
const PASSING = /^(?:ECONN|ETIMEDOUT|EPIPE|08|53|57P0|40)/;

/** Keeps one row for each analysis, with the container (without calls) as `jsonb`; makes the table where it is missing. */
export function postgresDestination(options: Options, surroundings: Surroundings): Destination {
  const table = options.text('table', 'ovoscope_reports');
  const timeoutMs = options.timeoutMs(60);
  return {
    name: options.name,
    kind: 'postgres',
    async send(delivery: Delivery, signal) {
      const connectionString = options.requiredSecret('url_env', '');
      const { sample, started, verdict } = headOf(delivery);
      const row = [
        delivery.key,
        sample.sha256 ?? null,
        sample.name.replaceAll('\0', '\ufffd'),
        started === null ? null : `${started}Z`,
        verdict?.band ?? null,
        verdict?.score ?? null,
        JSON.stringify(plainContainer(delivery)),
      ];
      await withRetries(() => upsert(connectionString, table, row, timeoutMs), surroundings, signal);
      return [];
    },
  };
}

async function upsert(connectionString: string, table: string, row: unknown[], timeoutMs: number): Promise<void> {
  // Loaded by those only who use it.
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    application_name: 'ovoscope',
  });
  // Without a listener a lost connection would end the thread; the query in flight fails anyway.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`CREATE TABLE IF NOT EXISTS ${table} (
      key text PRIMARY KEY, sha256 text, name text, started timestamptz, band text, score double precision,
      report jsonb NOT NULL, sent timestamptz NOT NULL DEFAULT now())`);
    await client.query(
      `INSERT INTO ${table} (key, sha256, name, started, band, score, report) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256, name = excluded.name, started = excluded.started,
       band = excluded.band, score = excluded.score, report = excluded.report, sent = now()`,
      row,
    );
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined ? /timeout|terminated/i.test(message) : PASSING.test(code))
      throw new Passing(message || code!);
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
