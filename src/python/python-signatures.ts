import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Problem } from '../errors/problem.ts';
import { pythonProblems, pythonRunProblems } from '../errors/python.ts';
import type { Match, Results, Timing } from '../plugin/container.ts';
import { Answerer } from './answer.ts';
import { dropCached, findCached, keepCached } from './cache.ts';
import { InterpreterEnded, InterpreterProcess, type Started, type StartOptions } from './interpreter-process.ts';
import { type LoadedSet, readLoaded, unusableProblems } from './loaded.ts';
import { type RunReport, readDone, runProblems, toMatch } from './outcome.ts';
import { findRuntime, type Runtime } from './runtime.ts';
import { readPythonFolder, readSignatureFiles } from './signature-files.ts';
import type { Confinement, Dialect, PythonRun, PythonSignature, SignatureSet, SourceFile } from './types.ts';

export interface PythonOptions {
  /** Bytes that Python may use; 1 GiB. */
  memoryLimit?: number;
  /** Seconds for one file to be imported; 10. */
  importSeconds?: number;
  /** Told when a process with an interpreter begins and ends, for whoever must be able to end it. */
  onProcess?: (pid: number, isRunning: boolean) => void;
  signal?: AbortSignal | undefined;
  /** Whether to keep interpreters with loaded signatures in the user's cache; default is to. */
  cache?: boolean;
  /** What the process runs, where that is not the compiled script of this package. */
  script?: string;
}

export interface PythonRunOptions {
  /** Names of signatures that are not to run. */
  disabled?: ReadonlySet<string>;
  /** Seconds for one signature. */
  signatureSeconds?: number;
  /** Seconds for all of them. */
  seconds?: number;
  /** Milliseconds beyond its budget that a process gets which can't be interrupted. */
  graceMs?: number;
  /** Whether parts of the container are found where other generations keep them; default is to. */
  aliases?: boolean;
  /** Whether raw values of arguments are made from what the log has; default is to. */
  rawValues?: boolean;
  /** Pieces of evidence that are kept of each signature. */
  maxItems?: number;
  platform?: string;
  signal?: AbortSignal | undefined;
}

const MEMORY_LIMIT = 1 << 30;
const IMPORT_SECONDS = 10;
const SIGNATURE_SECONDS = 30;
const SECONDS = 600;
/** To be raised when what surrounds an interpreter's memory changes. */
const SNAPSHOT_FORMAT = 2;
const MAX_ITEMS = 1000;
/** Beyond its budget a callback is interrupted; a process that can't be interrupted gets so much longer. */
const GRACE_MS = 5_000;
/** Signatures that ignore that their time is over are ended after so long. */
const END_MS = 30_000;
const MAX_ENDS = 8;
/** An interpreter whose memory has grown beyond so many bytes is not kept for the next analysis. */
const LARGEST_KEPT = 512 << 20;
/** Characters of JSON that the evidence of all signatures may have. */
const MAX_EVIDENCE = 32 << 20;

/**
 * Signatures written in Python for CAPE or Cuckoo 2, in an interpreter of their own that is started when it is first
 * needed, and lasts for many analyses.
 */
export class PythonSignatures {
  readonly signatures: readonly PythonSignature[];
  /** What is wrong with them, told once. */
  readonly problems: readonly Problem[];
  readonly #sets: readonly SignatureSet[];
  readonly #files: readonly SourceFile[];
  readonly #runtime: Runtime;
  readonly #options: PythonOptions;
  readonly #hash: string;
  readonly #cells: number;
  #process: InterpreterProcess | undefined;
  #startProblems: Problem[] = [];

  private constructor(source: Source, loaded: LoadedSet, problems: Problem[]) {
    this.#sets = source.sets;
    this.#files = source.files;
    this.#runtime = source.runtime;
    this.#options = source.options;
    this.#hash = source.hash;
    this.#cells = loaded.cells;
    this.signatures = loaded.signatures;
    this.problems = problems;
  }

  /**
   * Reads the signatures below some folders. Whatever is wrong with one of them is told in `problems` and costs only
   * its file; where the interpreter can't be started there are no signatures.
   */
  static async load(folders: readonly string[], options: PythonOptions = {}): Promise<PythonSignatures> {
    const read = readSignatureFiles(folders);
    const runtime = { ...findRuntime(), ...(options.script === undefined ? {} : { script: options.script }) };
    const ours = readPythonFolder(runtime.pythonFolder, '/ovoscope');
    const start = Buffer.from(
      JSON.stringify({ sets: read.sets.map(({ root, folder, files }) => ({ root, folder, files })) }),
    );
    const files = [...ours, ...read.files, { path: '/run/start.json', data: start }];
    const source: Source = { sets: read.sets, files, runtime, options, hash: hashOf(runtime, files) };
    const problems = [...read.problems];
    if (read.sets.length === 0)
      return new PythonSignatures(source, { signatures: [], cells: 0, problems: [] }, problems);
    try {
      const { loaded, process, startProblems } = await loadSource(source);
      problems.push(...loaded.problems);
      const signatures = new PythonSignatures(source, loaded, problems);
      signatures.#process = process;
      signatures.#startProblems = startProblems;
      return signatures;
    } catch (error) {
      if (!(error instanceof InterpreterEnded) || options.signal?.aborted) throw error;
      problems.push(pythonProblems.notStarted(error.message));
      return new PythonSignatures(source, { signatures: [], cells: 0, problems: [] }, problems);
    }
  }

  /** What of them is never run, and why; one problem for each reason. No mistake of the user's. */
  get neverRun(): Problem[] {
    return unusableProblems(this.signatures);
  }

  /** How the interpreter is kept away from the host; starts it. Rejects with InterpreterEnded. */
  async confinement(): Promise<Confinement> {
    return (await this.#running()).confinement;
  }

  /** Runs all signatures over a finished container. What fails is told in the problems of the result. */
  async run(results: Results, options: PythonRunOptions = {}): Promise<PythonRun> {
    const started = performance.now();
    const problems: Problem[] = [];
    const left = new Set(this.signatures.filter((one) => isLeftOut(one, options)).map(({ number }) => number));
    const timings: Timing[] = [];
    let report: RunReport | undefined;
    let confinement: Confinement = { kind: 'process', text: 'not started' };
    for (let ends = 0; report === undefined; ) {
      let entered = 0;
      try {
        const process = await this.#running();
        confinement = process.confinement;
        problems.push(...this.#startProblems.splice(0));
        report = await this.#attempt(process, results, left, ends > 0, options, problems, (who) => (entered = who));
        if (process.memoryBytes > LARGEST_KEPT) await this.close();
      } catch (error) {
        await this.close();
        options.signal?.throwIfAborted();
        if (!(error instanceof InterpreterEnded)) throw error;
        ends++;
        const culprit = this.signatures[entered - 1];
        if (culprit !== undefined) {
          left.add(culprit.number);
          problems.push(pythonRunProblems.hung(culprit.name, error.message));
          timings.push({ name: culprit.name, state: 'failed', ms: 0 });
        }
        const isInTime = performance.now() - started < (options.seconds ?? SECONDS) * 1000;
        if (ends < MAX_ENDS && isInTime && (culprit !== undefined || ends === 1)) continue;
        problems.push(pythonRunProblems.gaveUp(error.message, ends));
        break;
      }
    }
    const byNumber = (number: number) => this.signatures[number - 1];
    problems.push(...runProblems(report?.runs ?? [], byNumber));
    for (const { signature, seconds, failures } of report?.runs ?? []) {
      const name = byNumber(signature)?.name ?? '';
      const isFailed = failures.some(({ kind }) => kind !== 'missing');
      timings.push({ name, state: isFailed ? 'failed' : 'done', ms: Math.round(seconds * 1_000_000) / 1000 });
    }
    const raw = report?.matches ?? [];
    const matches: Match[] = raw.map((match) => toMatch(match, byNumber(match.signature), problems));
    return { matches, raw, timings, problems, confinement, ms: performance.now() - started };
  }

  async #attempt(
    process: InterpreterProcess,
    results: Results,
    left: ReadonlySet<number>,
    announce: boolean,
    options: PythonRunOptions,
    problems: Problem[],
    onEntering: (signature: number) => void,
  ): Promise<RunReport> {
    const { signatureSeconds = SIGNATURE_SECONDS, seconds = SECONDS, aliases = true, rawValues = true } = options;
    const used = this.signatures.filter(({ number }) => !left.has(number));
    const dialects = [...new Set(used.map(({ dialect }) => dialect))];
    const answerer = new Answerer(results, dialects, { aliases });
    const budgetMs = signatureSeconds * 1000;
    const job = {
      sections: Object.fromEntries(dialects.map((dialect: Dialect) => [dialect, answerer.keys(dialect)])),
      disabled: [...left],
      category: results.target?.category ?? 'file',
      platform: options.platform ?? 'windows',
      budgetMs,
      totalMs: seconds * 1000,
      announce,
      rawValues,
      maxItems: options.maxItems ?? MAX_ITEMS,
      maxJson: MAX_EVIDENCE,
    };
    const done = await process.run({
      job: JSON.stringify(job),
      cells: this.#cells,
      budgetMs,
      graceMs: options.graceMs ?? GRACE_MS,
      totalMs: seconds * 1000 + budgetMs + END_MS,
      answer: (frame) => answerer.answer(frame),
      onEntering,
      signal: options.signal,
    });
    problems.push(...answerer.problems);
    return readDone(done, this.signatures.length);
  }

  async close(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end();
  }

  async #running(): Promise<InterpreterProcess> {
    if (this.#process !== undefined) return this.#process;
    const { process, startProblems } = await startSource({
      sets: this.#sets,
      files: this.#files,
      runtime: this.#runtime,
      options: this.#options,
      hash: this.#hash,
    });
    this.#startProblems = startProblems;
    this.#process = process;
    return process;
  }
}

interface Source {
  sets: readonly SignatureSet[];
  files: readonly SourceFile[];
  runtime: Runtime;
  options: PythonOptions;
  hash: string;
}

interface StartedSource {
  process: InterpreterProcess;
  loaded: string;
  startProblems: Problem[];
}

/** What is in the signatures: from the cache where it is known, else from an interpreter that loads them. */
async function loadSource(source: Source): Promise<{
  loaded: LoadedSet;
  process: InterpreterProcess | undefined;
  startProblems: Problem[];
}> {
  const cached = source.options.cache === false ? undefined : findCached(source.hash);
  const known = cached && readLoaded(cached.loaded, source.sets);
  if (known !== undefined) return { loaded: known, process: undefined, startProblems: [] };
  const { process, loaded, startProblems } = await startSource(source);
  const told = readLoaded(loaded, source.sets);
  if (told === undefined) throw new InterpreterEnded('it told nothing of the signatures');
  return { loaded: told, process, startProblems };
}

async function startSource(source: Source): Promise<StartedSource> {
  const { files, runtime, options, hash } = source;
  const base = {
    runtime,
    files,
    memoryLimit: options.memoryLimit ?? MEMORY_LIMIT,
    importMs: (options.importSeconds ?? IMPORT_SECONDS) * 1000,
    onProcess: options.onProcess,
    signal: options.signal,
  };
  const cached = options.cache === false ? undefined : findCached(hash);
  if (cached !== undefined) {
    try {
      const started = await InterpreterProcess.start({ ...base, snapshot: cached.snapshot });
      return { process: started.process, loaded: cached.loaded, startProblems: problemsOf(started.bubblewrapFailed) };
    } catch (error) {
      if (!(error instanceof InterpreterEnded) || options.signal?.aborted) throw error;
      // A snapshot that doesn't start is made again.
      dropCached(hash);
    }
  }
  const started = await startCold(base);
  if (options.cache !== false && started.memory !== undefined) keepCached(hash, started.memory, started.loaded);
  return { process: started.process, loaded: started.loaded, startProblems: problemsOf(started.bubblewrapFailed) };
}

/** Starts without a snapshot. A file that ends the interpreter or hangs is found, told, and left out. */
async function startCold(base: StartOptions): Promise<Started> {
  const leftOut = new Map<number, string>();
  let announce = false;
  let train = true;
  for (let ends = 1; ; ends++) {
    let entered = 0;
    let step = '';
    try {
      return await InterpreterProcess.start({
        ...base,
        leftOut,
        train,
        announce,
        onEntering: (file) => (entered = file),
        onStep: (name) => (step = name),
      });
    } catch (error) {
      if (!(error instanceof InterpreterEnded) || base.signal?.aborted || ends >= MAX_ENDS) throw error;
      if (step === 'train') train = false;
      else if (step === 'import' && entered > 0) leftOut.set(entered, `it ended the interpreter (${error.message})`);
      else if (step === 'import' && !announce) announce = true;
      else throw error;
    }
  }
}

function problemsOf(bubblewrapFailed: string | undefined): Problem[] {
  return bubblewrapFailed === undefined ? [] : [pythonProblems.notConfined(bubblewrapFailed)];
}

function isLeftOut({ name, enabled, unusable, platform }: PythonSignature, options: PythonRunOptions): boolean {
  if (!enabled || unusable !== undefined || options.disabled?.has(name)) return true;
  return platform !== undefined && platform !== (options.platform ?? 'windows');
}

/** Of everything that goes into a snapshot. */
function hashOf(runtime: Runtime, files: readonly SourceFile[]): string {
  const { versions, arch, platform } = process;
  const hash = createHash('sha256').update(`${SNAPSHOT_FORMAT}\0${versions.v8}\0${arch}\0${platform}\0`);
  hash.update(readFileSync(runtime.packageFile));
  for (const { path, data } of files) hash.update(`${path}\0${data.length}\0`).update(data);
  return hash.digest('hex').slice(0, 40);
}
