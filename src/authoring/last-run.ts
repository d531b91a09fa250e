import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import type { TrialResult } from './trial.ts';

/** What a signature did with one analysis, and what it did the last time. */
export interface Change {
  shown: string;
  kind: 'new' | 'gone' | 'other' | 'same';
  evidence: number;
  before: number;
  first: string;
}

type Kept = { [shown: string]: [evidence: number, digest: string] };

/**
 * Compares a signature's hits with those of its last run over the same analyses, and keeps them for the next. In a
 * first run nothing is new.
 */
export function compareWithLast(
  root: string,
  signature: string,
  results: readonly TrialResult[],
): { changes: Change[]; isFirst: boolean } {
  const path = join(cacheFolder('trials'), `${digest(`${root}\0${signature}`)}.json`);
  const before = read(path);
  const old = new Map(Object.entries(before ?? {}));
  const now: Kept = Object.create(null) as Kept;
  const changes: Change[] = [];
  for (const { shown, hits } of results) {
    const hit = hits.find(({ name }) => name === signature);
    const last = old.get(shown);
    if (hit !== undefined) {
      now[shown] = [hit.evidence, hit.digest];
      const kind = last === undefined ? (before ? 'new' : 'same') : last[1] === hit.digest ? 'same' : 'other';
      changes.push({ shown, kind, evidence: hit.evidence, before: last?.[0] ?? 0, first: hit.first });
    } else if (last !== undefined) {
      changes.push({ shown, kind: 'gone', evidence: 0, before: last[0], first: '' });
    }
  }
  write(path, now);
  return { changes, isFirst: before === undefined };
}

function read(path: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch {
    // The first run, or a file that was cut: then this is the first run.
    return undefined;
  }
}

function write(path: string, kept: Kept): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, JSON.stringify(kept), { mode: 0o600 });
  renameSync(temporary, path);
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
