import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { analysisProblems, archiveProblems } from '../errors/analysis.ts';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import type { Task, TaskFile } from '../plugin/processing.ts';
import { type ByteSource, FileSource } from '../util/byte-source.ts';
import { detectInput, type InputKind } from './archive/detect.ts';
import { Store } from './archive/store.ts';
import { unpack } from './archive/unpack.ts';
import { callLogs, type LogKind, logKind } from './call-log-files.ts';
import { type Dialect, findDialect, LOG_KIND } from './dialect.ts';
import { FileIndex } from './file-index.ts';
import { findRoot } from './find-root.ts';
import { glance, indexFolder } from './folder.ts';
import { DEFAULT_LIMITS, type OpenLimits } from './limits.ts';
import { OpeningProblems } from './opening-problems.ts';
import { readText } from './read-text.ts';
import { readTaskInfo, type TaskInfo } from './task-info.ts';

/** An analysis as the engine reads it. Must be closed. */
export interface Analysis extends Task {
  /** `report`: the input is a report.json or report.json.gz, which is its only file. */
  readonly kind: 'folder' | 'report';
  readonly dialect: Dialect;
  /** What opening it found wrong: refused links, damaged entries, limits that were passed. */
  readonly problems: Problem[];
  /** Where its reports belong: `reports` in a folder, `<input>.ovoscope` beside an archive or a report. */
  readonly defaultOut: string;
  /** The call logs, by process id and then by name. */
  logs(): TaskFile[];
  /** Removes what was unpacked. Files that are still open must not be read any more. */
  close(): void;
}

export interface OpenOptions {
  limits?: Partial<OpenLimits> | undefined;
  signal?: AbortSignal | undefined;
  /** Where archives are unpacked; the system's temporary folder by default. */
  tempDir?: string | undefined;
  /** Tried on encrypted archives before "infected". */
  password?: string | undefined;
  /** Reads the sample where it is a link to storage/binaries beside storage/analyses. */
  allowSampleLink?: boolean | undefined;
}

/**
 * Opens an analysis folder, an archive of one (zip, tar, tar.gz, tar.bz2), or a report (json, json.gz). A folder or
 * an archive that holds exactly one analysis, at most two levels down, is opened there.
 *
 * Throws OvoscopeError where there is nothing to open, and the signal's reason when it is aborted. Damage, and
 * what was refused, is in `problems`.
 */
export async function openAnalysis(path: string, options: OpenOptions = {}): Promise<Analysis> {
  options.signal?.throwIfAborted();
  try {
    const { real, stat } = locate(path);
    if (stat.isDirectory()) return await openFolder(path, real, options);
    if (stat.isFile()) return await openFile(path, real, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof OvoscopeError) throw error;
    throw new OvoscopeError(analysisProblems.unreadable(path, errorText(error)), { cause: error });
  }
  throw new OvoscopeError(analysisProblems.special(path));
}

function locate(path: string): { real: string; stat: Stats } {
  try {
    const real = realpathSync.native(path);
    return { real, stat: statSync(real) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new OvoscopeError(analysisProblems.notFound(path), { cause: error });
  }
}

async function openFolder(path: string, real: string, options: OpenOptions): Promise<Analysis> {
  const root = join(
    real,
    findRoot(path, (folder) => glance(join(real, folder))),
  );
  const problems = new OpeningProblems(path);
  const { allowSampleLink = false, signal } = options;
  const index = await indexFolder(root, { limits: limitsOf(options), allowSampleLink, signal }, problems);
  return opened({
    path,
    index,
    problems,
    keepsIndexes: true,
    folderName: basename(root),
    defaultOut: reportsFolder(root),
  });
}

/** What is written must not follow a link out of the analysis either. */
function reportsFolder(root: string): string {
  const reports = join(root, 'reports');
  const stat = lstatSync(reports, { throwIfNoEntry: false });
  return stat === undefined || stat.isDirectory() ? reports : besides(root);
}

async function openFile(path: string, real: string, options: OpenOptions): Promise<Analysis> {
  const source = new FileSource(real, path);
  try {
    const input = await detectInput(source, options.signal);
    switch (input.kind) {
      case 'zip':
      case 'tar':
        return await openArchive(path, source, input, options);
      case 'report':
        return openReport(path, real, source.size);
      case 'unread':
        throw new OvoscopeError(analysisProblems.archiveKind(path, input.format));
      case 'other':
        throw new OvoscopeError(analysisProblems.fileKind(path, input.what));
    }
  } finally {
    source.close();
  }
}

async function openArchive(
  path: string,
  source: ByteSource,
  kind: InputKind & { kind: 'zip' | 'tar' },
  options: OpenOptions,
): Promise<Analysis> {
  const problems = new OpeningProblems(path);
  const store = new Store(path, source.size, limitsOf(options), problems, options.tempDir);
  try {
    const passwords = [...new Set([...(options.password === undefined ? [] : [options.password]), 'infected'])];
    await unpack(source, kind, store, { passwords, signal: options.signal });
    if (store.index.size === 0) throw new OvoscopeError(archiveProblems.empty(path, problems.last));
    const top = rootOfArchive(path, store.index, problems);
    const index = store.index.below(top);
    const folderName = top.slice(top.lastIndexOf('/') + 1);
    return opened({ path, index, problems, folderName, defaultOut: besides(path), onClose: () => store.remove() });
  } catch (error) {
    store.remove();
    throw error;
  }
}

/** An analysis that isn't found may be one whose files were refused. */
function rootOfArchive(path: string, index: FileIndex, problems: OpeningProblems): string {
  try {
    return findRoot(path, (folder) => ({
      files: index.list(folder).map((file) => file.name),
      folders: index.folders(folder),
    }));
  } catch (error) {
    if (!(error instanceof OvoscopeError) || problems.first === undefined) throw error;
    const hint = `Not all of it could be unpacked: ${problems.first.message}.`;
    throw new OvoscopeError({ ...error.problem, hint }, { cause: error });
  }
}

function openReport(path: string, real: string, size: number): Analysis {
  const index = new FileIndex();
  index.add(basename(real), real, size);
  return new OpenedAnalysis({
    kind: 'report',
    path,
    dialect: 'report',
    index,
    problems: [],
    info: Object.create(null),
    defaultOut: besides(path),
  });
}

const limitsOf = (options: OpenOptions): OpenLimits => ({ ...DEFAULT_LIMITS, ...options.limits });

const besides = (path: string) => join(dirname(resolve(path)), `${basename(resolve(path))}.ovoscope`);

interface Found {
  path: string;
  index: FileIndex;
  problems: OpeningProblems;
  /** Name of the analysis's own folder, which is often its id. */
  folderName: string;
  defaultOut: string;
  keepsIndexes?: boolean;
  onClose?: () => void;
}

function opened(found: Found): Analysis {
  const { index, problems } = found;
  const dialect = findDialect(index);
  const info = readTaskInfo(index, found.folderName, problems);
  const others = otherLogs(index, dialect);
  if (others.length > 0) problems.add(analysisProblems.otherLogs(dialect, others));
  return new OpenedAnalysis({ kind: 'folder', ...found, dialect, info, problems: problems.toArray() });
}

/** Call logs that the dialect does not read. Version 0.6 may write each log as csv too, which is no loss. */
function otherLogs(index: FileIndex, dialect: Dialect): string[] {
  const own = LOG_KIND[dialect];
  if (own === undefined) return [];
  const isOther = (kind: LogKind | undefined) =>
    kind !== undefined && kind !== own && !(dialect === 'cuckoo-0.6' && kind === 'csv');
  return index
    .list('logs')
    .filter((file) => isOther(logKind(file.name)))
    .map((file) => file.path);
}

interface Parts {
  kind: 'folder' | 'report';
  path: string;
  dialect: Dialect;
  index: FileIndex;
  problems: Problem[];
  info: TaskInfo;
  defaultOut: string;
  keepsIndexes?: boolean;
  onClose?: () => void;
}

const DEFAULT_TEXT = 16 << 20;

class OpenedAnalysis implements Analysis {
  readonly kind: 'folder' | 'report';
  readonly path: string;
  readonly dialect: Dialect;
  readonly problems: Problem[];
  readonly info: TaskInfo;
  readonly defaultOut: string;
  readonly sample: TaskFile | undefined;
  readonly keepsIndexes: boolean;
  readonly #index: FileIndex;
  readonly #sources = new Set<ByteSource>();
  #onClose: (() => void) | undefined;

  constructor(parts: Parts) {
    this.kind = parts.kind;
    this.path = parts.path;
    this.dialect = parts.dialect;
    this.problems = parts.problems;
    this.info = parts.info;
    this.defaultOut = parts.defaultOut;
    this.sample = parts.index.find('binary');
    this.keepsIndexes = parts.keepsIndexes ?? false;
    this.#index = parts.index;
    this.#onClose = parts.onClose;
  }

  list(folder: string, options?: { recursive?: boolean }): TaskFile[] {
    return this.#index.list(folder, options?.recursive);
  }

  find(path: string): TaskFile | undefined {
    return this.#index.find(path);
  }

  open(path: string): ByteSource {
    const source = this.#index.open(path);
    this.#sources.add(source);
    return source;
  }

  text(path: string, limit = DEFAULT_TEXT): string | undefined {
    return readText(this.#index, path, limit);
  }

  logs(): TaskFile[] {
    const kind = LOG_KIND[this.dialect];
    if (kind !== undefined) return callLogs(this.#index, kind);
    return ALL_KINDS.flatMap((any) => callLogs(this.#index, any));
  }

  close(): void {
    for (const source of this.#sources) source.close();
    this.#sources.clear();
    this.#onClose?.();
    this.#onClose = undefined;
  }
}

const ALL_KINDS: readonly LogKind[] = ['bson', 'raw', 'csv', 'stap'];
