import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the user's own cache, or a private temporary one where there is none to write to. */
export function cacheFolder(name: string): string {
  const own =
    process.env['OVOSCOPE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ovoscope');
  const folder = join(own, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = statSync(folder);
    // Containers are read back from here as they are: nobody else may be able to put one there.
    const isOwn = process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
    if (isOwn) return folder;
  } catch {
    // A home that is read-only or missing is common in containers.
  }
  const kept = temporary.get(name) ?? mkdtempSync(join(tmpdir(), `ovoscope-${name}-`));
  temporary.set(name, kept);
  return kept;
}

const temporary = new Map<string, string>();
