import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveProblems } from '../../errors/analysis.ts';
import type { Problem } from '../../errors/problem.ts';
import { FileIndex } from '../file-index.ts';
import type { OpenLimits } from '../limits.ts';
import { collisionKey, entryName } from '../names.ts';
import type { OpeningProblems } from '../opening-problems.ts';

/** Names are kept in memory; no genuine analysis has this much of them. */
const MAX_NAME_BYTES = 32 << 20;

/** Unpacking has passed a limit and must not go on; what was kept stays. */
export class ArchiveLimit extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Temporary folders that still exist; a process that ends without closing its analyses takes them along. */
const alive = new Set<string>();

function removeAll(): void {
  for (const dir of alive) rmSync(dir, { recursive: true, force: true });
}

/**
 * What an archive unpacks to: a private folder in which files are called 0, 1, 2, …, so that no name from an
 * archive ever reaches the file system, and the index that knows their paths.
 */
export class Store {
  readonly index = new FileIndex();
  readonly problems: OpeningProblems;
  readonly limits: OpenLimits;
  readonly #archive: string;
  readonly #archiveSize: number;
  readonly #dir: string;
  readonly #seen = new Map<string, { path: string; isFolder: boolean }>();
  #entries = 0;
  #nameBytes = 0;
  #unpacked = 0;

  constructor(archive: string, archiveSize: number, limits: OpenLimits, problems: OpeningProblems, tempDir = tmpdir()) {
    this.#archive = archive;
    this.#archiveSize = archiveSize;
    this.limits = limits;
    this.problems = problems;
    this.#dir = mkdtempSync(join(realpathSync.native(tempDir), 'ovoscope-'));
    if (alive.size === 0) process.once('exit', removeAll);
    alive.add(this.#dir);
  }

  /** Counts an entry; the path it will have, or undefined when it was refused. */
  admit(rawName: Uint8Array, isFolderEntry: boolean): { path: string; isFolder: boolean } | undefined {
    if (++this.#entries > this.limits.files) throw this.#limit(`it has more than ${this.limits.files} entries`);
    const name = entryName(rawName, this.limits);
    if ('refused' in name) {
      this.refuse(name.shown, name.refused);
      return undefined;
    }
    const entry = { path: name.path, isFolder: isFolderEntry || name.isFolder };
    if (entry.path === '') return entry;
    const clash = this.#clash(entry.path, entry.isFolder);
    if (clash === undefined) return entry;
    this.refuse(entry.path, clash);
    return undefined;
  }

  refuse(file: string, why: string): void {
    this.problems.add(archiveProblems.refusedEntry(file, why));
  }

  /** Counts bytes that were unpacked, kept or not. Throws ArchiveLimit when they are too many. */
  count(bytes: number): void {
    this.#unpacked += bytes;
    const { unpackedBytes, ratio, ratioFrom } = this.limits;
    if (this.#unpacked > unpackedBytes) throw this.#limit(`it unpacks to more than ${unpackedBytes} bytes`);
    if (this.#unpacked > ratioFrom && this.#unpacked > ratio * this.#archiveSize) {
      throw this.#limit(`it unpacks to more than ${ratio} times its ${this.#archiveSize} bytes`);
    }
  }

  create(path: string): StoredFile {
    return new StoredFile(this, path, join(this.#dir, String(this.index.size)));
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
    alive.delete(this.#dir);
    if (alive.size === 0) process.removeListener('exit', removeAll);
  }

  /** Why the path cannot be had beside those there are; else takes it, its folders included. */
  #clash(path: string, isFolder: boolean): string | undefined {
    for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      const why = this.#take(path.slice(0, end), true);
      if (why !== undefined) return why;
    }
    return this.#take(path, isFolder);
  }

  #take(path: string, isFolder: boolean): string | undefined {
    const key = collisionKey(path);
    const other = this.#seen.get(key);
    if (other === undefined) {
      this.#nameBytes += key.length;
      if (this.#nameBytes > MAX_NAME_BYTES) throw this.#limit(`its names take more than ${MAX_NAME_BYTES} bytes`);
      this.#seen.set(key, { path, isFolder });
      return undefined;
    }
    if (other.path !== path) return `its name differs from ${other.path} only in case or accents`;
    if (isFolder && other.isFolder) return undefined;
    return 'an entry before it has the same name';
  }

  #limit(what: string): ArchiveLimit {
    return new ArchiveLimit(archiveProblems.limit(this.#archive, what));
  }
}

/** One file being unpacked. It is part of the analysis once it is kept. */
export class StoredFile {
  readonly path: string;
  size = 0;
  readonly #store: Store;
  readonly #disk: string;
  #fd: number | undefined;

  constructor(store: Store, path: string, disk: string) {
    this.#store = store;
    this.path = path;
    this.#disk = disk;
    this.#fd = openSync(disk, 'wx', 0o600);
  }

  /** False when the file has passed its limit: it should be discarded. */
  write(chunk: Uint8Array): boolean {
    this.#store.count(chunk.length);
    this.size += chunk.length;
    if (this.size > this.#store.limits.fileBytes) return false;
    for (let done = 0; done < chunk.length; ) done += writeSync(this.#fd!, chunk, done);
    return true;
  }

  keep(): void {
    this.#close();
    this.#store.index.add(this.path, this.#disk, this.size);
  }

  /** Gives the disk space back. */
  discard(): void {
    this.#close();
    rmSync(this.#disk, { force: true });
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
