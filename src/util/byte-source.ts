import { closeSync, constants, fstatSync, openSync, type PathLike, readSync, type Stats } from 'node:fs';

/** Bytes that can be read at any position, synchronously, without being held in memory as a whole. */
export interface ByteSource {
  /** Name for messages: the path inside the analysis. */
  readonly name: string;
  /** Size in bytes when the source was opened. */
  readonly size: number;
  /** Fills `target` from `position` on; returns how many bytes it got, fewer only at the end. */
  read(target: Uint8Array, position: number): number;
  close(): void;
}

/** A regular file on disk. Never follows a symlink in the last component; refuses devices and pipes. */
export class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  #fd: number | undefined;

  /**
   * Throws the system's error, or a TypeError when `path` is not a regular file. `check` sees the opened file and
   * may throw to refuse it.
   */
  constructor(path: PathLike, name = String(path), check?: (opened: Stats) => void) {
    this.name = name;
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(this.#fd);
      if (!stat.isFile()) throw new TypeError(`${name} is not a regular file`);
      check?.(stat);
      this.size = stat.size;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  read(target: Uint8Array, position: number): number {
    if (this.#fd === undefined) throw new Error(`${this.name} was read after it was closed`);
    let got = 0;
    while (got < target.length) {
      const n = readSync(this.#fd, target, got, target.length - got, position + got);
      if (n === 0) break;
      got += n;
    }
    return got;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
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
