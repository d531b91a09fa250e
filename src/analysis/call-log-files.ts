import type { TaskFile } from '../plugin/processing.ts';
import type { FileIndex } from './file-index.ts';

export type LogKind = 'bson' | 'raw' | 'csv' | 'stap';

/** Which kind of call log a file of `logs/` is, by its name. */
export function logKind(name: string): LogKind | undefined {
  const lower = name.toLowerCase();
  if (lower.endsWith('.bson')) return 'bson';
  if (lower.endsWith('.stap')) return 'stap';
  if (/^\d+\.raw$/.test(lower)) return 'raw';
  if (/^\d+\.csv$/.test(lower)) return 'csv';
  return undefined;
}

/** Call logs of one kind, by process id and then by name. */
export function callLogs(index: FileIndex, kind: LogKind): TaskFile[] {
  const files = index.list('logs');
  const logs = files.filter((file) => logKind(file.name) === kind);
  if (kind === 'bson') logs.push(...renamedLogs(files));
  return logs.sort((a, b) => pidOf(a) - pidOf(b) || (a.name < b.name ? -1 : 1));
}

/**
 * CAPE's loop detection leaves `1.bson` as a symlink, which is not followed, to `1.bson.compressed`, and the log as
 * it was in `1.bson.raw`.
 */
function renamedLogs(files: readonly TaskFile[]): TaskFile[] {
  const names = new Set(files.map((file) => file.name));
  return files.filter(({ name }) => {
    if (name.endsWith('.bson.raw')) return !names.has(name.slice(0, -4));
    if (!name.endsWith('.bson.compressed')) return false;
    const original = name.slice(0, -'.compressed'.length);
    return !names.has(original) && !names.has(`${original}.raw`);
  });
}

function pidOf(file: TaskFile): number {
  const digits = /^\d{1,15}/.exec(file.name);
  return digits ? Number(digits[0]) : Number.MAX_SAFE_INTEGER;
}
