import { analysisProblems } from '../errors/analysis.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Task, TaskFile } from '../plugin/processing.ts';
import { type ByteSource, MemorySource } from '../util/byte-source.ts';

export interface MemoryTaskOptions {
  dialect?: string;
  info?: { readonly [name: string]: unknown };
  /** Path of the file that is the sample. */
  sample?: string;
}

const MOST_TEXT = 16 << 20;

/** An analysis whose files are in memory. */
export class MemoryTask implements Task {
  readonly path = 'in memory';
  readonly dialect: string;
  readonly info: { readonly [name: string]: unknown };
  readonly sample: TaskFile | undefined;
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(files: ReadonlyMap<string, Uint8Array>, options: MemoryTaskOptions = {}) {
    this.#files = files;
    this.dialect = options.dialect ?? 'cuckoo-2';
    this.info = options.info ?? {};
    this.sample = options.sample === undefined ? undefined : this.find(options.sample);
  }

  list(folder: string, { recursive = false }: { recursive?: boolean } = {}): TaskFile[] {
    const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/$/, '')}/`;
    return [...this.#files.keys()]
      .filter((path) => path.startsWith(prefix) && (recursive || !path.slice(prefix.length).includes('/')))
      .sort()
      .map((path) => this.find(path)!);
  }

  find(path: string): TaskFile | undefined {
    const bytes = this.#files.get(path);
    return bytes && { path, name: path.slice(path.lastIndexOf('/') + 1), size: bytes.length };
  }

  open(path: string): ByteSource {
    const bytes = this.#files.get(path);
    if (bytes !== undefined) return new MemorySource(bytes, path);
    throw new OvoscopeError(analysisProblems.noFile(path));
  }

  text(path: string, limit = MOST_TEXT): string | undefined {
    const bytes = this.#files.get(path);
    return bytes && new TextDecoder().decode(bytes.subarray(0, limit));
  }
}
