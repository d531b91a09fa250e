/**
 * The process in which Python signatures run. It is started by `PythonProcess`, without an environment and with code
 * generation off; its standard input and output are the pipe to it. See docs/python-signatures.md.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { closeRealm } from './close-realm.ts';
import { type CreateModule, Interpreter, type PythonFile } from './interpreter.ts';
import { type Frame, readFrame, writeFrame } from './pipe.ts';
import { Watch } from './watch.ts';

interface Start {
  /** Pyodide's JavaScript, its WebAssembly, and the zip of Python's library. */
  code: string;
  wasm: string;
  library: string;
  snapshot?: string;
  files: { path: string; size: number }[];
  memoryLimit: number;
  /** Whether to send the memory once everything is loaded. */
  wantsSnapshot: boolean;
  /** Milliseconds for one file to be imported. */
  importMs: number;
  /** Whether to say beforehand which file is imported next. */
  announce: boolean;
  /** Numbers of files that are not to be imported, with the reason. */
  leftOut: { [file: string]: string };
  /** Whether to have the signatures compile their regular expressions beforehand. */
  train: boolean;
}

interface Job {
  cells: number;
  budgetMs: number;
  stuckMs: number;
  /** Said again when the job is over. */
  id: string;
}

/** Says by which step of loading the time went. */
type Steps = { [step: string]: number };

/** Milliseconds for one signature to show its regular expressions. */
const TRAIN_MS = 500;
/** Milliseconds that either gets for ending once it is told to. */
const STUCK_MS = 1_500;
/** Bytes that signatures may take for showing them. */
const TRAIN_BYTES = 64 << 20;
/** Bytes of memory above which a snapshot is not worth its size. */
const LARGEST_SNAPSHOT = 256 << 20;
const END_BROKEN = 70;
const END_STUCK = 71;
const exit = process.exit.bind(process);
const residentBytes = process.memoryUsage.rss;

await main();

async function main(): Promise<void> {
  try {
    new Function('');
    return fail('code can be made from text in this process');
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
  }
  const frame = readFrame();
  if (frame === undefined) return exit(0);
  const start = frame.header as unknown as Start;
  const wasm = readFileSync(start.wasm);
  const library = readFileSync(start.library);
  const snapshot = start.snapshot === undefined ? undefined : readFileSync(start.snapshot);
  const code = pathToFileURL(start.code).href;
  const now = performance.now.bind(performance);
  closeRealm();
  let running = () => 0;
  try {
    const steps: Steps = {};
    const { default: create } = (await import(code)) as { default: CreateModule };
    const interpreter = await Interpreter.start({
      create,
      wasm,
      library,
      files: filesOf(start, frame.body),
      snapshot,
      memoryLimit: start.memoryLimit,
    });
    steps['start'] = now();
    const watch = new Watch(now, residentBytes, start.memoryLimit, () => exit(END_STUCK));
    running = () => watch.running(interpreter.memory);
    // An interpreter whose memory was made elsewhere has to be told as well.
    interpreter.watch((memory) => watch.poll(memory));
    if (snapshot === undefined) prepare(interpreter, start, watch, steps, now);
    interpreter.seal();
    const memory = interpreter.keep();
    steps['ready'] = now();
    const loaded = snapshot === undefined ? interpreter.readFile('/run/loaded.json') : new Uint8Array(0);
    writeFrame({ kind: 'ready', steps, memoryBytes: memory.length }, loaded);
    const isSmall = memory.length <= LARGEST_SNAPSHOT;
    if (start.wantsSnapshot) writeFrame({ kind: 'snapshot' }, isSmall ? memory : undefined);
    serve(interpreter, watch);
  } catch (error) {
    fail(textOf(error), running());
  }
}

/** Imports the signatures, and has them compile their regular expressions beforehand. */
function prepare(interpreter: Interpreter, start: Start, watch: Watch, steps: Steps, now: () => number): void {
  const { announce, importMs, leftOut, train } = start;
  must(interpreter, "import sys; sys.path.insert(0, '/ovoscope'); from ovoscope_runner import main; main.prepare()");
  const cells = Number(new TextDecoder().decode(interpreter.readFile('/run/cells')));
  interpreter.writeFile('/run/load.json', new TextEncoder().encode(JSON.stringify({ announce, leftOut })));
  writeFrame({ kind: 'step', step: 'import' });
  watch.begin(cells, importMs, STUCK_MS);
  must(interpreter, 'main.load()');
  watch.end();
  steps['import'] = now();
  interpreter.keep();
  if (!train) return;
  writeFrame({ kind: 'step', step: 'train' });
  watch.begin(cells, TRAIN_MS, STUCK_MS);
  interpreter.memoryLimit = Math.min(start.memoryLimit, interpreter.memoryBytes + TRAIN_BYTES);
  // What this leaves behind in classes and modules is thrown away with the memory; the patterns are in a file.
  const trained = interpreter.run('main.train()');
  watch.end();
  interpreter.memoryLimit = start.memoryLimit;
  interpreter.restore();
  if (trained) must(interpreter, 'main.warm()');
  steps['train'] = now();
}

function must(interpreter: Interpreter, source: string): void {
  if (!interpreter.run(source)) throw new Error(interpreter.errorText());
}

/** One analysis after the other, each from the same memory. */
function serve(interpreter: Interpreter, watch: Watch): never {
  for (;;) {
    const frame = readFrame();
    if (frame === undefined) return exit(0);
    const { cells, budgetMs, stuckMs, id } = frame.header as unknown as Job;
    interpreter.writeFile('/run/job.json', frame.body);
    watch.begin(cells, budgetMs, stuckMs);
    const done = interpreter.run('main.run()');
    watch.end();
    if (!done) writeFrame({ kind: 'failed', error: interpreter.errorText() });
    interpreter.restore();
    writeFrame({ kind: 'idle', id, memoryBytes: interpreter.memoryBytes });
  }
}

function filesOf({ files }: Start, body: Uint8Array): PythonFile[] {
  let at = 0;
  return files.map(({ path, size }) => ({ path, data: body.slice(at, (at += size)) }));
}

/** `signature`: the number of the one that ran, 0 for none. */
function fail(error: string, signature = 0): never {
  const header: Frame['header'] = { kind: 'broken', error, signature };
  writeFrame(header);
  return exit(END_BROKEN);
}

function textOf(error: unknown): string {
  // A stack would only name functions of WebAssembly by their numbers.
  return String(error).slice(0, 2_000);
}
