#!/usr/bin/env node
/**
 * Runs the benchmarks, each in a process of its own, and prints what they measured with the peak memory of that
 * process: `node bench/run.mjs [NAME...]`. A benchmark is bench/NAME.bench.ts that exports `run()`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const wanted = process.argv.slice(2);

if (wanted[0] === '--child') {
  const { run } = await import(pathToFileURL(wanted[1]).href);
  const { name, rows } = await run();
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`\n${name}`);
  for (const { label, value, unit } of [...rows, { label: 'peak memory of the process', value: peak, unit: 'MB' }]) {
    const digits = Math.abs(value) >= 100 ? 0 : 2;
    const text = value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
    console.log(`  ${label.padEnd(66)} ${text.padStart(14)} ${unit}`);
  }
  process.exit(0);
}

const { build } = await import('esbuild');
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
if (names.length === 0) {
  console.error(`no benchmark is called ${wanted.join(' or ')}`);
  process.exit(2);
}
const folder = mkdtempSync(join('node_modules', '.bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let failed = false;
for (const name of names) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [`bench/${name}.bench.ts`],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    tsconfig: 'tsconfig.json',
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, ['--expose-gc', 'bench/run.mjs', '--child', outfile], {
    stdio: 'inherit',
  });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
