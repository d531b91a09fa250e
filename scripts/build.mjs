#!/usr/bin/env node
/**
 * Compiles src, modules and web into dist/. Nothing is done when no source changed since the last build, because
 * `npx ovoscope` in a clone runs `prepare` each time on npm 10.
 *
 *   node scripts/build.mjs [--force]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stamp = join(dist, '.fingerprint');
const inputs = ['src', 'modules', 'web', 'scripts/build.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

const fingerprint = fingerprintOf(inputs.map((name) => join(root, name)));
if (!process.argv.includes('--force') && isBuilt()) process.exit(0);
const lock = takeLock();
process.on('exit', () => rmSync(lock, { recursive: true, force: true }));
if (!process.argv.includes('--force') && isBuilt()) process.exit(0);

// Built beside dist and moved into place, so that a program that runs meanwhile never sees half a build.
const fresh = join(root, `dist.${process.pid}`);
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
mkdirSync(fresh);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status, error } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (error) throw error;
if (!existsSync(join(fresh, 'src'))) {
  console.error('build: the compiler wrote nothing; the errors above say why');
  process.exit(1);
}
const { buildWeb } = await import('../web/build.mjs');
await buildWeb(fresh);
// A build with type errors is left usable but unstamped: the next run tries again and tells the errors again.
if (status === 0) writeFileSync(join(fresh, '.fingerprint'), fingerprint);
replace(dist, fresh);
process.exit(status ?? 1);

function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** Two builds at once would move each other's result away; the second waits for the first. */
function takeLock() {
  const path = join(root, 'node_modules', '.ovoscope-build.lock');
  for (const deadline = Date.now() + 120_000; ; ) {
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      // A build that was killed leaves its lock behind.
      if (age > 60_000 || Date.now() > deadline) rmSync(path, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function replace(target, source) {
  const old = `${source}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(source, target);
  rmSync(old, { recursive: true, force: true });
}

function fingerprintOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
    return;
  }
  if (!/\.(test|cases|bench)\.tsx?$/.test(path)) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
}
