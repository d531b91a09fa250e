import type { Database, Queries, SqlValue } from './database.ts';
import { checkDecimal, storableId, storableText, toMs } from './text.ts';
import type { AnalysisSeen, StoredAnalysis } from './types.ts';

const COLUMNS = [
  'id',
  'path',
  'name',
  'md5',
  'sha1',
  'sha256',
  'size',
  'first_seen',
  'last_seen',
  'score',
  'verdict',
  'ruleset',
] as const;

export interface AnalysisQuery {
  sha256?: string;
  md5?: string;
  since?: Date;
  limit?: number;
}

/** Which analyses were processed, when, and how they were judged. */
export class AnalysesTable {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Enters an analysis, or what is newer about it; the time it was first seen stays. */
  async record(analysis: AnalysisSeen, queries: Queries = this.#database): Promise<void> {
    const seen = toMs('the time of the analysis', analysis.seen ?? this.#now());
    const text = (value: string | null | undefined) => (value == null ? null : storableText(value));
    const row: { [column in (typeof COLUMNS)[number]]: SqlValue } = {
      id: storableId(analysis.id),
      path: storableText(analysis.path),
      name: text(analysis.name),
      md5: text(analysis.md5?.toLowerCase()),
      sha1: text(analysis.sha1?.toLowerCase()),
      sha256: text(analysis.sha256?.toLowerCase()),
      size: analysis.size ?? null,
      first_seen: seen,
      last_seen: seen,
      score: analysis.score == null ? null : checkDecimal('the score', analysis.score),
      verdict: text(analysis.verdict),
      ruleset: text(analysis.ruleset),
    };
    const updates = COLUMNS.filter((column) => column !== 'id' && column !== 'first_seen');
    await queries.insertMany(
      'ovoscope_analyses',
      COLUMNS,
      [COLUMNS.map((column) => row[column])],
      `ON CONFLICT (id) DO UPDATE SET
         ${updates.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    );
  }

  async get(id: string): Promise<StoredAnalysis | undefined> {
    const sql = `SELECT ${COLUMNS.join(', ')} FROM ovoscope_analyses WHERE id = ?`;
    const [row] = await this.#database.all<Row>(sql, [storableId(id)]);
    return row && toAnalysis(row);
  }

  /** Newest first. */
  async list({ sha256, md5, since, limit = 1000 }: AnalysisQuery = {}): Promise<StoredAnalysis[]> {
    const { where, values } = conditions({ sha256, md5, since });
    const sql = `SELECT ${COLUMNS.join(', ')} FROM ovoscope_analyses ${where} ORDER BY last_seen DESC, id LIMIT ?`;
    return (await this.#database.all<Row>(sql, [...values, limit])).map(toAnalysis);
  }

  async count(query: Omit<AnalysisQuery, 'limit'> = {}): Promise<number> {
    const { where, values } = conditions(query);
    const sql = `SELECT COUNT(*) AS count FROM ovoscope_analyses ${where}`;
    return (await this.#database.all<{ count: number }>(sql, values))[0]!.count;
  }
}

type Row = Omit<StoredAnalysis, 'first_seen' | 'last_seen'> & { first_seen: number; last_seen: number };

function toAnalysis(row: Row): StoredAnalysis {
  return { ...row, first_seen: new Date(row.first_seen), last_seen: new Date(row.last_seen) };
}

function conditions({ sha256, md5, since }: AnalysisQuery): { where: string; values: SqlValue[] } {
  const parts: [string, SqlValue][] = [];
  if (sha256 !== undefined) parts.push(['sha256 = ?', sha256.toLowerCase()]);
  if (md5 !== undefined) parts.push(['md5 = ?', md5.toLowerCase()]);
  if (since) parts.push(['last_seen >= ?', since.getTime()]);
  const where = parts.length > 0 ? `WHERE ${parts.map(([part]) => part).join(' AND ')}` : '';
  return { where, values: parts.map(([, value]) => value) };
}
