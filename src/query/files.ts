import type { Results } from '../plugin/container.ts';
import { listOf, once, union } from './lists.ts';

/** Paths of every file that was touched or looked for. */
export const files = listOf((results) =>
  union(
    results,
    'files',
    'file_opened',
    'file_created',
    'file_recreated',
    'file_read',
    'file_written',
    'file_deleted',
    'file_exists',
    'file_failed',
    'read_files',
    'write_files',
    'delete_files',
  ),
);

export const readFiles = listOf((results) => union(results, 'file_read', 'read_files'));

/** Files that were created, written, or came to be by copying or moving. */
export const writtenFiles = listOf((results) => {
  const summary = results.behavior?.summary;
  if (summary === undefined) return [];
  return once(summary, 'writtenFiles', () => {
    const written = new Set(union(results, 'file_written', 'write_files', 'file_created', 'file_recreated'));
    for (const [, target] of [...(summary.file_copied ?? []), ...(summary.file_moved ?? [])]) written.add(target);
    return written;
  });
});

export const deletedFiles = listOf((results) => union(results, 'file_deleted', 'delete_files'));

/** Pairs of old and new path. */
export const movedFiles = (results: Results): readonly (readonly [from: string, to: string])[] =>
  results.behavior?.summary.file_moved ?? [];

/** Pairs of original and copy. */
export const copiedFiles = (results: Results): readonly (readonly [from: string, to: string])[] =>
  results.behavior?.summary.file_copied ?? [];

export const createdDirectories = listOf((results) => union(results, 'directory_created'));
