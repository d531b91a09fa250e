import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportingProblems } from '../errors/engine.ts';
import { errorText, OvoscopeError } from '../errors/problem.ts';
import type { KeptFile } from '../plugin/processing.ts';
import type { Output } from '../plugin/reporting.ts';

const BUFFER = 256 * 1024;
/** How long pieces are written without letting others have a turn. */
const TURN_MS = 40;

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export interface OutputFolderOptions {
  /** Told of each temporary file before it exists, so that it can be removed if the thread is ended. */
  onTemporary?: (path: string) => void;
}

/** Where reports go. Nothing is ever written outside of it, nor through a symlink below it. */
export class OutputFolder {
  readonly root: string;
  readonly #onTemporary: (path: string) => void;
  readonly #unfinished = new Set<string>();

  /**
   * Makes the folder. `isOwn` says that the user named it; otherwise it lies in the analysis, whose maker could
   * have put a symlink there. Throws OvoscopeError where it cannot be a folder.
   */
  constructor(root: string, isOwn: boolean, { onTemporary = () => {} }: OutputFolderOptions = {}) {
    this.root = resolve(root);
    this.#onTemporary = onTemporary;
    try {
      if (!isOwn && lstatSync(this.root, { throwIfNoEntry: false })?.isSymbolicLink()) {
        throw new Error('it is a symlink, and lies in the analysis');
      }
      mkdirSync(this.root, { recursive: true });
      if (!statSync(this.root).isDirectory()) throw new Error('it is not a folder');
    } catch (error) {
      throw new OvoscopeError(reportingProblems.folder(this.root, errorText(error)), { cause: error });
    }
  }

  /**
   * Writes one file under a name that must have passed `unsafePart`, and puts it in place when it is whole. Returns
   * its path and size. Throws what the body or the system throws; then nothing new is left behind.
   */
  async write(path: string, body: Output['body'], signal?: AbortSignal): Promise<{ path: string; bytes: number }> {
    const target = join(this.root, ...path.split('/'));
    this.#makeFolders(path.split('/').slice(0, -1));
    const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
    this.#onTemporary(temporary);
    this.#unfinished.add(temporary);
    const fd = openSync(temporary, NEW_FILE, 0o666);
    let isOpen = true;
    try {
      const bytes = await writeBody(fd, body, signal);
      closeSync(fd);
      isOpen = false;
      renameSync(temporary, target);
      return { path: target, bytes };
    } catch (error) {
      if (isOpen) closeSync(fd);
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      this.#unfinished.delete(temporary);
    }
  }

  /**
   * Begins a file in `folder`, whose name is told when it is whole. Until then it has a temporary one. Throws what the
   * system throws.
   */
  begin(folder: string): KeptFile {
    this.#makeFolders([folder]);
    const temporary = join(this.root, folder, `.${randomBytes(9).toString('hex')}.tmp`);
    this.#onTemporary(temporary);
    this.#unfinished.add(temporary);
    let fd: number | undefined = openSync(temporary, NEW_FILE, 0o666);
    const close = () => {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    };
    const drop = () => {
      close();
      rmSync(temporary, { force: true });
      this.#unfinished.delete(temporary);
    };
    return {
      write(bytes) {
        try {
          if (fd === undefined) throw new Error('the file was ended before');
          for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
        } catch (error) {
          drop();
          throw error;
        }
      },
      end: (name) => {
        const why = unsafePart(name) ?? (name.includes('/') ? 'has a slash' : undefined);
        if (why !== undefined || fd === undefined) {
          drop();
          throw new Error(why === undefined ? 'the file was ended before' : `the name ${name} ${why}`);
        }
        close();
        renameSync(temporary, join(this.root, folder, name));
        this.#unfinished.delete(temporary);
        return `${folder}/${name}`;
      },
      drop,
    };
  }

  /** Removes what writes that nobody waits for any more have begun. They end at their next piece, if it ever comes. */
  discard(): void {
    for (const path of this.#unfinished) rmSync(path, { force: true });
    this.#unfinished.clear();
  }

  #makeFolders(parts: readonly string[]): void {
    let folder = this.root;
    for (const part of parts) {
      folder = join(folder, part);
      const stat = lstatSync(folder, { throwIfNoEntry: false });
      if (stat === undefined) mkdirSync(folder);
      else if (!stat.isDirectory()) throw new Error(`${folder} is in the way: it is not a folder`);
    }
  }
}

/** Why a report's path may not be used, as the end of a sentence; undefined where it may. */
export function unsafePart(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return 'is not a path';
  if (path.length > 400) return 'is too long';
  if (/[\0-\x1f\x7f\\:*?"<>|]/.test(path)) return 'has characters that file names cannot have everywhere';
  for (const part of path.split('/')) {
    if (part === '') return 'is absolute or has an empty part';
    if (part === '.' || part === '..') return 'leads outside of the reports folder';
    if (/[. ]$/.test(part)) return 'has a part that ends in a dot or a space';
    if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(part)) return 'names a device on Windows';
  }
  return undefined;
}

async function writeBody(fd: number, body: Output['body'], signal: AbortSignal | undefined): Promise<number> {
  const writer = new Writer(fd);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    writer.add(body);
  } else {
    let turnBegan = performance.now();
    for await (const piece of pieces(body)) {
      signal?.throwIfAborted();
      writer.add(piece);
      if (performance.now() - turnBegan > TURN_MS) {
        await nextTurn();
        turnBegan = performance.now();
      }
    }
  }
  signal?.throwIfAborted();
  writer.flush();
  return writer.written;
}

/** Pieces joined into larger ones: an await for each small piece would cost more than the writing. */
async function* pieces(body: Exclude<Output['body'], string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  if (Symbol.asyncIterator in body) {
    yield* body;
    return;
  }
  let text = '';
  for (const piece of body) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < BUFFER / 4) continue;
      yield text;
    } else {
      if (text !== '') yield text;
      yield piece;
    }
    text = '';
  }
  if (text !== '') yield text;
}

class Writer {
  written = 0;
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafe(BUFFER);
  #used = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  add(piece: string | Uint8Array): void {
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) {
      throw new TypeError(`a piece of the body is ${typeof piece}, not text or bytes`);
    }
    // No UTF-16 unit takes more than three bytes.
    const most = typeof piece === 'string' ? piece.length * 3 : piece.length;
    if (most > BUFFER - this.#used) this.flush();
    if (most > BUFFER) this.#write(typeof piece === 'string' ? Buffer.from(piece) : piece);
    else if (typeof piece === 'string') this.#used += this.#buffer.write(piece, this.#used);
    else {
      this.#buffer.set(piece, this.#used);
      this.#used += piece.length;
    }
  }

  flush(): void {
    if (this.#used > 0) this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    this.written += bytes.length;
  }
}
