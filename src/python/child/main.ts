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
}

/** Says by which step of loading the time went. */
type Steps = { [step: string]: number };

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
    if (snapshot === undefined) prepare(interpreter, steps, now);
    // The poll is asked from here on, also by an interpreter whose memory was made elsewhere.
    interpreter.watch((memory) => watch.poll(memory));
    interpreter.seal();
    const memory = interpreter.keep();
    steps['ready'] = now();
    const loaded = snapshot === undefined ? interpreter.readFile('/run/loaded.json') : new Uint8Array(0);
    writeFrame({ kind: 'ready', steps, memoryBytes: memory.length }, loaded);
    if (start.wantsSnapshot) writeFrame({ kind: 'snapshot' }, memory);
    serve(interpreter, watch);
  } catch (error) {
    fail(textOf(error));
  }
}

/** Imports the signatures, and has them compile their regular expressions beforehand. */
function prepare(interpreter: Interpreter, steps: Steps, now: () => number): void {
  must(interpreter, "import sys; sys.path.insert(0, '/ovoscope'); from ovoscope_runner import main");
  must(interpreter, 'main.load()');
  steps['import'] = now();
  interpreter.keep();
  // What this leaves behind in classes and modules is thrown away with the memory; the patterns are in a file.
  const trained = interpreter.run('main.train()');
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
    const { cells, budgetMs } = frame.header as { cells: number; budgetMs: number };
    interpreter.writeFile('/run/job.json', frame.body);
    watch.begin(cells, budgetMs);
    const done = interpreter.run('main.run()');
    watch.end();
    if (!done) writeFrame({ kind: 'failed', error: interpreter.errorText() });
    interpreter.restore();
    writeFrame({ kind: 'idle' });
  }
}

function filesOf({ files }: Start, body: Uint8Array): PythonFile[] {
  let at = 0;
  return files.map(({ path, size }) => ({ path, data: body.slice(at, (at += size)) }));
}

function fail(error: string): never {
  const header: Frame['header'] = { kind: 'broken', error };
  writeFrame(header);
  return exit(END_BROKEN);
}

function textOf(error: unknown): string {
  // The interpreter's JavaScript is one line of a megabyte, which a stack would quote.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .filter((line) => line.length < 400)
    .slice(0, 20)
    .join('\n');
}
