import { type FSWatcher, watch } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Editors save in several steps; what comes within this time is one save. */
const SETTLE_MS = 40;
const SOURCE = /\.(?:[cm]?[jt]s|ya?ml)$/;

/**
 * Calls `onSave` with the files that were saved below the folders, until the signal aborts. A save while `onSave` is
 * at work aborts the signal it was given, and it is called again when it has ended. `onReady` is called once, when no
 * save can be missed any more.
 */
export async function watchFolders(
  folders: readonly string[],
  outer: AbortSignal,
  onSave: (files: string[], signal: AbortSignal) => Promise<void>,
  onReady: () => Promise<void>,
): Promise<void> {
  const saved = new Set<string>();
  let wake = () => {};
  let running: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];
  const notice = (folder: string, name: string | null) => {
    if (name === null || !SOURCE.test(name)) return;
    saved.add(isAbsolute(name) ? name : join(folder, name));
    clearTimeout(timer);
    timer = setTimeout(() => {
      running?.abort();
      wake();
    }, SETTLE_MS);
  };
  for (const folder of folders) {
    const watcher = watch(folder, { recursive: true }, (_, name) => notice(folder, name));
    // A folder that is removed ends nothing: the others are still watched.
    watcher.on('error', () => watcher.close());
    watchers.push(watcher);
  }
  const onAbort = () => {
    running?.abort();
    wake();
  };
  outer.addEventListener('abort', onAbort, { once: true });
  try {
    await onReady();
    while (!outer.aborted) {
      if (saved.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      if (outer.aborted || saved.size === 0) continue;
      const files = [...saved].sort();
      saved.clear();
      running = new AbortController();
      await onSave(files, running.signal);
      running = undefined;
    }
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', onAbort);
    for (const watcher of watchers) watcher.close();
  }
}
