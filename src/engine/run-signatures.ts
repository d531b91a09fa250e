import { currentTechnique } from '../attack/attack.ts';
import { signatureProblems } from '../errors/engine.ts';
import type { Call, Match, Process, Results, Timing } from '../plugin/container.ts';
import type { Signature, Watch } from '../plugin/signature.ts';
import type { Matches } from '../query/argument-patterns.ts';
import { afterOthers } from './after-others.ts';
import { Cancelled, TimeOver, throwIfCancelled, withBudget } from './budget.ts';
import { type RunContext, spotText } from './context.ts';
import { EVIDENCE_LIMITS, snapshotEvidence } from './evidence.ts';
import { deepFreeze } from './freeze.ts';
import type { Loaded } from './load.ts';
import { platformOf } from './platform.ts';
import { elapsed } from './run-processing.ts';
import { describeValue } from './validate.ts';
import type { DispatchOptions, Watcher } from './watcher.ts';

/** Throws at calls until a signature is shown no more of them. */
const MAX_THROWS = 10;
/** One call in 64 is timed, after the first 64; timing all would cost more than most signatures do. */
const TIMED_FIRST = 64;
const TIMED_MASK = 63;

export type Dispatch = (
  results: Results,
  watchers: readonly Watcher[],
  options: DispatchOptions,
) => void | Promise<void>;

/**
 * Runs all signatures over a finished container: first one pass over the calls for those that watch them, then
 * `onComplete`, then `run`. One that fails costs itself only. Returns the matches by severity, lowest first, and
 * within it in the order of the signatures.
 */
export async function runSignatures(
  signatures: readonly Loaded<Signature>[],
  results: Results,
  dispatch: Dispatch,
  context: RunContext,
): Promise<{ matches: Match[]; timings: Timing[] }> {
  const platform = platformOf(results);
  const runs: SignatureRun[] = [];
  const timings: Timing[] = [];
  for (const loaded of signatures) {
    if (!loaded.enabled || !suits(loaded.specimen, platform)) continue;
    if (context.skip.has(`signature ${loaded.name}`)) timings.push({ name: loaded.name, state: 'skipped', ms: 0 });
    else runs.push(new SignatureRun(loaded, results, context));
  }
  const usable = runs.filter((run) => run.make());
  await showCalls(usable, results, dispatch, context);
  const found = new Map<SignatureRun, Match>();
  for (const { run, seen } of orderByMatches(usable, context)) {
    throwIfCancelled(context.signal);
    await run.finish(seen.flatMap((each) => found.get(each) ?? []));
    const match = run.match();
    if (match) found.set(run, match);
  }
  const matches = usable.flatMap((run) => found.get(run) ?? []);
  matches.sort((a, b) => a.severity - b.severity);
  return { matches, timings: [...runs.map((run) => run.timing()), ...timings] };
}

function suits({ platforms }: Signature, platform: string): boolean {
  return platforms.length === 0 || platforms.some((name) => name.toLowerCase() === platform);
}

async function showCalls(
  runs: readonly SignatureRun[],
  results: Results,
  dispatch: Dispatch,
  context: RunContext,
): Promise<void> {
  const { beacon, problems } = context;
  const passId = beacon.id('stage', 'the pass over the calls');
  const watchers = runs.flatMap((run) => run.watchers(passId));
  if (watchers.length === 0) return;
  context.onProgress('the pass over the calls');
  const before = beacon.enter(passId);
  const options: DispatchOptions = { onProgress: () => beacon.tick() };
  if (context.signal) options.signal = context.signal;
  try {
    await dispatch(results, watchers, options);
  } catch (error) {
    problems.add(signatureProblems.passFailed(error));
  } finally {
    beacon.enter(before);
  }
  throwIfCancelled(context.signal);
}

/** The runs so that each comes after those whose matches it looks at; otherwise their order stays. */
function orderByMatches(runs: readonly SignatureRun[], { problems }: RunContext): Ordered[] {
  const { ordered, cycles } = afterOthers(runs.map(({ name, after }) => ({ name, after })));
  for (const cycle of cycles) problems.add(signatureProblems.matchCycle(cycle));
  return ordered.map(({ index, seen }) => ({ run: runs[index]!, seen: seen.map((each) => runs[each]!) }));
}

interface Ordered {
  run: SignatureRun;
  seen: SignatureRun[];
}

/** One signature in one analysis. */
class SignatureRun {
  readonly #loaded: Loaded<Signature>;
  readonly #results: Results;
  readonly #context: RunContext;
  readonly #beaconId: number;
  #signature!: Signature;
  #state: Timing['state'] = 'done';
  #matched = false;
  /** Whether it is to be shown no more calls, by any of its watches. */
  #isOver = false;
  #ms = 0;
  #throws = 0;
  /** Evidence beyond the limit, let go at once so that it cannot fill the memory. */
  #dropped = 0;
  #toldNotBoolean = false;

  constructor(loaded: Loaded<Signature>, results: Results, context: RunContext) {
    this.#loaded = loaded;
    this.#results = results;
    this.#context = context;
    this.#beaconId = context.beacon.id('signature', loaded.name);
  }

  get name(): string {
    return this.#loaded.name;
  }

  /** Names and globs of the signatures whose matches it looks at. */
  get after(): readonly string[] {
    return textsOf(this.#signature.after);
  }

  /** A new instance; false where its constructor throws. */
  make(): boolean {
    const { beacon } = this.#context;
    const before = beacon.enter(this.#beaconId);
    try {
      this.#signature = this.#loaded.make();
      Object.assign(this.#signature, this.#loaded.section?.options);
      this.#signature.results = this.#results;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    } finally {
      beacon.enter(before);
    }
  }

  /** What the pass shows calls to. */
  watchers(passId: number): Watcher[] {
    const { watch, watches, onCall } = this.#signature;
    if (onCall === undefined) return [];
    return (watches ?? [watch]).map((each, which) => this.#watcher(each, which, passId));
  }

  /** Runs once for each call and signature, so it keeps to locals and plain cells. */
  #watcher(watch: Watch, which: number, passId: number): Watcher {
    const { name } = this.#loaded;
    const signature = this.#signature;
    const method = signature.onCall!;
    const { cells } = this.#context.beacon;
    const beaconId = this.#beaconId;
    let calls = 0;
    const onCall = (call: Call, process: Process): boolean => {
      if (this.#isOver) return true;
      const number = calls++;
      if (number < TIMED_FIRST || (number & TIMED_MASK) === 0) {
        return this.#timedCall(call, process, which, passId, number < TIMED_FIRST ? 1 : TIMED_MASK + 1);
      }
      cells[0] = beaconId;
      let answer: unknown;
      try {
        answer = method.call(signature, call, process, which);
      } catch (error) {
        cells[0] = passId;
        return this.#threwAt(call, process, error);
      }
      cells[0] = passId;
      return answer !== undefined && answer !== false && this.#isMatch(answer);
    };
    const guard = (matches: Matches): Matches => {
      return (text, folded) => {
        cells[0] = beaconId;
        try {
          return matches(text, folded);
        } catch (error) {
          if (this.#state !== 'failed') this.#fail(error);
          return false;
        } finally {
          cells[0] = passId;
        }
      };
    };
    return { name, watch, onCall, guard };
  }

  /** One call of which the time is taken, and counted for those around it too. */
  #timedCall(call: Call, process: Process, which: number, passId: number, weight: number): boolean {
    const { beacon, clock } = this.#context;
    const started = clock();
    let isOver = false;
    beacon.enter(this.#beaconId);
    try {
      const answer: unknown = this.#signature.onCall!(call, process, which);
      isOver = answer !== undefined && answer !== false && this.#isMatch(answer);
    } catch (error) {
      isOver = this.#threwAt(call, process, error);
    }
    beacon.enter(passId);
    this.#trim();
    this.#ms += (clock() - started) * weight;
    this.#isOver ||= this.#isLate() || isOver;
    return this.#isOver;
  }

  #isMatch(answer: unknown): boolean {
    if (answer === true) this.#matched = this.#isOver = true;
    else this.#notBoolean('onCall', answer);
    return this.#matched;
  }

  /** After the last call, with what others found that this one looks at. */
  async finish(matched: readonly Match[]): Promise<void> {
    if (this.#matched) return;
    this.#signature.matched = deepFreeze(matched);
    const { beacon, clock, config, signal, problems } = this.#context;
    const { name, file } = this.#loaded;
    const seconds = config.limits.signatureSeconds;
    const before = beacon.enter(this.#beaconId);
    const started = clock();
    try {
      if (this.#signature.onComplete) this.#answer('onComplete', this.#signature.onComplete(this.#results));
      if (!this.#matched && this.#signature.run) {
        let answer: unknown = this.#signature.run(this.#results);
        if (answer instanceof Promise)
          answer = await withBudget(() => answer as Promise<unknown>, { seconds, outer: signal });
        this.#answer('run', answer);
      }
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      this.#state = 'failed';
      if (error instanceof TimeOver) problems.add(signatureProblems.timeout(name, seconds));
      else problems.add(signatureProblems.failed(name, error, spotText(error, file)));
    } finally {
      this.#ms += clock() - started;
      beacon.enter(before);
    }
  }

  match(): Match | undefined {
    if (!this.#matched) return undefined;
    const { name, specimen } = this.#loaded;
    const signature = this.#signature;
    const evidence = snapshotEvidence(name, signature.data, this.#dropped);
    this.#context.problems.add(...evidence.problems);
    const texts = (field: 'references' | 'categories' | 'families' | 'ttps' | 'mbcs') => textsOf(signature[field]);
    return {
      severity: isSeverity(signature.severity) ? signature.severity : specimen.severity,
      description: typeof signature.description === 'string' ? signature.description : specimen.description,
      alert: signature.alert === true,
      references: texts('references'),
      data: evidence.data,
      name,
      confidence: isPercent(signature.confidence) ? signature.confidence : specimen.confidence,
      categories: texts('categories'),
      families: texts('families'),
      ttps: [...new Set(texts('ttps').map(currentTechnique))],
      mbcs: texts('mbcs'),
      markcount: evidence.count,
    };
  }

  timing(): Timing {
    return { name: this.#loaded.name, state: this.#state, ms: elapsed(0, this.#ms) };
  }

  #answer(method: string, answer: unknown): void {
    const isForgotten = answer === undefined && method === 'run' && this.#signature.data?.length > 0;
    if (answer === true) this.#matched = true;
    else if (isForgotten || (answer !== undefined && answer !== false)) this.#notBoolean(method, answer);
  }

  #notBoolean(method: string, answer: unknown): void {
    if (this.#toldNotBoolean) return;
    this.#toldNotBoolean = true;
    const found = answer instanceof Promise ? 'a promise' : describeValue(answer);
    this.#context.problems.add(signatureProblems.notBoolean(this.#loaded.name, method, found));
  }

  #threwAt(call: Call, process: Process, error: unknown): boolean {
    const { name, file } = this.#loaded;
    const { problems } = this.#context;
    this.#state = 'failed';
    this.#throws++;
    // The first says enough; the last says that it was not the only one.
    if (this.#throws === 1) {
      const { process_id: pid } = process;
      problems.add(signatureProblems.failedAtCall(name, error, pid, call.id, spotText(error, file)));
    }
    if (this.#throws < MAX_THROWS) return false;
    this.#isOver = true;
    problems.add(signatureProblems.stopped(name, this.#throws));
    return true;
  }

  #trim(): void {
    const { data } = this.#signature;
    if (!Array.isArray(data) || data.length <= EVIDENCE_LIMITS.items) return;
    this.#dropped += data.length - EVIDENCE_LIMITS.items;
    data.length = EVIDENCE_LIMITS.items;
  }

  #isLate(): boolean {
    const { config, problems } = this.#context;
    const seconds = config.limits.signatureSeconds;
    if (this.#ms <= seconds * 1000) return false;
    this.#state = 'failed';
    problems.add(signatureProblems.timeout(this.#loaded.name, seconds));
    return true;
  }

  #fail(error: unknown): void {
    const { name, file } = this.#loaded;
    this.#state = 'failed';
    this.#context.problems.add(signatureProblems.failed(name, error, spotText(error, file)));
  }
}

function isSeverity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 5;
}

function isPercent(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}

/** A signature may add to its lists while it runs; what is not text is left out. */
function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
