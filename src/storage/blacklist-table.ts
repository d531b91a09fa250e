import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import {
  type Database,
  inChunks,
  placeholders,
  type Queries,
  type SqlValue,
  VALUES_PER_STATEMENT,
} from './database.ts';
import { checkDecimal, storableId, storableText, toMs } from './text.ts';
import type { BlacklistEntry, BlacklistQuery, Decision, ManualEntry, Reason, Recorded, Sighting } from './types.ts';
import { normaliseValue, type Target, targetOf, VALUE_TYPES, type ValueType } from './values.ts';
import type { WhitelistTable } from './whitelist-table.ts';

const COLUMNS = [
  'type',
  'value',
  'score',
  'threshold',
  'reasons',
  'analysis',
  'ruleset',
  'first_seen',
  'last_seen',
  'expires_at',
  'manual',
  'manual_reason',
] as const;
const PAGE = 500;
const REASONS_KEPT = 200;
const MATCHES_KEPT = 50;
const MATCH_LENGTH = 1024;

/** The newest decision by rules speaks; of two at the same time, the one of the later analysis id. */
const NEWER = `(excluded.score IS NOT NULL AND (kept.score IS NULL OR excluded.last_seen > kept.last_seen
  OR (excluded.last_seen = kept.last_seen AND COALESCE(excluded.analysis, '') >= COALESCE(kept.analysis, ''))))`;
const newest = (column: string) => `${column} = CASE WHEN ${NEWER} THEN excluded.${column} ELSE kept.${column} END`;

const MERGE = `ON CONFLICT (type, value) DO UPDATE SET
  ${['score', 'threshold', 'reasons', 'analysis', 'ruleset'].map(newest).join(',\n  ')},
  first_seen = CASE WHEN excluded.first_seen < kept.first_seen THEN excluded.first_seen ELSE kept.first_seen END,
  last_seen = CASE WHEN excluded.last_seen > kept.last_seen THEN excluded.last_seen ELSE kept.last_seen END,
  expires_at = CASE WHEN excluded.manual = 1 THEN excluded.expires_at
    WHEN kept.manual = 1 AND (kept.expires_at IS NULL OR kept.expires_at > excluded.expires_at) THEN kept.expires_at
    WHEN ${NEWER} THEN excluded.expires_at ELSE kept.expires_at END,
  manual = CASE WHEN excluded.manual = 1 THEN 1 ELSE kept.manual END,
  manual_reason = COALESCE(excluded.manual_reason, kept.manual_reason)`;

/** What was judged bad, and why. */
export class BlacklistTable {
  readonly #database: Database;
  readonly #whitelist: WhitelistTable;
  readonly #now: () => Date;

  constructor(database: Database, whitelist: WhitelistTable, now: () => Date) {
    this.#database = database;
    this.#whitelist = whitelist;
    this.#now = now;
  }

  /**
   * Enters what rules decided, all or nothing. A value that is there already keeps its first time and takes the newer
   * decision's score and reasons. What the whitelist covers and what is no value of its type is not entered, and told.
   */
  record(decisions: readonly Decision[], queries?: Queries): Promise<Recorded> {
    return this.#enter(decisions, (decision) => decisionRow(decision, this.#now()), queries);
  }

  /** Enters values by hand. A manual entry stays one, with its reason, when rules decide about it later. */
  addManual(entries: readonly ManualEntry[]): Promise<Recorded> {
    return this.#enter(entries, (entry) => manualRow(entry, this.#now()));
  }

  /** Enters entries of an earlier export as they were; what is there already is merged, never lost. */
  restore(entries: readonly BlacklistEntry[]): Promise<Recorded> {
    return this.#enter(entries, restoredRow);
  }

  /** Also an entry that has lapsed. Throws OvoscopeError if it is no value of the type. */
  async get(type: ValueType, value: string): Promise<BlacklistEntry | undefined> {
    const sql = `SELECT ${COLUMNS.join(', ')} FROM ovoscope_blacklist WHERE type = ? AND value = ?`;
    const [row] = await this.#database.all<Row>(sql, [type, normaliseValue(type, value)]);
    return row && toEntry(row);
  }

  /** The analyses that led to an entry, newest first. */
  async sightings(type: ValueType, value: string, limit = 20): Promise<Sighting[]> {
    const rows = await this.#database.all<SightingRow>(
      `SELECT analysis, score, ruleset, seen_at FROM ovoscope_sightings WHERE type = ? AND value = ?
       ORDER BY seen_at DESC, analysis LIMIT ?`,
      [type, normaliseValue(type, value), limit],
    );
    return rows.map(({ seen_at, ...sighting }) => ({ ...sighting, seen: new Date(seen_at) }));
  }

  /** Returns whether the entry was there. */
  async remove(type: ValueType, value: string): Promise<boolean> {
    const key = [type, normaliseValue(type, value)];
    return this.#database.transaction(async (queries) => {
      await queries.run('DELETE FROM ovoscope_sightings WHERE type = ? AND value = ?', key);
      return (await queries.run('DELETE FROM ovoscope_blacklist WHERE type = ? AND value = ?', key)) > 0;
    });
  }

  /** In order of type and value, read in pages: a list of any length takes little memory. */
  async *entries(query: BlacklistQuery = {}): AsyncGenerator<BlacklistEntry> {
    const { where, values } = this.#conditions(query);
    let after: SqlValue[] = ['', ''];
    for (;;) {
      const rows = await this.#database.all<Row>(
        `SELECT ${COLUMNS.join(', ')} FROM ovoscope_blacklist WHERE ${[...where, '(type, value) > (?, ?)'].join(' AND ')}
         ORDER BY type, value LIMIT ${PAGE}`,
        [...values, ...after],
      );
      for (const row of rows) yield toEntry(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = [last.type, last.value];
    }
  }

  async count(query: BlacklistQuery = {}): Promise<number> {
    const { where, values } = this.#conditions(query);
    const condition = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
    const sql = `SELECT COUNT(*) AS count FROM ovoscope_blacklist ${condition}`;
    const [row] = await this.#database.all<{ count: number }>(sql, values);
    return row!.count;
  }

  #conditions({ type, since, expired }: BlacklistQuery): { where: string[]; values: SqlValue[] } {
    const where: string[] = [];
    const values: SqlValue[] = [];
    if (type) {
      where.push('type = ?');
      values.push(type);
    }
    if (since) {
      where.push('last_seen >= ?');
      values.push(since.getTime());
    }
    if (!expired) {
      where.push('(expires_at IS NULL OR expires_at > ?)');
      values.push(this.#now().getTime());
    }
    return { where, values };
  }

  async #enter<T>(items: readonly T[], toRow: (item: T) => Row, queries?: Queries): Promise<Recorded> {
    const refused: Problem[] = [];
    const rows: Row[] = [];
    for (const item of items) {
      try {
        rows.push(toRow(item));
      } catch (error) {
        if (!(error instanceof OvoscopeError)) throw error;
        refused.push(error.problem);
      }
    }
    const work = (inside: Queries) => this.#write(rows, refused, inside);
    return queries ? work(queries) : this.#database.transaction(work);
  }

  async #write(rows: readonly Row[], refused: Problem[], queries: Queries): Promise<Recorded> {
    const targets = rows.map((row) => targetOf(row.type, row.value)).filter((target): target is Target => !!target);
    const whitelist = await this.#whitelist.snapshotFor(targets, queries);
    const whitelisted: Recorded['whitelisted'] = [];
    const allowed: Row[] = [];
    for (const row of rows) {
      const covered = whitelist.covers(row.type, row.value);
      if (covered) whitelisted.push({ type: row.type, value: row.value, ...covered });
      else allowed.push(row);
    }
    const rounds = uniqueRounds(allowed);
    const distinct = rounds[0] ?? [];
    const updated = await countExisting(queries, distinct);
    for (const round of rounds) {
      const values = round.map((row) => COLUMNS.map((column) => row[column]));
      await queries.insertMany('ovoscope_blacklist', COLUMNS, values, MERGE);
    }
    await writeSightings(queries, allowed);
    return { added: distinct.length - updated, updated, whitelisted, refused };
  }
}

interface Row {
  type: ValueType;
  value: string;
  score: string | null;
  threshold: string | null;
  reasons: string;
  analysis: string | null;
  ruleset: string | null;
  first_seen: number;
  last_seen: number;
  expires_at: number | null;
  manual: number;
  manual_reason: string | null;
}

interface SightingRow {
  analysis: string;
  score: string | null;
  ruleset: string | null;
  seen_at: number;
}

function decisionRow(decision: Decision, now: Date): Row {
  const seen = toMs('the time of the decision', decision.seen ?? now);
  return {
    type: decision.type,
    value: normaliseValue(decision.type, decision.value),
    score: checkDecimal('the score', decision.score),
    threshold: checkDecimal('the threshold', decision.threshold),
    reasons: JSON.stringify(decision.reasons.slice(0, REASONS_KEPT).map(boundedReason)),
    analysis: storableId(decision.analysis),
    ruleset: storableId(decision.ruleset),
    first_seen: seen,
    last_seen: seen,
    expires_at: decision.expires ? toMs('the expiry', decision.expires) : null,
    manual: 0,
    manual_reason: null,
  };
}

function manualRow({ type, value, reason, expires }: ManualEntry, now: Date): Row {
  return {
    type,
    value: normaliseValue(type, value),
    score: null,
    threshold: null,
    reasons: '[]',
    analysis: null,
    ruleset: null,
    first_seen: now.getTime(),
    last_seen: now.getTime(),
    expires_at: expires ? toMs('the expiry', expires) : null,
    manual: 1,
    manual_reason: reason === undefined ? null : storableText(reason),
  };
}

function restoredRow(entry: BlacklistEntry): Row {
  const firstSeen = toMs('the first time', entry.first_seen);
  return {
    type: entry.type,
    value: normaliseValue(entry.type, entry.value),
    score: entry.score === null ? null : checkDecimal('the score', entry.score),
    threshold: entry.threshold === null ? null : checkDecimal('the threshold', entry.threshold),
    reasons: JSON.stringify(entry.reasons.slice(0, REASONS_KEPT).map(boundedReason)),
    analysis: entry.analysis === null ? null : storableId(entry.analysis),
    ruleset: entry.ruleset === null ? null : storableId(entry.ruleset),
    first_seen: firstSeen,
    last_seen: Math.max(firstSeen, toMs('the last time', entry.last_seen)),
    expires_at: entry.expires ? toMs('the expiry', entry.expires) : null,
    manual: entry.manual ? 1 : 0,
    manual_reason: entry.manual_reason === null ? null : storableText(entry.manual_reason),
  };
}

/** Evidence can be as long as a report; an entry keeps what fits on a screen, and how much there was. */
function boundedReason(reason: Decision['reasons'][number]): Reason {
  const cut = (text: string) => text.slice(0, MATCH_LENGTH);
  return {
    key: cut(reason.key),
    values: reason.values.slice(0, MATCHES_KEPT).map(cut),
    matched: reason.matched.slice(0, MATCHES_KEPT).map(cut),
    matched_total: reason.matched_total ?? reason.matched.length,
    score: reason.score,
    file: cut(reason.file),
    line: reason.line,
    group_id: reason.group_id,
  };
}

function toEntry(row: Row): BlacklistEntry {
  let reasons: Reason[];
  try {
    reasons = JSON.parse(row.reasons);
    if (!VALUE_TYPES.includes(row.type)) throw new Error(`it has the unknown type "${row.type}"`);
  } catch (error) {
    throw new OvoscopeError(storageProblems.damagedRow('blacklist', row.value, errorText(error)), { cause: error });
  }
  return {
    type: row.type,
    value: row.value,
    score: row.score,
    threshold: row.threshold,
    reasons,
    analysis: row.analysis,
    ruleset: row.ruleset,
    first_seen: new Date(row.first_seen),
    last_seen: new Date(row.last_seen),
    expires: row.expires_at === null ? null : new Date(row.expires_at),
    manual: row.manual === 1,
    manual_reason: row.manual_reason,
  };
}

/**
 * Rows in rounds in which no key occurs twice, as one statement demands; in each, sorted, so that two writers lock
 * rows in the same order and cannot wait for each other.
 */
function uniqueRounds(rows: readonly Row[]): Row[][] {
  const rounds: Map<string, Row>[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.type} ${row.value}`;
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    (rounds[round] ??= new Map()).set(key, row);
  }
  return rounds.map((round) => [...round].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row));
}

async function countExisting(queries: Queries, rows: readonly Row[]): Promise<number> {
  let count = 0;
  for (const type of VALUE_TYPES) {
    const values = rows.filter((row) => row.type === type).map((row) => row.value);
    for (const chunk of inChunks(values, VALUES_PER_STATEMENT)) {
      const sql = `SELECT COUNT(*) AS count FROM ovoscope_blacklist WHERE type = ? AND value IN (${placeholders(chunk.length)})`;
      const [row] = await queries.all<{ count: number }>(sql, [type, ...chunk]);
      count += row!.count;
    }
  }
  return count;
}

async function writeSightings(queries: Queries, rows: readonly Row[]): Promise<void> {
  const unique = new Map<string, SqlValue[]>();
  for (const { type, value, analysis, score, ruleset, last_seen } of rows) {
    if (analysis === null) continue;
    unique.set(`${type} ${value} ${analysis}`, [type, value, analysis, score, ruleset, last_seen]);
  }
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await queries.insertMany(
    'ovoscope_sightings',
    ['type', 'value', 'analysis', 'score', 'ruleset', 'seen_at'],
    sorted,
    `ON CONFLICT (type, value, analysis) DO UPDATE SET
       score = excluded.score, ruleset = excluded.ruleset, seen_at = excluded.seen_at`,
  );
}
