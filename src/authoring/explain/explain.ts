import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentBeacon } from '../../engine/beacon.ts';
import { bundle } from '../../engine/bundle.ts';
import type { Config } from '../../engine/config/types.ts';
import type { RunContext } from '../../engine/context.ts';
import { isYaml } from '../../engine/discover.ts';
import { dispatchCalls } from '../../engine/dispatch.ts';
import { snapshotEvidence } from '../../engine/evidence.ts';
import { type ImportableFile, type Loaded, loadPlugins, type Prepared } from '../../engine/load.ts';
import { silentLog } from '../../engine/log.ts';
import { codeRoot, compiledRoot, packageRoot } from '../../engine/package.ts';
import { platformOf } from '../../engine/platform.ts';
import { ProblemList } from '../../engine/problem-list.ts';
import { runSignatures } from '../../engine/run-signatures.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Call, Match, Process, Results } from '../../plugin/container.ts';
import type { Signature, Watch } from '../../plugin/signature.ts';
import { cacheFolder } from '../cache-folder.ts';
import { isNamed, neededFor } from '../needed-signatures.ts';
import { openSnapshot } from '../snapshot.ts';
import { Coverage, type LineCount } from './coverage.ts';
import { type Miss, nearestMisses } from './nearest-miss.ts';
import { type CallPlace, type Candidate, type Condition, patternText, placeOf, trace } from './trace.ts';
import { tracedEntry } from './traced-entry.ts';
import { explainWatch, type WatchPart } from './watch-parts.ts';

export interface ExplainRequest {
  name: string;
  file: ImportableFile;
  /** All signatures, of which those are run whose matches this one looks at. */
  others: Prepared;
  snapshot: string;
  config: Config;
}

interface Example {
  text: string;
  call: CallPlace | undefined;
}

export interface ShownCondition {
  kind: Condition['kind'];
  what: string;
  patterns: string[];
  place: { file: string; line: number } | undefined;
  asked: number;
  held: number;
  /** Some of the texts for which it held, or what was read; the least and the greatest where they are numbers. */
  examples: Example[];
  /** Some of the texts for which it didn't hold, where none came near. */
  others: Example[];
  misses: Miss[];
}

export interface Explanation {
  name: string;
  file: string;
  state: 'fired' | 'silent' | 'not run' | 'failed';
  /** What it comes down to, in sentences. */
  why: string[];
  requirements: { what: string; needed: string; found: string; held: boolean }[];
  /** What it is shown; undefined where it doesn't look at calls. */
  watch: { parts: WatchPart[]; shown: number } | undefined;
  /** Keys of the container it asked for. */
  reads: { key: string; present: boolean; problems: Problem[] }[];
  conditions: ShownCondition[];
  /** Conditions that there was no room for. */
  conditionsLeft: number;
  lines: LineCount[];
  evidence: unknown[];
  evidenceCount: number;
  errors: {
    message: string;
    at: CallPlace | undefined;
    times: number;
    place: { file: string; line: number } | undefined;
  }[];
}

/** Where frames of a stack are not the author's. */
const OWN = [...new Set([codeRoot, compiledRoot])]
  .map((root) => join(root, 'src') + sep)
  .concat(cacheFolder('explain'));
const SHOWN_MISSES = 3;
const SHOWN_EXAMPLES = 3;
/** For all nearest misses together. */
const MISSES_MS = 3000;

/** Runs one signature over one container and says what it asked and what it was told. Changes this thread for good. */
export async function explain(request: ExplainRequest): Promise<Explanation | { problems: Problem[] }> {
  process.setSourceMapsEnabled(true);
  const coverage = new Coverage();
  const source = { ...request.file, path: sourceOf(request.file) };
  const bundled = isYaml(source) ? { output: source.path, problems: [] } : await tracedBundle(source);
  const importPath = bundled.output;
  if (importPath === undefined) return { problems: bundled.problems };
  coverage.start();
  const { config } = request;
  const { signatures, problems } = await loadPlugins({ files: [{ ...source, importPath }], problems: [] }, { config });
  coverage.reset();
  const loaded = signatures.find(({ name }) => name === request.name);
  if (loaded === undefined) return { problems };
  const snapshot = openSnapshot(request.snapshot);
  try {
    const run = new Run(loaded, snapshot.results, await matchesBefore(loaded, snapshot.results, request));
    await run.go();
    const lines = isYaml(source)
      ? []
      : coverage.linesOf(importPath).map((line) => ({ ...line, file: shownPath(line.file) }));
    return run.explanation(lines, snapshot.problems());
  } finally {
    snapshot.close();
  }
}

async function tracedBundle(source: ImportableFile): Promise<{ output?: string; problems: Problem[] }> {
  const [bundled] = await bundle([source], new Map([['ovoscope/query', await tracedEntry()]]));
  return bundled!;
}

/** What the signatures found that this one looks at. */
async function matchesBefore(
  { specimen }: Loaded<Signature>,
  results: Results,
  { others, config }: ExplainRequest,
): Promise<Match[]> {
  if (specimen.after.length === 0) return [];
  const { signatures } = await loadPlugins(others, { config });
  const needed = neededFor(specimen.after, signatures);
  const context: RunContext = {
    config,
    problems: new ProblemList(),
    beacon: silentBeacon(),
    log: silentLog,
    signal: undefined,
    clock: () => performance.now(),
    skip: new Set(),
    onProgress: () => {},
  };
  const { matches } = await runSignatures(needed, results, dispatchCalls, context);
  const isMeant = isNamed(specimen.after);
  return matches.filter(({ name }) => isMeant(name));
}

/** Of a built-in signature the source, where this is a clone; else what was made of it. */
function sourceOf({ path, origin }: ImportableFile): string {
  if (origin === 'user') return path;
  const source = join(packageRoot, relative(codeRoot, path)).replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
}

function shownPath(path: string): string {
  for (const root of [process.cwd(), packageRoot]) {
    const short = relative(root, path);
    if (!short.startsWith('..')) return short;
  }
  return path;
}

const watchesOf = ({ watch, watches }: Signature): readonly Watch[] => watches ?? [watch];

class Run {
  readonly #loaded: Loaded<Signature>;
  readonly #results: Results;
  readonly #view: Results;
  readonly #matchedBefore: readonly Match[];
  readonly #keys = new Set<string>();
  readonly #errors: Explanation['errors'] = [];
  #signature: Signature | undefined;
  #matched = false;
  #shown = 0;
  #state: Explanation['state'] = 'silent';

  constructor(loaded: Loaded<Signature>, results: Results, matched: readonly Match[]) {
    this.#loaded = loaded;
    this.#matchedBefore = matched;
    this.#results = results;
    this.#view = new Proxy(results, {
      get: (target, key) => {
        if (typeof key === 'string') this.#keys.add(key);
        return Reflect.get(target, key);
      },
    });
  }

  async go(): Promise<void> {
    if (this.#requirements().some(({ held }) => !held)) {
      this.#state = 'not run';
      return;
    }
    if (isYaml(this.#loaded.file)) trace.observe();
    else trace.install();
    const signature = this.#loaded.make();
    Object.assign(signature, this.#loaded.section?.options);
    this.#signature = signature;
    signature.results = this.#view;
    signature.matched = this.#matchedBefore;
    const { onCall } = signature;
    if (onCall) {
      const watchers = watchesOf(signature).map((watch, which) => {
        const show = (call: Call, process: Process) => {
          this.#shown++;
          const place = placeOf(call, process);
          this.#try(() => trace.run(() => onCall.call(signature, call, process, which), place), place);
          return this.#matched;
        };
        return { name: this.#loaded.name, watch, onCall: show };
      });
      dispatchCalls(this.#results, watchers);
    }
    if (!this.#matched && signature.onComplete)
      this.#try(() => trace.run(() => signature.onComplete!(this.#view)), undefined);
    if (!this.#matched && signature.run) await this.#run(signature);
    this.#state = this.#matched ? 'fired' : this.#errors.length > 0 ? 'failed' : 'silent';
  }

  async #run(signature: Signature): Promise<void> {
    try {
      const answer = trace.run(() => signature.run!(this.#view));
      if (!(answer instanceof Promise)) {
        this.#matched ||= answer === true;
        return;
      }
      trace.resume();
      this.#matched ||= (await answer) === true;
    } catch (error) {
      this.#failed(error, undefined);
    } finally {
      trace.pause();
    }
  }

  #try(work: () => unknown, at: CallPlace | undefined): void {
    try {
      if (work() === true) this.#matched = true;
    } catch (error) {
      this.#failed(error, at);
    }
  }

  #failed(error: unknown, at: CallPlace | undefined): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const known = this.#errors.find((each) => each.message === message);
    if (known) known.times++;
    else if (this.#errors.length < 20) {
      const stack = error instanceof Error ? (error.stack ?? '') : '';
      this.#errors.push({ message, at, times: 1, place: this.#placeIn(stack) });
    }
  }

  #requirements(): Explanation['requirements'] {
    const { specimen, enabled } = this.#loaded;
    const platform = platformOf(this.#results);
    const { platforms } = specimen;
    const isSuited = platforms.length === 0 || platforms.some((name) => name.toLowerCase() === platform);
    const found: Explanation['requirements'] = [];
    if (platforms.length > 0)
      found.push({ what: 'platform', needed: platforms.join(', '), found: platform, held: isSuited });
    if (!enabled) found.push({ what: 'enabled', needed: 'true', found: 'false', held: false });
    return found;
  }

  explanation(lines: LineCount[], problems: readonly Problem[]): Explanation {
    const { name, file } = this.#loaded;
    const signature = this.#signature;
    const data = snapshotEvidence(name, signature?.data ?? []);
    const watch = signature?.onCall
      ? { parts: watchesOf(signature).flatMap((watch) => explainWatch(watch, this.#results)), shown: this.#shown }
      : undefined;
    const explained: Explanation = {
      name,
      file: shownPath(file.path),
      state: this.#state,
      why: [],
      requirements: this.#requirements(),
      watch,
      reads: [...this.#keys].map((key) => this.#read(key, problems)),
      conditions: this.#conditions(),
      conditionsLeft: trace.dropped,
      lines,
      evidence: data.data.slice(0, 20),
      evidenceCount: data.count,
      errors: this.#errors,
    };
    explained.why = reasons(explained);
    return explained;
  }

  #read(key: string, problems: readonly Problem[]): Explanation['reads'][number] {
    const present = Object.hasOwn(this.#results, key);
    return { key, present, problems: problems.filter(({ where }) => where.module === key).slice(0, 5) };
  }

  #conditions(): ShownCondition[] {
    const deadline = performance.now() + MISSES_MS;
    const patternless = new Set(['argument', 'other', 'calls']);
    return [...trace.conditions.values()].map((condition) => {
      const { kind, what, patterns, asked, held, stack } = condition;
      const candidates: Candidate[] = [...condition.candidates.values()];
      const isRead = patternless.has(kind) || patterns.length === 0;
      const misses = isRead || held > 0 ? [] : nearestMisses(patterns, candidates, SHOWN_MISSES, deadline);
      return {
        kind,
        what,
        patterns: patterns.slice(0, 50).map(patternText),
        place: this.#placeIn(stack),
        asked,
        held,
        examples: few(inOrder(candidates.filter((each) => each.held))),
        others: held === 0 && misses.length === 0 ? few(candidates) : [],
        misses,
      };
    });
  }

  /** The first frame that is neither Ovoscope's nor Node's own. */
  #placeIn(stack: string): { file: string; line: number } | undefined {
    for (const frame of stack.split('\n').slice(1)) {
      const [, file, line] = /([^\s()][^()]*):(\d+):\d+\)?$/.exec(frame.trim().replace(/^at /, '')) ?? [];
      if (file === undefined || file.startsWith('node:')) continue;
      const path = file.startsWith('file:') ? fileURLToPath(file) : file;
      if (OWN.some((folder) => path.startsWith(folder))) continue;
      return { file: shownPath(path), line: Number(line) };
    }
    return undefined;
  }
}

const few = (list: readonly Candidate[]): Example[] =>
  list.slice(0, SHOWN_EXAMPLES).map(({ text, call }) => ({ text, call }));

/** Of numbers the least and the greatest, because those are what a threshold is about. */
function inOrder(candidates: Candidate[]): Candidate[] {
  if (candidates.length < 3 || !candidates.every(({ text }) => /^-?\d+(?:\.\d+)?$/.test(text))) return candidates;
  const sorted = [...candidates].sort((a, b) => Number(a.text) - Number(b.text));
  return [sorted[0]!, sorted.at(-1)!];
}

/** The short answer. */
function reasons({
  name,
  state,
  requirements,
  watch,
  reads,
  conditions,
  errors,
  evidenceCount,
  lines,
}: Explanation): string[] {
  const failed = requirements.filter(({ held }) => !held);
  if (failed.length > 0)
    return failed.map(({ what, needed, found }) => `It was not run: ${what} has to be ${needed}, and is ${found}.`);
  if (state === 'fired')
    return [`It fired, with ${evidenceCount} ${evidenceCount === 1 ? 'piece' : 'pieces'} of evidence.`];
  const why = errors.map(({ message, times }) => `It threw ${times === 1 ? 'once' : `${times} times`}: ${message}`);
  if (watch !== undefined && watch.shown === 0) {
    const missing = watch.parts.filter(({ calls }) => calls === 0);
    const what =
      missing.length === watch.parts.length
        ? 'nothing it watches for is in this analysis'
        : 'no call has all it watches for';
    why.push(`It was shown no calls: ${what}.`);
  }
  for (const { key, problems } of reads.filter(({ present }) => !present)) {
    const [problem] = problems;
    why.push(`It reads results.${key}, which this analysis does not have${problem ? `: ${problem.message}` : ''}.`);
  }
  // What a set or a list holds is asked in passing; it says less than what was looked for.
  const none = conditions.filter(
    ({ held, kind, asked, what }) =>
      held === 0 && (asked > 0 || kind === 'list') && !/^(?:has|includes)\(…\)$/.test(what),
  );
  for (const condition of none.slice(0, 5)) why.push(conditionText(condition));
  const unreached = lines.filter(({ count, missed }) => count === 0 || missed !== undefined);
  if (why.length === 0 && unreached.length > 0) {
    const { file, line, count, missed, text } = unreached[0]!;
    const how = count === 0 ? 'never ran' : `ran ${count} times, but never as far as`;
    why.push(
      `What it asked for is there, but the rest does not hold: ${file}:${line} ${how}: ${text.slice(missed).trim()}`,
    );
  }
  if (why.length === 0)
    why.push(`Every condition of ${name} that could be seen held somewhere, though not where it counts together.`);
  return why;
}

function conditionText({ kind, what, asked, misses }: ShownCondition): string {
  const nearest = misses[0] === undefined ? '' : `; the nearest ${misses[0].why}`;
  if (kind === 'list' && asked === 0) return `${what} is empty in this analysis.`;
  if (kind === 'list') return `${what} matched none of ${asked} values${nearest}.`;
  if (kind === 'calls') return `${what} gave no calls.`;
  if (kind === 'argument') return `${what} was there in none of ${asked} calls.`;
  return `${what} held for none of ${asked} texts${nearest}.`;
}
