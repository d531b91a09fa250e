import { listOf, union } from './lists.ts';

/** Paths of every registry key and value that was touched or looked for. */
export const keys = listOf((results) => {
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
});

export const readKeys = listOf((results) => union(results, 'regkey_read', 'read_keys'));

/** Paths of values that were set and, from CAPE, of keys that were created. */
export const writtenKeys = listOf((results) => union(results, 'regkey_written', 'write_keys'));

export const deletedKeys = listOf((results) => union(results, 'regkey_deleted', 'delete_keys'));
