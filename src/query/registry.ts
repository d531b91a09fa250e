import type { Results } from '../plugin/container.ts';
import { union } from './lists.ts';

/** Paths of every registry key and value that was touched or looked for. */
export function keys(results: Results): readonly string[] {
  return union(
    results,
    'keys',
    'regkey_opened',
    'regkey_read',
    'regkey_written',
    'regkey_deleted',
    'read_keys',
    'write_keys',
    'delete_keys',
  );
}

export const readKeys = (results: Results): readonly string[] => union(results, 'regkey_read', 'read_keys');

/** Paths of values that were set and, from CAPE, of keys that were created. */
export const writtenKeys = (results: Results): readonly string[] => union(results, 'regkey_written', 'write_keys');

export const deletedKeys = (results: Results): readonly string[] => union(results, 'regkey_deleted', 'delete_keys');
