import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { dirname } from 'node:path';
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
  /** Milliseconds for one file to be imported. */
  importMs: number;
  onProcess?: ((pid: number, isRunning: boolean) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Numbers of files that are not to be imported, with the reason; without a snapshot only, as what follows. */
  leftOut?: ReadonlyMap<number, string>;
  /** Whether signatures are run once over nothing, so that they have compiled their regular expressions. */
  train?: boolean;
  /** Whether to be told which file is imported next; `onEntering` hears it. */
  announce?: boolean;
  onEntering?: (file: number) => void;
  onStep?: (step: string) => void;
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
  /** Milliseconds beyond that without a sign of life, after which the process is ended. */
  graceMs: number;
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

/** Milliseconds that everything may take until signatures can run, and that may pass without a sign of life. */
const START_MS = 300_000;
const START_SILENCE_MS = 60_000;
/** Python says each second that it is alive, but not while it is busy in C. */
const STEP_SILENCE_MS = 20_000;
/** Bytes of one message: of a snapshot, and of what comes from a running signature. */
const MAX_SNAPSHOT = 512 << 20;
const MAX_MESSAGE = 64 << 20;
/** Of the grace: how long code may ignore that it is interrupted. */
const STUCK_SHARE = 0.6;
const STUCK = 'it could not be interrupted';
const STDERR_KEPT = 4_000;

/** One process with an interpreter in it. */
export class InterpreterProcess {
  readonly confinement: Confinement;
  readonly #child: ChildProcess;
  readonly #frames: AsyncGenerator<Frame>;
  #stderr = '';
  #exit = '';
  #isEnded = false;
  #memoryBytes = 0;
  #largest = MAX_SNAPSHOT;

  private constructor(options: StartOptions, withoutBubblewrap: string | undefined) {
    const { runtime, snapshot } = options;
    const readable = [dirname(runtime.script), dirname(runtime.wasm), ...(snapshot === undefined ? [] : [snapshot])];
    const { program, args, confinement } = confine({ script: runtime.script, readable, withoutBubblewrap });
    this.confinement = confinement;
    const cwd = dirname(runtime.script);
    this.#child = spawn(program, args, { cwd, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
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
    this.#frames = readFrames(this.#child.stdout!, () => this.#largest);
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
      importMs: options.importMs,
      announce: options.announce === true,
      leftOut: Object.fromEntries(options.leftOut ?? []),
      train: options.train !== false,
    };
    const deadline = performance.now() + START_MS;
    let silenceMs = START_SILENCE_MS;
    const next = () => this.#next(Math.max(0, Math.min(silenceMs, deadline - performance.now())), signal);
    await this.#send(header, Buffer.concat(files.map(({ data }) => data)), START_SILENCE_MS, signal);
    for (;;) {
      const frame = await next();
      const { kind, signature, step, error } = frame.header;
      if (kind === 'step') {
        options.onStep?.(String(step));
        silenceMs = STEP_SILENCE_MS;
      } else if (kind === 'entering') options.onEntering?.(Number(signature));
      else if (kind === 'stuck') {
        options.onEntering?.(Number(signature));
        throw new InterpreterEnded(STUCK);
      } else if (kind === 'ready') {
        silenceMs = START_SILENCE_MS;
        const memory = wantsSnapshot ? (await next()).body : undefined;
        this.#largest = MAX_MESSAGE;
        const loaded = frame.body.toString('utf8');
        return { process: this, loaded, memory: memory?.length === 0 ? undefined : memory, bubblewrapFailed };
      } else if (kind !== 'alive') {
        if (typeof signature === 'number' && signature > 0) options.onEntering?.(signature);
        throw new InterpreterEnded(typeof error === 'string' ? error : `it said ${String(kind)}`);
      }
    }
  }

  /** Runs all signatures over one analysis and returns what they gave. Rejects with InterpreterEnded. */
  async run(options: JobOptions): Promise<Buffer> {
    const { job, cells, budgetMs, graceMs, totalMs, answer, onEntering, signal } = options;
    const silenceMs = budgetMs + graceMs;
    const deadline = performance.now() + totalMs;
    // Known to the process and not to Python, which could write the same messages.
    const id = randomBytes(8).toString('hex');
    await this.#send(
      { kind: 'run', cells, budgetMs, stuckMs: graceMs * STUCK_SHARE, id },
      Buffer.from(job),
      silenceMs,
      signal,
    );
    let done: Buffer | undefined;
    let failed: string | undefined;
    for (;;) {
      const left = deadline - performance.now();
      const frame = await this.#next(Math.max(0, Math.min(silenceMs, left)), signal);
      const { kind } = frame.header;
      if (kind === 'section' || kind === 'calls') {
        const { header, body } = answer(frame);
        await this.#send(header, body, silenceMs, signal);
      } else if (kind === 'entering') onEntering(Number(frame.header['signature']));
      else if (kind === 'stuck') {
        onEntering(Number(frame.header['signature']));
        throw new InterpreterEnded(STUCK);
      } else if (kind === 'done') done = Buffer.from(frame.body);
      else if (kind === 'broken') {
        // What comes after the result is of no account, but nothing more will come.
        this.#memoryBytes = Number.POSITIVE_INFINITY;
        if (done !== undefined) return done;
        onEntering(Number(frame.header['signature']));
        throw new InterpreterEnded(String(frame.header['error']));
      } else if (kind === 'failed') failed = String(frame.header['error']);
      else if (kind === 'idle' && frame.header['id'] === id) {
        this.#memoryBytes = Number(frame.header['memoryBytes']);
        break;
      }
    }
    if (done === undefined) throw new InterpreterEnded(failed ?? 'it gave no result');
    return done;
  }

  /** Bytes that Python's memory has grown to; it never shrinks. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#child.kill('SIGKILL');
    await this.#frames.return(undefined).catch(() => {});
  }

  /** Resolves once the process has taken so much that what is left does not matter; ends it where it doesn't. */
  async #send(
    header: Frame['header'],
    body: Uint8Array | undefined,
    silenceMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const stdin = this.#child.stdin!;
    const parts = encodeFrame(header, body).filter(({ length }) => length > 0);
    const isTaken = parts.map((part) => stdin.write(part)).at(-1);
    if (isTaken || stdin.destroyed) return;
    const waiting = new AbortController();
    const ends = { signal: waiting.signal };
    const taken = Promise.race([once(stdin, 'drain', ends), once(stdin, 'close', ends)]).catch(() => {});
    await this.#inTime(taken, silenceMs, signal);
    waiting.abort();
  }

  /** The next message; ends the process where none comes in time. */
  async #next(silenceMs: number, signal: AbortSignal | undefined): Promise<Frame> {
    const next = await this.#inTime(this.#frames.next(), silenceMs, signal);
    if (!next.done) return next.value;
    await this.#gone();
    const text = this.#stderr.trim().split('\n').slice(-3).join(' ');
    throw new InterpreterEnded(`it ended with ${this.#exit || 'no word'}${text === '' ? '' : `: ${text}`}`);
  }

  /** What is awaited settles when the process ends, which it is made to where it is late. */
  async #inTime<T>(what: Promise<T>, silenceMs: number, signal: AbortSignal | undefined): Promise<T> {
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
      const value = await what;
      if (late !== undefined) throw late;
      return value;
    } catch (error) {
      throw late ?? new InterpreterEnded((error as Error).message);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
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
