import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder this copy's code lies in: `dist` of an installed package, the repository itself where the sources are
 * run directly, as tests do.
 */
export const codeRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Whether the compiled code runs, not the sources. */
export const isCompiled = import.meta.url.endsWith('.js');

/** The folder of package.json. */
export const packageRoot = isCompiled ? dirname(codeRoot) : codeRoot;

/** The compiled code, also when the sources run; workers and user modules need it. */
export const compiledRoot = join(packageRoot, 'dist');

interface Manifest {
  version: string;
  exports: { [entry: string]: string | { default: string } };
}

let manifest: Manifest | undefined;

function readManifest(): Manifest {
  manifest ??= JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest;
  return manifest;
}

export function packageVersion(): string {
  return readManifest().version;
}

/** Import name, such as `ovoscope/query`, → file of the compiled entry point. */
export function publicEntries(): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [name, target] of Object.entries(readManifest().exports)) {
    if (typeof target === 'string') continue;
    entries.set(`ovoscope${name.slice(1)}`, join(packageRoot, target.default));
  }
  return entries;
}
