import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Interpreters that were stopped once their signatures were loaded, by the hash of all that went into them. */
export interface Cached {
  /** File with the memory. */
  snapshot: string;
  /** What the interpreter told of the signatures, in JSON. */
  loaded: string;
}

/** How many are kept; each is some 30 MB. */
const KEPT = 4;
const MEMORY = '.memory';
const LOADED = '.json';

export function findCached(hash: string): Cached | undefined {
  const folder = cacheFolder();
  const snapshot = join(folder, hash + MEMORY);
  try {
    const entry = JSON.parse(readFileSync(join(folder, hash + LOADED), 'utf8')) as { bytes: number; loaded: string };
    if (statSync(snapshot).size !== entry.bytes || typeof entry.loaded !== 'string') return undefined;
    const now = new Date();
    utimesSync(snapshot, now, now);
    return { snapshot: realpathSync(snapshot), loaded: entry.loaded };
  } catch {
    // Not there yet, or only half of it.
    return undefined;
  }
}

/** Keeps an interpreter; the oldest beyond a few are removed. Failing to is no harm. */
export function keepCached(hash: string, memory: Uint8Array, loaded: string): Cached | undefined {
  const folder = cacheFolder();
  try {
    writeAtomically(join(folder, hash + MEMORY), memory);
    writeAtomically(join(folder, hash + LOADED), JSON.stringify({ bytes: memory.length, loaded }));
    removeOld(folder);
    return { snapshot: join(folder, hash + MEMORY), loaded };
  } catch {
    return undefined;
  }
}

export function dropCached(hash: string): void {
  for (const ending of [MEMORY, LOADED]) rmSync(join(cacheFolder(), hash + ending), { force: true });
}

function removeOld(folder: string): void {
  const memories = readdirSync(folder)
    .filter((name) => name.endsWith(MEMORY))
    .map((name) => ({ name, used: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { name } of memories.slice(KEPT)) dropCached(name.slice(0, -MEMORY.length));
}

function writeAtomically(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, content, { flag: 'wx', mode: 0o600 });
  renameSync(temporary, path);
}

/** The user's own cache, or a private temporary folder where there is none that nobody else can write to. */
function cacheFolder(): string {
  const base =
    process.env['OVOSCOPE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ovoscope');
  const folder = join(base, 'python');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    if (process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)) return folder;
  } catch {
    // A home that is read-only or missing is common in containers.
  }
  return (privateFolder ??= mkdtempSync(join(tmpdir(), 'ovoscope-python-')));
}

let privateFolder: string | undefined;
