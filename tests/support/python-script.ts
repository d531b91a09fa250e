import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Compiles what runs in the process of Python's interpreter, and no more; returns the script. */
export function compilePythonScript(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ovoscope-child-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'main.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('../../src/python/child/main.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return outfile;
}
