/**
 * Mutates a target's corpus and feeds it: `node scripts/run.mjs fuzz/run.ts NAME [ITERATIONS [SEED]]`. A target is
 * fuzz/NAME.ts with `fuzz(data)` and `corpus()`. Needs no fuzzing engine; one may use the same targets. An input
 * that throws, takes seconds of the processor or grows memory is written to fuzz/found/ and ends the run with status 1.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

interface Target {
  fuzz(data: Uint8Array): void | Promise<void>;
  corpus(): Uint8Array[] | Promise<Uint8Array[]>;
}

const TOO_SLOW_MS = 5000;
const TOO_BIG = 1.5e9;
const [name = '', iterations = '100000', seedText = '1'] = process.argv.slice(2);
const target = await load(name);
const corpus = await target.corpus();

async function load(wanted: string): Promise<Target> {
  if (!/^[\w-]+$/.test(wanted)) {
    console.error('usage: node scripts/run.mjs fuzz/run.ts NAME [ITERATIONS [SEED]]');
    process.exit(2);
  }
  const outfile = join(mkdtempSync(join('node_modules', '.fuzz-')), `${wanted}.mjs`);
  process.on('exit', () => rmSync(dirname(outfile), { recursive: true, force: true }));
  await build({
    entryPoints: [`fuzz/${wanted}.ts`],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    tsconfig: 'tsconfig.json',
    logLevel: 'warning',
  });
  return (await import(pathToFileURL(outfile).href)) as Target;
}

/** A small generator whose runs can be repeated (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = random(Number(seedText));
const below = (limit: number): number => Math.floor(next() * limit);
const INTERESTING = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x22, 0x2c, 0x0a, 0x5b, 0x7b];

function mutate(seed: Uint8Array): Uint8Array {
  let data = Buffer.from(seed);
  for (let n = 1 + below(6); n > 0; n--) {
    if (data.length === 0) break;
    const at = below(data.length);
    switch (below(6)) {
      case 0:
        data[at] = below(256);
        break;
      case 1:
        data[at] = INTERESTING[below(INTERESTING.length)]!;
        break;
      case 2:
        data = data.subarray(0, at);
        break;
      case 3: {
        const other = corpus[below(corpus.length)]!;
        data = Buffer.concat([data.subarray(0, at), other.subarray(below(other.length))]);
        break;
      }
      case 4:
        data = Buffer.concat([data.subarray(0, at), data.subarray(below(data.length))]);
        break;
      default:
        if (at + 4 <= data.length) data.writeInt32LE([0, -1, 0x7fffffff, data.length, 5][below(5)]!, at);
    }
  }
  return data;
}

let worst = 0;
for (let i = 0; i < Number(iterations); i++) {
  const data = mutate(corpus[below(corpus.length)]!);
  // What zlib holds is given back between turns of the event loop only.
  if (i % 64 === 0) await setImmediate();
  // Of the processor: the machine may have other work.
  const before = process.cpuUsage();
  let failure: unknown;
  try {
    await target.fuzz(data);
  } catch (error) {
    failure = error;
  }
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  worst = Math.max(worst, ms);
  if (ms > TOO_SLOW_MS) failure ??= new Error(`took ${Math.round(ms)} ms`);
  if (process.memoryUsage.rss() > TOO_BIG) failure ??= new Error(`memory grew to ${process.memoryUsage.rss()} bytes`);
  if (failure !== undefined) {
    mkdirSync('fuzz/found', { recursive: true });
    const file = `fuzz/found/${name}-${seedText}-${i}`;
    writeFileSync(file, data);
    console.error(`${name}: iteration ${i}, kept as ${file}`);
    console.error(failure);
    process.exit(1);
  }
}
console.log(`${name}: ${iterations} inputs, nothing found; the slowest took ${worst.toFixed(1)} ms of the processor`);
