import { createHash, type Hash } from 'node:crypto';
import { type Dirent, lstatSync, opendirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isAnalysis } from '../analysis/find-root.ts';
import { glance } from '../analysis/folder.ts';

/** Something below a folder of stored analyses that may be one. */
export interface Candidate {
  /** Absolute, without links. */
  path: string;
  /** Relative to the folder that was searched. */
  shown: string;
  kind: 'folder' | 'file';
}

export interface Found {
  candidates: Candidate[];
  /** Where looking further would have gone too far. */
  limit: string | undefined;
}

const FILE = /\.(?:json|json\.gz|zip|tar|tar\.gz|tgz|tar\.bz2|tbz2?)$/i;
const MAX_DEPTH = 12;
const MAX_NAMES = 200_000;
const MAX_CANDIDATES = 20_000;

/**
 * Analyses below a folder: folders that look like one, archives, reports; or the path itself. Links are not followed,
 * and folders of analyses not searched. Sorted by path. Throws the system's error where the path cannot be read.
 */
export function findAnalyses(top: string): Found {
  const root = realpathSync.native(top);
  const stat = statSync(root);
  if (!stat.isDirectory())
    return { candidates: [{ path: root, shown: relative('', top) || top, kind: 'file' }], limit: undefined };
  if (isAnalysis('', (name) => glance(join(root, name)))) {
    return { candidates: [{ path: root, shown: relative('', top) || '.', kind: 'folder' }], limit: undefined };
  }
  const candidates: Candidate[] = [];
  let limit: string | undefined;
  let names = 0;
  const pending = [{ folder: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined && limit === undefined; next = pending.pop()) {
    const { folder, depth } = next;
    const below: { folder: string; depth: number }[] = [];
    for (const entry of entriesOf(folder, MAX_NAMES - names)) {
      names++;
      const path = join(folder, entry.name);
      const shown = relative(root, path);
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        if (isAnalysis('', (name) => glance(join(path, name)))) candidates.push({ path, shown, kind: 'folder' });
        else if (depth < MAX_DEPTH) below.push({ folder: path, depth: depth + 1 });
        else limit = `folders more than ${MAX_DEPTH} levels down are not searched`;
      } else if (entry.isFile() && FILE.test(entry.name)) candidates.push({ path, shown, kind: 'file' });
    }
    if (names >= MAX_NAMES) limit = `only the first ${MAX_NAMES} names are looked at`;
    if (candidates.length >= MAX_CANDIDATES) limit = `only the first ${MAX_CANDIDATES} analyses are taken`;
    pending.push(...below.reverse());
  }
  candidates.sort((a, b) => (a.shown < b.shown ? -1 : a.shown > b.shown ? 1 : 0));
  return { candidates: candidates.slice(0, MAX_CANDIDATES), limit };
}

function entriesOf(folder: string, most: number): Dirent[] {
  const entries: Dirent[] = [];
  let directory: ReturnType<typeof opendirSync>;
  try {
    directory = opendirSync(folder);
  } catch {
    // A folder that may not be read holds nothing to try a signature on.
    return entries;
  }
  try {
    for (let entry = directory.readSync(); entry !== null && entries.length < most; entry = directory.readSync()) {
      entries.push(entry);
    }
  } finally {
    directory.closeSync();
  }
  return entries;
}

/** Changes when a file of the analysis does; by sizes and times, so that nothing has to be read. */
export function stateOf({ path, kind }: Candidate): string {
  const hash = createHash('sha256').update(path);
  if (kind === 'file') addFile(hash, path, '');
  else addFolder(hash, path, '', { left: MAX_NAMES });
  return hash.digest('hex');
}

function addFolder(hash: Hash, folder: string, below: string, budget: { left: number }): void {
  for (const entry of entriesOf(folder, budget.left).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (--budget.left < 0) return;
    const name = `${below}/${entry.name}`;
    // What is written there is made of the rest.
    if (name === '/reports') continue;
    if (entry.isDirectory()) addFolder(hash, join(folder, entry.name), name, budget);
    else addFile(hash, join(folder, entry.name), name);
  }
}

function addFile(hash: Hash, path: string, name: string): void {
  let stat: Stats | undefined;
  try {
    stat = lstatSync(path);
  } catch {
    // It has gone, or is not ours to see: as long as that stays so, nothing has changed.
  }
  hash.update(`${name}\0${stat?.size}\0${stat?.mtimeMs}\0${stat?.ino}\n`);
}
