import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { analysisProblems } from '../errors/analysis.ts';
import { errorText, OvoscopeError } from '../errors/problem.ts';
import type { TaskFile } from '../plugin/processing.ts';
import { type ByteSource, FileSource } from '../util/byte-source.ts';
import { shownName } from './names.ts';

/** Where a file really lies. A buffer where its name is not UTF-8. */
export type DiskPath = string | Buffer;

interface Indexed {
  file: TaskFile;
  disk: DiskPath;
}

/**
 * The files of an analysis by path. Everything is reached through this map, so a path that was not found when the
 * analysis was opened cannot be read, whatever it spells.
 */
export class FileIndex {
  readonly #files = new Map<string, Indexed>();
  #folders: Map<string, TaskFile[]> | undefined;

  get size(): number {
    return this.#files.size;
  }

  add(path: string, disk: DiskPath, size: number): void {
    const file = { path, name: path.slice(path.lastIndexOf('/') + 1), size };
    this.#files.set(path, { file, disk });
    this.#folders = undefined;
  }

  /** The files below `folder`, as an index of their own. */
  below(folder: string): FileIndex {
    if (folder === '') return this;
    const part = new FileIndex();
    for (const [path, { file, disk }] of this.#files) {
      if (path.startsWith(`${folder}/`)) part.add(path.slice(folder.length + 1), disk, file.size);
    }
    return part;
  }

  find(path: string): TaskFile | undefined {
    return this.#get(path)?.file;
  }

  list(folder: string, recursive = false): TaskFile[] {
    const name = normalise(folder);
    if (name === undefined) return [];
    this.#folders ??= this.#byFolder();
    if (!recursive) return [...(this.#folders.get(name) ?? [])];
    const prefix = name === '' ? '' : `${name}/`;
    const files: TaskFile[] = [];
    for (const [path, { file }] of this.#files) if (path.startsWith(prefix)) files.push(file);
    return files.sort(byPath);
  }

  /** Names of the folders directly in `folder`. */
  folders(folder: string): string[] {
    this.#folders ??= this.#byFolder();
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = new Set<string>();
    for (const path of this.#folders.keys()) {
      if (path !== '' && path !== folder && path.startsWith(prefix))
        names.add(path.slice(prefix.length).split('/', 1)[0]!);
    }
    return [...names].sort();
  }

  open(path: string): ByteSource {
    const found = this.#get(path);
    if (found === undefined) throw new OvoscopeError(analysisProblems.noFile(shownRequest(path)));
    try {
      return new FileSource(found.disk, found.file.path, (stat) => checkStillThere(found.disk, stat));
    } catch (error) {
      const what = (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'a symlink' : `unreadable (${errorText(error)})`;
      throw new OvoscopeError(analysisProblems.refusedFile(found.file.path, what), { cause: error });
    }
  }

  #get(path: string): Indexed | undefined {
    const name = normalise(path);
    if (name === undefined) return undefined;
    return this.#files.get(name) ?? this.#files.get(shownRequest(name));
  }

  #byFolder(): Map<string, TaskFile[]> {
    const folders = new Map<string, TaskFile[]>();
    for (const { file } of this.#files.values()) {
      const folder = file.path.slice(0, Math.max(0, file.path.length - file.name.length - 1));
      const files = folders.get(folder);
      if (files) files.push(file);
      else folders.set(folder, [file]);
    }
    for (const files of folders.values()) files.sort(byPath);
    return folders;
  }
}

const byPath = (a: TaskFile, b: TaskFile) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** `./a//b/` → `a/b`; undefined where the path leads elsewhere. */
function normalise(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

/** A name as another file of the analysis spells it, files.json for one, with its control characters raw. */
function shownRequest(path: string): string {
  return path
    .split('/')
    .map((part) => shownName(Buffer.from(part)))
    .join('/');
}

/**
 * Between listing and opening, a component of the path may have become a symlink. The opened file must be what the
 * path names now, and the path must still lead there without one.
 */
function checkStillThere(disk: DiskPath, opened: Stats): void {
  const now = lstatSync(disk);
  if (now.dev !== opened.dev || now.ino !== opened.ino) throw new Error('it was replaced while it was opened');
  const real = realpathSync.native(disk, { encoding: 'buffer' });
  if (!real.equals(Buffer.from(disk as string))) throw new Error('a folder on its way is a symlink now');
}
