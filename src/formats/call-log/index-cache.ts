import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '../../util/byte-source.ts';
import { type StoredIndex, storeIndex } from './index-file.ts';
import type { CallLog } from './log.ts';
import type { CallLogFormat } from './types.ts';

const MAX_FILES = 4096;
/** Logs below this are read again sooner than their index is. */
const WORTH_KEEPING = 256 * 1024;

/**
 * Indexes of call logs, kept in the user's cache folder and not beside the logs: sandboxes let the guest upload
 * into `logs/`, so an index found there could hide calls.
 */
export class IndexCache {
  readonly folder: string;

  constructor(folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ovoscope', 'index')) {
    this.folder = folder;
  }

  /** Makes the log's index, from the cache where its bytes are unchanged, else by reading it. */
  provide(log: CallLog, signal?: AbortSignal): void {
    const stored = this.#load(log.source, log.format);
    if (stored !== undefined && log.restore(stored)) return;
    log.scan(undefined, signal);
    this.remember(log);
  }

  /** Keeps the index of a log that has been read. A cache that cannot be written is no failure. */
  remember(log: CallLog): void {
    const { source, format } = log;
    if (source.size >= WORTH_KEEPING) {
      this.#save(source, format, storeIndex(log.index, format, source.size, log.problems));
    }
  }

  #load(source: ByteSource, format: CallLogFormat): StoredIndex | undefined {
    const file = this.#file(source, format);
    if (file === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as StoredIndex;
    } catch {
      // Absent or cut by a full disk: the log is read again.
      return undefined;
    }
  }

  #save(source: ByteSource, format: CallLogFormat, stored: StoredIndex): void {
    const file = this.#file(source, format);
    if (file === undefined) return;
    const temporary = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, JSON.stringify(stored), { mode: 0o600, flag: 'wx' });
      renameSync(temporary, file);
      this.#prune();
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  #file(source: ByteSource, format: CallLogFormat): string | undefined {
    if (source.identity === undefined) return undefined;
    const key = createHash('sha256').update(`${format.name}:${format.version}:${source.identity}`).digest('hex');
    return join(this.folder, `${key.slice(0, 40)}.json`);
  }

  #prune(): void {
    const names = readdirSync(this.folder);
    if (names.length <= MAX_FILES) return;
    const byAge = names
      .map((name) => ({ path: join(this.folder, name), time: statSync(join(this.folder, name)).mtimeMs }))
      .sort((a, b) => a.time - b.time);
    for (const { path } of byAge.slice(0, names.length - MAX_FILES / 2)) rmSync(path, { force: true });
  }
}
