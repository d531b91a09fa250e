import { type Dirent, lstatSync, opendirSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { analysisProblems } from '../errors/analysis.ts';
import { errorText } from '../errors/problem.ts';
import { FileIndex } from './file-index.ts';
import type { OpenLimits } from './limits.ts';
import { shownName } from './names.ts';
import type { OpeningProblems } from './opening-problems.ts';

/** One name in a folder on disk, in its bytes. */
interface Name {
  raw: Buffer;
  shown: string;
  kind: 'file' | 'folder' | 'other';
  isLink: boolean;
}

/** Names in a folder, sorted; at most `limit`. Throws the system's error. */
function readFolder(folder: Buffer, limit: number): Name[] {
  // Node takes and gives buffers here, which its types do not know.
  const directory = opendirSync(folder as unknown as string, { encoding: 'buffer' as BufferEncoding });
  const names: Name[] = [];
  try {
    for (let entry = directory.readSync(); entry !== null && names.length < limit; entry = directory.readSync()) {
      const typed = entry as unknown as Dirent<Buffer>;
      const kind = typed.isFile() ? 'file' : typed.isDirectory() ? 'folder' : 'other';
      names.push({ raw: typed.name, shown: shownName(typed.name), kind, isLink: typed.isSymbolicLink() });
    }
  } finally {
    directory.closeSync();
  }
  return names.sort((a, b) => Buffer.compare(a.raw, b.raw));
}

const below = (folder: Buffer, name: Buffer) => Buffer.concat([folder, SEPARATOR, name]);
const SEPARATOR = Buffer.from(sep);

/** Names of files and folders in `folder`, for a first look; none where it cannot be read. */
export function glance(folder: string): { files: string[]; folders: string[] } {
  let names: Name[];
  try {
    names = readFolder(Buffer.from(folder), GLANCE);
  } catch {
    return { files: [], folders: [] };
  }
  const of = (kind: Name['kind']) => names.filter((name) => name.kind === kind).map((name) => name.shown);
  return { files: of('file'), folders: of('folder') };
}

const GLANCE = 10_000;

export interface FolderOptions {
  limits: OpenLimits;
  allowSampleLink: boolean;
  signal: AbortSignal | undefined;
}

/**
 * Lists the regular files below `root`, which must be a real path. Links, devices, pipes and sockets, and what
 * passes a limit, become problems.
 */
export async function indexFolder(
  root: string,
  { limits, allowSampleLink, signal }: FolderOptions,
  problems: OpeningProblems,
): Promise<FileIndex> {
  const index = new FileIndex();
  const pending: { disk: Buffer; path: string; depth: number }[] = [{ disk: Buffer.from(root), path: '', depth: 0 }];
  let seen = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    signal?.throwIfAborted();
    await setImmediate();
    const { disk, path, depth } = folder;
    for (const name of namesOf(disk, path, limits.files + 1, problems)) {
      const shown = path === '' ? name.shown : `${path}/${name.shown}`;
      if (++seen > limits.files) {
        problems.add(analysisProblems.limit(root, 'files and folders', limits.files));
        return index;
      }
      if (name.kind === 'folder') {
        if (depth < limits.depth) pending.push({ disk: below(disk, name.raw), path: shown, depth: depth + 1 });
        else problems.add(analysisProblems.limit(shown, 'folders above it', limits.depth));
      } else if (shown === 'binary' && name.isLink) addSample(index, root, allowSampleLink, problems);
      else addFile(index, below(disk, name.raw), shown, problems);
    }
  }
  return index;
}

function namesOf(disk: Buffer, path: string, limit: number, problems: OpeningProblems): Name[] {
  try {
    return readFolder(disk, limit);
  } catch (error) {
    problems.add(analysisProblems.unreadable(path === '' ? String(disk) : path, errorText(error)));
    return [];
  }
}

function addFile(index: FileIndex, disk: Buffer, path: string, problems: OpeningProblems): void {
  let stat: Stats;
  try {
    stat = lstatSync(disk);
  } catch (error) {
    problems.add(analysisProblems.refusedFile(path, `unreadable (${errorText(error)})`));
    return;
  }
  if (stat.isFile()) index.add(path, disk, stat.size);
  else problems.add(analysisProblems.refusedFile(path, kindOf(stat)));
}

function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'a symlink';
  if (stat.isFIFO()) return 'a pipe';
  if (stat.isSocket()) return 'a socket';
  return stat.isDirectory() ? 'a folder now' : 'a device';
}

/** `binary` is mostly a link into the storage that the analysis belongs to: `storage/binaries` for `storage/analyses/1`. */
function addSample(index: FileIndex, root: string, isAllowed: boolean, problems: OpeningProblems): void {
  const why = isAllowed ? followSampleLink(index, root) : '';
  if (why !== undefined) problems.add(analysisProblems.sampleLink('binary', why));
}

/** Returns why it was not followed, or undefined. */
function followSampleLink(index: FileIndex, root: string): string | undefined {
  try {
    const target = realpathSync.native(join(root, 'binary'));
    const binaries = realpathSync.native(join(dirname(dirname(root)), 'binaries'));
    if (!target.startsWith(binaries + sep)) return ` that does not lead to ${binaries}`;
    const stat = lstatSync(target);
    if (!stat.isFile()) return ' to something that is not a file';
    index.add('binary', target, stat.size);
    return undefined;
  } catch (error) {
    return ` that leads nowhere (${errorText(error)})`;
  }
}
