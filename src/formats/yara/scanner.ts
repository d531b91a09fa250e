import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CompileRequest, RuleFault, RuleSource, ScanRequest, WorkerReply, YaraGlobals, YaraHit } from './types.ts';

export interface YaraOptions {
  /** How long one scan may take, in milliseconds; 60,000. */
  scanMs?: number;
  /** How long all rules may take to be compiled, in milliseconds; 120,000. */
  compileMs?: number;
  /** Most matches of one string of a rule; 100. */
  matches?: number;
}

/** A scan, or the compiler, took too long and was ended with its thread. */
export class YaraTimeout extends Error {
  readonly ms: number;

  constructor(ms: number) {
    super(`it took longer than ${ms / 1000} seconds`);
    this.name = 'YaraTimeout';
    this.ms = ms;
  }
}

/** The memory of the engine never shrinks; above this many bytes a new thread takes over. */
const TOO_MUCH_MEMORY = 1 << 30;

/**
 * Runs YARA rules in a thread of its own, which is ended when a scan takes too long; the next scan starts a new one
 * and compiles the rules again. One scan after the other; the thread does not keep a program from ending.
 */
export class YaraScanner {
  readonly #sources: RuleSource[];
  readonly #options: Required<YaraOptions>;
  #worker: Worker | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #faults: RuleFault[] | undefined;
  #files = 0;

  constructor(sources: readonly RuleSource[], options: YaraOptions = {}) {
    this.#sources = [...sources];
    this.#options = { scanMs: 60_000, compileMs: 120_000, matches: 100, ...options };
  }

  /**
   * Compiles the rules, once. Gives what is wrong with files, and how many are used. Rejects with YaraTimeout, with
   * an Error when the engine fails, and with the signal's reason.
   */
  compile(signal?: AbortSignal): Promise<{ faults: readonly RuleFault[]; files: number }> {
    return this.#enqueue(async () => {
      await this.#ready(signal);
      return { faults: this.#faults ?? [], files: this.#files };
    });
  }

  /** Rules that match, in the order of their files. `bytes` are handed over, and cannot be used afterwards. */
  scan(bytes: Uint8Array<ArrayBuffer>, globals: Partial<YaraGlobals>, signal?: AbortSignal): Promise<YaraHit[]> {
    return this.#enqueue(async () => {
      const worker = await this.#ready(signal);
      const { matches, scanMs } = this.#options;
      const all = { filename: '', filepath: '', extension: '', filetype: '', ...globals };
      const reply = await this.#ask(worker, { kind: 'scan', bytes, globals: all, matches }, scanMs, signal);
      if (reply.kind !== 'hits') throw new Error('the engine gave another answer than was asked for');
      if (reply.memory > TOO_MUCH_MEMORY) await this.end();
      return reply.hits;
    });
  }

  /** Ends the thread. A later scan starts a new one. */
  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work, work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #ready(signal: AbortSignal | undefined): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const worker = new Worker(workerFile());
    this.#worker = worker;
    worker.unref();
    // Whoever waits for an answer hears of it as well.
    worker.on('error', () => {}).on('exit', () => this.#worker === worker && (this.#worker = undefined));
    const usable = this.#sources.filter(({ file }) => !this.#faults?.some((fault) => fault.file === file));
    const reply = await this.#ask(worker, { kind: 'compile', sources: usable }, this.#options.compileMs, signal);
    if (reply.kind !== 'compiled') throw new Error('the engine gave another answer than was asked for');
    this.#faults = [...(this.#faults ?? []), ...reply.faults];
    this.#files = reply.files;
    return worker;
  }

  /** Asks the thread; one that fails or takes too long is ended. */
  async #ask(
    worker: Worker,
    request: CompileRequest | ScanRequest,
    ms: number,
    signal?: AbortSignal,
  ): Promise<WorkerReply> {
    try {
      signal?.throwIfAborted();
      const reply = await answerOf(worker, request, ms, signal);
      if (reply.kind === 'failed') throw new Error(reply.message);
      return reply;
    } catch (error) {
      await this.end();
      throw error;
    }
  }
}

function answerOf(
  worker: Worker,
  request: CompileRequest | ScanRequest,
  ms: number,
  signal?: AbortSignal,
): Promise<WorkerReply> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      worker.unref();
      finish();
    };
    const onMessage = (reply: WorkerReply) => settle(() => resolve(reply));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`its thread ended with code ${code}`)));
    const onAbort = () => settle(() => reject(signal!.reason as Error));
    const timer = setTimeout(() => settle(() => reject(new YaraTimeout(ms))), ms);
    worker.ref();
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    const transfer = request.kind === 'scan' ? [request.bytes.buffer as ArrayBuffer] : [];
    worker.postMessage(request, transfer);
  });
}

/** The compiled program of the thread; also where sources run, or a bundle of them. */
function workerFile(): string {
  const own = fileURLToPath(import.meta.url);
  const beside = join(dirname(own), 'scan-worker.js');
  if (existsSync(beside)) return beside;
  for (let folder = dirname(own); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
    if (name === 'ovoscope') return join(folder, 'dist', 'src', 'formats', 'yara', 'scan-worker.js');
  }
  return beside;
}
