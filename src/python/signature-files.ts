import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { errorText, type Problem } from '../errors/problem.ts';
import { pythonProblems } from '../errors/python.ts';
import type { Dialect, SignatureSet, SourceFile } from './types.ts';

export interface LoadLimits {
  files: number;
  fileBytes: number;
  totalBytes: number;
}

export const LOAD_LIMITS: LoadLimits = { files: 10_000, fileBytes: 16 << 20, totalBytes: 128 << 20 };

export interface SignatureFiles {
  sets: SignatureSet[];
  /** What the interpreter gets: the signatures and the data that they name. */
  files: SourceFile[];
  problems: Problem[];
  /** Whether two reads gave the same files. */
  hash: string;
}

/** Folders that hold no signatures, or none that are meant to run. */
const LEFT_OUT: ReadonlySet<string> = new Set(['deprecated', 'tests', 'test', '__pycache__', 'node_modules']);
const DATA_FOLDERS = ['data', 'extra'];

/**
 * Reads the signatures of some folders: each the root of a set (with `modules/signatures` in it), or a folder of
 * signatures, inside such a root or not. Of a root's `data` and `extra`, Python modules are taken, and files whose
 * name stands in a signature. What can't be read is told.
 */
export function readSignatureFiles(folders: readonly string[], limits = LOAD_LIMITS): SignatureFiles {
  const reader = new Reader(limits);
  const sets = folders.flatMap((folder) => reader.readSet(folder) ?? []);
  const hash = createHash('sha256');
  for (const { path, data } of reader.files) addTo(hash, path, data);
  addTo(hash, 'sets', Buffer.from(JSON.stringify(sets.map(({ root, folder, files }) => ({ root, folder, files })))));
  return { sets, files: reader.files, problems: reader.problems, hash: hash.digest('hex') };
}

/** The Python files below a folder of ours, as they lie below `target` in the interpreter. */
export function readPythonFolder(folder: string, target: string): SourceFile[] {
  return walk(folder)
    .filter((path) => path.endsWith('.py'))
    .map((path) => ({ path: `${target}/${slashed(relative(folder, path))}`, data: readFileSync(path) }));
}

function addTo(hash: Hash, path: string, data: Uint8Array): void {
  hash.update(`${path}\0${data.length}\0`).update(data);
}

class Reader {
  readonly files: SourceFile[] = [];
  readonly problems: Problem[] = [];
  readonly #limits: LoadLimits;
  #sets = 0;
  #bytes = 0;
  #isFull = false;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  readSet(shown: string): SignatureSet | undefined {
    const { root, folder } = placesOf(resolve(shown));
    let paths: string[];
    try {
      paths = walk(folder).filter(isSignatureFile(folder));
    } catch (error) {
      this.problems.push(pythonProblems.folder(shown, errorText(error)));
      return undefined;
    }
    if (paths.length === 0) {
      this.problems.push(pythonProblems.folder(shown, 'there are no .py files in it'));
      return undefined;
    }
    const target = `/signatures/${this.#sets++}`;
    const inside = (path: string) => `${target}/${slashed(relative(root, path))}`;
    const sources: { path: string; text: string }[] = [];
    for (const path of paths) {
      const data = this.#take(path, inside(path));
      if (data !== undefined) sources.push({ path: slashed(relative(folder, path)), text: data.toString('utf8') });
    }
    this.#readData(root, inside, sources);
    const usual = usualDialect(sources.map(({ text }) => text));
    // Helpers and extractors are there to be imported by others.
    const files = sources
      .filter(({ text }) => /\bSignature\b/.test(text))
      .map(({ path, text }) => ({ path, dialect: dialectOf(text) ?? usual }));
    return {
      shown,
      root: target,
      folder: inside(folder).replace(/\/$/, ''),
      hostFolder: folder,
      files,
    };
  }

  #readData(root: string, inside: (path: string) => string, sources: readonly { text: string }[]): void {
    for (const name of DATA_FOLDERS) {
      const folder = join(root, name);
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
      for (const path of walk(folder)) {
        const isNamed = () => sources.some(({ text }) => text.includes(basename(path)));
        if (path.endsWith('.py') || isNamed()) this.#take(path, inside(path));
      }
    }
  }

  #take(path: string, target: string): Buffer | undefined {
    const { files, fileBytes, totalBytes } = this.#limits;
    try {
      const { size } = statSync(path);
      const isOver = this.files.length >= files || size > fileBytes || this.#bytes + size > totalBytes;
      if (isOver) {
        if (!this.#isFull) this.problems.push(pythonProblems.tooMuch(path, size, this.#limits));
        this.#isFull = true;
        return undefined;
      }
      const data = readFileSync(path);
      this.#bytes += data.length;
      this.files.push({ path: target, data });
      return data;
    } catch (error) {
      this.problems.push(pythonProblems.file(path, errorText(error)));
      return undefined;
    }
  }
}

/** The root of the set that a folder belongs to, and the folder with its signatures. */
function placesOf(folder: string): { root: string; folder: string } {
  const usual = join(folder, 'modules', 'signatures');
  if (statSync(usual, { throwIfNoEntry: false })?.isDirectory()) return { root: folder, folder: usual };
  const marker = `${sep}modules${sep}signatures`;
  const at = `${folder}${sep}`.lastIndexOf(marker + sep);
  return { root: at <= 0 ? folder : folder.slice(0, at), folder };
}

function isSignatureFile(folder: string): (path: string) => boolean {
  return (path) => {
    if (!path.endsWith('.py') || basename(path) === '__init__.py') return false;
    const parts = relative(folder, dirname(path)).split(sep);
    return !parts.some((part) => LEFT_OUT.has(part)) && !DATA_FOLDERS.includes(parts[0]!);
  };
}

/** Files below a folder, sorted; links to folders are not followed. */
function walk(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...walk(path));
    else if (entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile())) {
      found.push(path);
    }
  }
  return found.sort();
}

function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}

const CAPE_SIGNS =
  /\bevented\s*=|\bdef run\(self|\bttps\s*=|\bmbcs\s*=|\bself\.(?:results\b|data\b|add_match\()|\bfilter_analysistypes\b/g;
const CUCKOO2_SIGNS =
  /\b(?:mark_ioc|mark_config|mark_vol|has_marks|get_results)\(|\bself\.mark\(|\bttp\s*=|\bdef (?:on_call_\w|on_yara|on_extract|on_process|init\(self)|(?<!lib\.)\bcuckoo\.common\.abstracts\b/g;

function signsOf(text: string): { cape: number; cuckoo2: number } {
  return { cape: text.match(CAPE_SIGNS)?.length ?? 0, cuckoo2: text.match(CUCKOO2_SIGNS)?.length ?? 0 };
}

/** Which sandbox a file was written for; undefined where it doesn't say. */
function dialectOf(text: string): Dialect | undefined {
  const { cape, cuckoo2 } = signsOf(text);
  if (cape > 0 && cuckoo2 === 0) return 'cape';
  return cuckoo2 > 0 && cape === 0 ? 'cuckoo2' : undefined;
}

/** What most files of a set were written for. */
function usualDialect(texts: readonly string[]): Dialect {
  const votes = texts.map(dialectOf);
  const cuckoo2 = votes.filter((vote) => vote === 'cuckoo2').length;
  return cuckoo2 > votes.filter((vote) => vote === 'cape').length ? 'cuckoo2' : 'cape';
}
