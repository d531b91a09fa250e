import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Activity, beaconMemory, Lookout } from './beacon.ts';
import type { Config, Limits } from './config/types.ts';
import type { Prepared } from './load.ts';
import type { LogLevel } from './log.ts';
import { compiledRoot } from './package.ts';
import type { FromWorker, Job, ToWorker, WorkerSetup } from './protocol.ts';

/** How long after its limit a module that doesn't answer is ended; its own timers had their chance by then. */
const MAX_GRACE_MS = 2000;
const MIN_GRACE_MS = 500;
const LOOK_MS = 200;
export const LOADING_SECONDS = 30;
/** Workers get this long to stop by themselves; all in all cancelling takes less than a second. */
const CANCEL_MS = 600;

export interface WatchOptions {
  config: Config;
  configName?: string;
  logLevel?: LogLevel;
  onLog?: (line: string) => void;
  onProgress?: (path: string, activity: string) => void;
}

/** The worker is gone: it hung and was ended, or it ended by itself with an error. */
export interface Ended {
  kind: 'ended';
  activity: Activity | undefined;
  error: Error | undefined;
  seconds: number;
}

export type RunEnd = Extract<FromWorker, { kind: 'done' | 'failed' | 'cancelled' }> | Ended;
type Ready = Extract<FromWorker, { kind: 'ready' }>;

/** One worker thread and the eye on it. */
export class Supervised {
  /** When the modules are loaded, or the worker is gone before that. */
  readonly ready: Promise<Ready | Ended>;
  readonly #worker: Worker;
  readonly #lookout: Lookout;
  readonly #options: WatchOptions;
  readonly #activities = new Map<number, Activity>();
  readonly #temporaries = new Set<string>();
  /** Processes that the worker has started; they must not outlive it. */
  readonly #processes = new Set<number>();
  readonly #timer: NodeJS.Timeout;
  #setReady: (end: Ready | Ended) => void = () => {};
  #onEnd: ((end: RunEnd) => void) | undefined;
  #ended: Ended | undefined;
  #isBusy = true;
  #path: string;

  constructor(prepared: Prepared, temporary: string, options: WatchOptions, path: string) {
    this.#options = options;
    this.#path = path;
    const beacon = beaconMemory();
    this.#lookout = new Lookout(beacon);
    this.ready = new Promise((resolve) => (this.#setReady = resolve));
    const setup: WorkerSetup = {
      prepared,
      config: options.config,
      configName: options.configName ?? options.config.file ?? 'the configuration',
      beacon,
      logLevel: options.logLevel ?? 'silent',
    };
    this.#worker = new Worker(join(compiledRoot, 'src', 'engine', 'worker.js'), {
      workerData: setup,
      // Whatever the worker unpacks goes where it will be removed even if the worker cannot do it.
      env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
    });
    this.#worker.on('message', (message: FromWorker) => this.#onMessage(message));
    this.#worker.on('error', (error: Error) => this.#gone(error));
    this.#worker.on('exit', (code) => this.#gone(new Error(`it exited with code ${code}`)));
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  run(job: Job): Promise<RunEnd> {
    this.#path = job.path;
    this.#isBusy = true;
    return new Promise((resolve) => {
      this.#onEnd = resolve;
      if (this.#ended) this.#finish(this.#ended);
      else this.#worker.postMessage({ kind: 'job', job } satisfies ToWorker);
    });
  }

  /** Lets the worker stop by itself for a moment, then ends it. */
  cancel(): void {
    this.#worker.postMessage({ kind: 'cancel' } satisfies ToWorker);
    setTimeout(() => this.#isBusy && this.#end(undefined, 0), CANCEL_MS);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#ended ??= { kind: 'ended', activity: undefined, error: undefined, seconds: 0 };
    await this.#worker.terminate();
    for (const pid of this.#processes) endProcess(pid);
    for (const path of this.#temporaries) rmSync(path, { force: true });
    this.#temporaries.clear();
  }

  #onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'activity':
        this.#activities.set(message.id, message.activity);
        break;
      case 'temporary':
        this.#temporaries.add(message.path);
        break;
      case 'process':
        if (message.isRunning) this.#processes.add(message.pid);
        else this.#processes.delete(message.pid);
        break;
      case 'log':
        this.#options.onLog?.(message.line);
        break;
      case 'progress':
        this.#options.onProgress?.(this.#path, message.activity);
        break;
      case 'ready':
        this.#isBusy = false;
        this.#setReady(message);
        break;
      default:
        // A worker that was not disturbed has renamed or removed them all.
        if (message.kind !== 'cancelled') this.#temporaries.clear();
        this.#finish(message);
    }
  }

  #look(): void {
    if (!this.#isBusy) return;
    const { id, stillMs } = this.#lookout.look(performance.now());
    const activity = this.#activities.get(id);
    const seconds = allowedSeconds(activity, this.#options.config.limits);
    const graceMs = Math.min(MAX_GRACE_MS, Math.max(MIN_GRACE_MS, seconds * 100));
    if (stillMs > seconds * 1000 + graceMs) this.#end(activity, Math.round(stillMs / 1000));
  }

  #end(activity: Activity | undefined, seconds: number): void {
    this.#ended ??= { kind: 'ended', activity, error: undefined, seconds };
    void this.#worker.terminate();
    this.#finish(this.#ended);
  }

  #gone(error: Error): void {
    const { id } = this.#lookout.look(performance.now());
    this.#ended ??= { kind: 'ended', activity: this.#activities.get(id), error, seconds: 0 };
    this.#finish(this.#ended);
  }

  #finish(end: RunEnd): void {
    this.#isBusy = false;
    if (end.kind === 'ended') this.#setReady(end);
    this.#onEnd?.(end);
    this.#onEnd = undefined;
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function allowedSeconds(activity: Activity | undefined, limits: Limits): number {
  switch (activity?.kind) {
    case 'loading':
      return LOADING_SECONDS;
    case 'signature':
      return limits.signatureSeconds;
    case 'reporting':
      return limits.reportSeconds;
    default:
      return limits.moduleSeconds;
  }
}
