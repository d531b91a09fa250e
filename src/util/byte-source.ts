import { closeSync, constants, fstatSync, openSync, type PathLike, readSync, type Stats } from 'node:fs';

/** Bytes that can be read at any position, synchronously, without being held in memory as a whole. */
export interface ByteSource {
  /** Name for messages: the path inside the analysis. */
  readonly name: string;
  /** Size in bytes when the source was opened. */
  readonly size: number;
  /** Changes whenever the bytes may have; absent where nothing tells. */
  readonly identity?: string;
  /** Fills `target` from `position` on; returns how many bytes it got, fewer only at the end. */
  read(target: Uint8Array, position: number): number;
  close(): void;
}

/** Files that are open at once; more are closed and opened again when they are read. */
const MAX_OPEN = 64;
const open = new Set<FileSource>();

/** A regular file on disk. Never follows a symlink in the last component; refuses devices and pipes. */
export class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly identity: string;
  readonly #path: PathLike;
  #fd: number | undefined;
  #closed = false;

  /**
   * Throws the system's error, or a TypeError when `path` is not a regular file. `check` sees the opened file and
   * may throw to refuse it.
   */
  constructor(path: PathLike, name = String(path), check?: (opened: Stats) => void) {
    this.#path = path;
    this.name = name;
    const stat = this.#open();
    try {
      check?.(stat);
    } catch (error) {
      this.close();
      throw error;
    }
    this.size = stat.size;
    this.identity = identityOf(path, stat);
  }

  read(target: Uint8Array, position: number): number {
    if (this.#closed) throw new Error(`${this.name} was read after it was closed`);
    if (this.#fd === undefined && identityOf(this.#path, this.#open()) !== this.identity) {
      throw new Error(`${this.name} has changed since it was opened`);
    }
    let got = 0;
    while (got < target.length) {
      const n = readSync(this.#fd!, target, got, target.length - got, position + got);
      if (n === 0) break;
      got += n;
    }
    return got;
  }

  close(): void {
    this.#closed = true;
    this.#release();
  }

  #open(): Stats {
    const fd = openSync(this.#path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (!stat.isFile()) {
      closeSync(fd);
      throw new TypeError(`${this.name} is not a regular file`);
    }
    this.#fd = fd;
    open.add(this);
    if (open.size > MAX_OPEN)
      for (const oldest of open) {
        oldest.#release();
        break;
      }
    return stat;
  }

  #release(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    open.delete(this);
  }
}

function identityOf(path: PathLike, stat: Stats): string {
  return `${path}:${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** Bytes already in memory. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, name = 'memory') {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.length;
  }

  read(target: Uint8Array, position: number): number {
    const part = this.#bytes.subarray(position, position + target.length);
    target.set(part);
    return part.length;
  }

  close(): void {}
}
