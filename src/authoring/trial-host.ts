import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beaconMemory, Lookout } from '../engine/beacon.ts';
import { compiledRoot } from '../engine/package.ts';
import { signatureProblems } from '../errors/engine.ts';
import type { FromTrial, Trial, TrialResult, TrialStart } from './trial.ts';

export type TrialEvent = { kind: 'start'; start: TrialStart } | { kind: 'result'; result: TrialResult };

const LOOK_MS = 100;

/**
 * Tries signatures in a thread of its own, one trial after the other. A signature that hangs is ended with the
 * thread, told as a problem of the analysis it hung at, and left out of the rest of the trial.
 */
export class TrialHost {
  #worker: Worker | undefined;
  #lookout = new Lookout(beaconMemory());
  #names = new Map<number, string>();

  async *run(trial: Trial, signal?: AbortSignal): AsyncGenerator<TrialEvent> {
    const skip = [...trial.skip];
    let entries = trial.entries;
    let hasStarted = false;
    for (;;) {
      const hung: { name: string }[] = [];
      let done = 0;
      for await (const message of this.#messages({ ...trial, entries, skip }, signal, hung)) {
        if (message.kind === 'start' && !hasStarted) {
          hasStarted = true;
          yield message;
        } else if (message.kind === 'result') {
          done++;
          yield message;
        } else if (message.kind === 'end' && message.error !== undefined) throw new Error(message.error);
      }
      const [culprit] = hung;
      if (culprit === undefined || signal?.aborted) return;
      const { name } = culprit;
      const entry = entries[done];
      if (entry === undefined || skip.includes(name)) throw new Error(`${name} did not come to an end`);
      const problem = signatureProblems.timeout(name, trial.config.limits.signatureSeconds);
      yield { kind: 'result', result: { shown: entry.shown, hits: [], timings: [], problems: [problem], ms: 0 } };
      skip.push(name);
      entries = entries.slice(done + 1);
    }
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /** Messages of one trial; ends early, with the name in `hung`, where something doesn't answer. */
  async *#messages(trial: Trial, signal: AbortSignal | undefined, hung: { name: string }[]): AsyncGenerator<FromTrial> {
    const queue: FromTrial[] = [];
    let isOver = false;
    let wake = () => {};
    const end = (error?: Error) => {
      if (error && !isOver) queue.push({ kind: 'end', error: error.stack ?? error.message });
      isOver = true;
      wake();
    };
    const worker = (this.#worker ??= this.#start());
    const onMessage = (message: FromTrial) => {
      if (message.kind === 'activity') this.#names.set(message.id, message.name);
      else queue.push(message);
      if (message.kind === 'end') end();
      wake();
    };
    const onError = (error: Error) => end(error);
    const onExit = (code: number) => end(new Error(`the thread ended with code ${code}`));
    const onAbort = () => {
      void this.close();
      end();
    };
    const limitMs = trial.config.limits.signatureSeconds * 1000 + 500;
    const timer = setInterval(() => {
      const { id, stillMs } = this.#lookout.look(performance.now());
      if (stillMs < limitMs) return;
      hung.push({ name: this.#names.get(id) ?? 'a signature' });
      void this.close();
      end();
    }, LOOK_MS);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    let isFinished = false;
    try {
      worker.postMessage(trial);
      while (!isOver || queue.length > 0) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      isFinished = true;
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      // Somebody lost interest half way: what the thread still says belongs to no later trial.
      if (!isFinished) await this.close();
    }
  }

  #start(): Worker {
    const memory = beaconMemory();
    this.#lookout = new Lookout(memory);
    this.#names = new Map();
    const worker = new Worker(join(compiledRoot, 'src', 'authoring', 'trial-worker.js'), { workerData: memory });
    worker.on('error', () => {});
    return worker;
  }
}
