#!/usr/bin/env node
/** Bundles signature-table.ts with all modules as they are in the work tree, and runs it: no build is needed. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const modules = readdirSync('modules', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => ({ in: join('modules', path), out: join('modules', path.slice(0, -'.ts'.length)) }));
// The code looks for modules two folders above its own, and for package.json above that.
const script = { in: 'scripts/signature-table.ts', out: 'src/shared/signature-table' };
const folder = mkdtempSync(resolve('dist.signatures-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: [script, ...modules],
  outdir: folder,
  chunkNames: 'src/shared/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  tsconfig: 'tsconfig.json',
  logLevel: 'warning',
});
await import(pathToFileURL(join(folder, 'src', 'shared', 'signature-table.js')).href);
