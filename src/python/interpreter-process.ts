import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { confine } from './confinement.ts';
import { encodeFrame, type Frame, readFrames } from './frames.ts';
import type { Runtime } from './runtime.ts';
import type { Confinement, SourceFile } from './types.ts';

export interface StartOptions {
  runtime: Runtime;
  files: readonly SourceFile[];
  /** Memory of an interpreter that has these files loaded already. */
  snapshot?: string | undefined;
  /** Bytes that Python may use. */
  memoryLimit: number;
  onProcess?: ((pid: number, isRunning: boolean) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Started {
  process: InterpreterProcess;
  /** What was loaded, in JSON; empty where a snapshot was used. */
  loaded: string;
  /** The memory once all is loaded; undefined where a snapshot was used. */
  memory: Buffer | undefined;
  /** Why bubblewrap is there and was not used. */
  bubblewrapFailed: string | undefined;
}

export interface JobOptions {
  /** What Python is given, in JSON. */
  job: string;
  /** Address of the cells in which Python says what it does. */
  cells: number;
  /** Milliseconds that one callback may take before it is interrupted. */
  budgetMs: number;
  /** Milliseconds without a sign of life after which the process is ended. */
  silenceMs: number;
  /** Milliseconds after which the process is ended in any case. */
  totalMs: number;
  answer: (request: Frame) => { header: Frame['header']; body?: Uint8Array };
  /** Told who is about to run, where the job asks for it. */
  onEntering: (signature: number) => void;
  signal?: AbortSignal | undefined;
}

/** The process is gone, or was ended because it did not answer. */
export class InterpreterEnded extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'InterpreterEnded';
  }
}

const START_MS = 180_000;
const STDERR_KEPT = 4_000;

/** One process with an interpreter in it. */
export class InterpreterProcess {
  readonly confinement: Confinement;
  readonly #child: ChildProcess;
  readonly #frames: AsyncGenerator<Frame>;
  readonly #folder: string;
  #stderr = '';
  #exit = '';
  #isEnded = false;

  private constructor(options: StartOptions, withoutBubblewrap: string | undefined) {
    const { runtime, snapshot } = options;
    const readable = [dirname(runtime.script), dirname(runtime.wasm), ...(snapshot === undefined ? [] : [snapshot])];
    const { program, args, confinement } = confine({ script: runtime.script, readable, withoutBubblewrap });
    this.confinement = confinement;
    this.#folder = mkdtempSync(join(tmpdir(), 'ovoscope-python-'));
    this.#child = spawn(program, args, { cwd: this.#folder, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => (this.#exit ||= error.message));
    const { pid } = this.#child;
    if (pid !== undefined) options.onProcess?.(pid, true);
    this.#child.on('exit', (code, signal) => {
      this.#exit ||= signal ? `signal ${signal}` : `code ${code}`;
      if (pid !== undefined) options.onProcess?.(pid, false);
    });
    // Writing to a process that has gone is noticed where its answer is awaited.
    this.#child.stdin!.on('error', () => {});
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    this.#frames = readFrames(this.#child.stdout!);
  }

  /** Starts an interpreter and has it load its files. Rejects with InterpreterEnded. */
  static async start(options: StartOptions): Promise<Started> {
    const first = new InterpreterProcess(options, undefined);
    try {
      return await first.#load(options, undefined);
    } catch (error) {
      await first.end();
      const isBubblewrap = first.confinement.kind === 'bubblewrap' && /^bwrap: /m.test(first.#stderr);
      if (!isBubblewrap || options.signal?.aborted) throw error;
    }
    const why = /^bwrap: (.*)/m.exec(first.#stderr)?.[1] ?? 'it fails';
    const second = new InterpreterProcess(options, `bubblewrap fails: ${why}`);
    try {
      return await second.#load(options, why);
    } catch (error) {
      await second.end();
      throw error;
    }
  }

  async #load(options: StartOptions, bubblewrapFailed: string | undefined): Promise<Started> {
    const { runtime, files, snapshot, memoryLimit, signal } = options;
    const wantsSnapshot = snapshot === undefined;
    const header = {
      code: runtime.code,
      wasm: runtime.wasm,
      library: runtime.library,
      ...(snapshot === undefined ? {} : { snapshot }),
      files: files.map(({ path, data }) => ({ path, size: data.length })),
      memoryLimit,
      wantsSnapshot,
    };
    this.#send(header, Buffer.concat(files.map(({ data }) => data)));
    const ready = await this.#next(START_MS, signal);
    const { kind, error } = ready.header;
    if (kind !== 'ready') throw new InterpreterEnded(typeof error === 'string' ? error : `it said ${String(kind)}`);
    const memory = wantsSnapshot ? (await this.#next(START_MS, signal)).body : undefined;
    return { process: this, loaded: ready.body.toString('utf8'), memory, bubblewrapFailed };
  }

  /** Runs all signatures over one analysis and returns what they gave. Rejects with InterpreterEnded. */
  async run(options: JobOptions): Promise<Buffer> {
    const { job, cells, budgetMs, silenceMs, totalMs, answer, onEntering, signal } = options;
    const deadline = performance.now() + totalMs;
    this.#send({ kind: 'run', cells, budgetMs }, Buffer.from(job));
    let done: Buffer | undefined;
    let failed: string | undefined;
    for (;;) {
      const left = deadline - performance.now();
      const frame = await this.#next(Math.max(0, Math.min(silenceMs, left)), signal);
      const { kind } = frame.header;
      if (kind === 'section' || kind === 'calls') {
        const { header, body } = answer(frame);
        this.#send(header, body);
      } else if (kind === 'entering' || kind === 'stuck') onEntering(Number(frame.header['signature']));
      else if (kind === 'done') done = Buffer.from(frame.body);
      else if (kind === 'failed' || kind === 'broken') failed = String(frame.header['error']);
      else if (kind === 'idle') break;
    }
    if (done === undefined) throw new InterpreterEnded(failed ?? 'it gave no result');
    return done;
  }

  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#child.kill('SIGKILL');
    await this.#frames.return(undefined).catch(() => {});
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #send(header: Frame['header'], body?: Uint8Array): void {
    for (const part of encodeFrame(header, body)) if (part.length > 0) this.#child.stdin!.write(part);
  }

  /** The next message; ends the process where none comes in time. */
  async #next(silenceMs: number, signal: AbortSignal | undefined): Promise<Frame> {
    let late: InterpreterEnded | undefined;
    const stop = (why: string) => {
      late = new InterpreterEnded(why);
      this.#child.kill('SIGKILL');
    };
    const onAbort = () => stop('the run was cancelled');
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => stop(`it did not answer for ${Math.round(silenceMs / 1000)} s`), silenceMs);
    try {
      const next = await this.#frames.next();
      if (late !== undefined) throw late;
      if (!next.done) return next.value;
    } catch (error) {
      throw late ?? new InterpreterEnded((error as Error).message);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
    await this.#gone();
    const text = this.#stderr.trim().split('\n').slice(-3).join(' ');
    throw new InterpreterEnded(`it ended with ${this.#exit || 'no word'}${text === '' ? '' : `: ${text}`}`);
  }

  /** The end of the output comes before the exit code. */
  async #gone(): Promise<void> {
    for (let i = 0; i < 50 && this.#exit === ''; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Nothing of ours; Windows cannot start a program without these. */
function environment(): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  if (process.platform !== 'win32') return kept;
  for (const name of ['SystemRoot', 'SystemDrive']) if (process.env[name] !== undefined) kept[name] = process.env[name];
  return kept;
}
