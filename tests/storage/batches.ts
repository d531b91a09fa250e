import { createHash } from 'node:crypto';
import type { Decision } from '../../src/storage/types.ts';

/** A value that every writer's every batch holds, for rivals to meet at. */
export const SHARED = 'shared.example';

/** The entries of one batch: `size` of its own, and the shared one. */
export function batchOf(name: string, batch: number, size: number): Decision[] {
  const own = Array.from({ length: size }, (_, i) => createHash('md5').update(`${name} ${batch} ${i}`).digest('hex'));
  return [
    ...own.map((value) => decisionOn('hash', value, `${name}-${batch}`)),
    decisionOn('domain', SHARED, `${name}-${batch}`),
  ];
}

function decisionOn(type: 'hash' | 'domain', value: string, analysis: string): Decision {
  const matched = [createHash('sha512').update(value).digest('hex')];
  const reason = { key: 'mutex', values: ['*'], matched, score: '3', file: 'r.json', line: 1, group_id: 0 };
  return { type, value, score: '3', threshold: '2', reasons: [reason], analysis, ruleset: 'r' };
}
