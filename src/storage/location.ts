import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';

export type StoreLocation = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

/**
 * Where the store is: what the user named (`--store`), else `OVOSCOPE_STORE`, else `ovoscope/ovoscope.db` in the
 * user's data folder (`XDG_DATA_HOME`, or `~/.local/share`).
 */
export function storeLocation(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  if (named) return named;
  if (env.OVOSCOPE_STORE) return env.OVOSCOPE_STORE;
  // The XDG specification says that a relative path is to be ignored.
  const xdg = env.XDG_DATA_HOME;
  const data = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), '.local', 'share');
  return join(data, 'ovoscope', 'ovoscope.db');
}

/** Reads a location: a path, `sqlite:PATH`, `:memory:`, or a PostgreSQL URL. Throws OvoscopeError for other URLs. */
export function parseStoreLocation(location: string, cwd: string = process.cwd()): StoreLocation {
  if (/^postgres(?:ql)?:\/\//i.test(location)) return { kind: 'postgres', url: location };
  const file = location.replace(/^sqlite:(?:\/\/)?/i, '');
  if (file === ':memory:') return { kind: 'sqlite', file };
  if (file === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(file) || file.includes('\0')) {
    throw new OvoscopeError(storageProblems.unknownLocation(withoutPassword(location)));
  }
  return { kind: 'sqlite', file: resolve(cwd, file) };
}

/** The URL without its password, for messages. */
export function withoutPassword(url: string): string {
  try {
    const parsed = new URL(url);
    parsed.password = '';
    parsed.searchParams.delete('password');
    return parsed.href;
  } catch {
    // Not a URL as browsers see it (a socket folder as the host, say); drop whatever stands before the last @.
    return url.replace(/(:\/\/[^:@/]*):.*@/s, '$1@').replace(/([?&]password=)[^&]*/gi, '$1');
  }
}
