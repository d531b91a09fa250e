import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../engine/config/types.ts';
import { type ImportableFile, type Prepared, preparePlugins } from '../engine/load.ts';
import { compiledRoot, packageVersion } from '../engine/package.ts';
import { type Outcome, supervise } from '../engine/supervise.ts';
import { authoringProblems } from '../errors/authoring.ts';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { cacheFolder } from './cache-folder.ts';
import { type Candidate, findAnalyses, stateOf } from './find-analyses.ts';
import { SNAPSHOT_FILE } from './snapshot-report.ts';

/** An analysis of which there is a container to try signatures on. */
export interface CorpusEntry {
  path: string;
  shown: string;
  /** File of its snapshot. */
  snapshot: string;
}

export interface Corpus {
  /** The folder, without links. */
  root: string;
  entries: CorpusEntry[];
  /** What is no analysis, or couldn't be processed. */
  failed: { shown: string; problem: Problem }[];
  /** How many containers had to be made; the others were kept from before. */
  made: number;
  /** Where looking further would have gone too far. */
  limit: string | undefined;
  /** What is wrong with the user's processing modules. */
  problems: Problem[];
}

export interface CompileOptions {
  config: Config;
  /** Folders of user modules; their processing modules fill the containers too. */
  modules: readonly string[];
  signal?: AbortSignal;
  onProgress?: (done: number, total: number, shown: string) => void;
}

const FAILED_FILE = 'failed.json';
/** Containers that nobody asked for in so many days are removed. */
const KEPT_DAYS = 30;
const FORMAT = 1;

/**
 * Makes the containers of all analyses below a path, or takes those that were kept. Rejects with OvoscopeError where
 * the path cannot be read or nothing below it looks like an analysis.
 */
export async function compileCorpus(path: string, options: CompileOptions): Promise<Corpus> {
  const { candidates, limit } = candidatesOf(path);
  if (candidates.length === 0) throw new OvoscopeError(authoringProblems.emptyCorpus(path));
  const prepared = await preparePlugins(options.modules, ({ kind }) => kind === 'processing');
  const base = baseOf(prepared, options.config);
  const folder = cacheFolder('containers');
  const corpus: Corpus = { root: path, entries: [], failed: [], made: 0, limit, problems: [...prepared.problems] };
  const places = candidates.map((candidate) => ({ candidate, place: placeOf(folder, candidate, base) }));
  const missing = places.filter(({ place }) => !isKept(place));
  if (missing.length > 0) {
    prune(folder);
    await make(missing, prepared, options, corpus);
  }
  for (const { candidate, place } of places) {
    const { path: source, shown } = candidate;
    const snapshot = join(place, SNAPSHOT_FILE);
    if (existsSync(snapshot)) corpus.entries.push({ path: source, shown, snapshot });
    else {
      const problem = failureIn(place);
      if (problem !== undefined) corpus.failed.push({ shown, problem });
    }
  }
  return corpus;
}

function candidatesOf(path: string): ReturnType<typeof findAnalyses> {
  try {
    return findAnalyses(path);
  } catch (error) {
    throw new OvoscopeError(authoringProblems.corpus(path, errorText(error)), { cause: error });
  }
}

type Place = { candidate: Candidate; place: string };

async function make(
  missing: readonly Place[],
  prepared: Prepared,
  options: CompileOptions,
  corpus: Corpus,
): Promise<void> {
  const { config, signal, onProgress } = options;
  const orders = missing.map(({ candidate, place }) => ({ path: candidate.path, out: partial(place) }));
  const outcomes = supervise(orders, {
    config: { ...config, signatures: new Map(), reporting: new Map(), pythonSignatures: [], rules: undefined },
    modules: [],
    prepared: { files: [...prepared.files, REPORT], problems: [] },
    ...(config.file !== undefined && { configName: config.file }),
    ...(signal && { signal }),
    onPluginProblems: (problems) => corpus.problems.push(...problems),
  });
  let done = 0;
  onProgress?.(0, missing.length, missing[0]!.candidate.shown);
  for await (const outcome of outcomes) {
    const { candidate, place } = missing[done++]!;
    keep(place, outcome);
    if (outcome.state !== 'cancelled') corpus.made++;
    onProgress?.(done, missing.length, candidate.shown);
  }
}

const REPORT: ImportableFile = {
  kind: 'reporting',
  path: join(compiledRoot, 'src', 'authoring', 'snapshot-report.js'),
  importPath: join(compiledRoot, 'src', 'authoring', 'snapshot-report.js'),
  shown: 'the snapshot',
  stem: 'snapshot',
  origin: 'built-in',
};

/** Whole or not there: others may look for it meanwhile. */
function keep(place: string, outcome: Outcome): void {
  const from = partial(place);
  if (outcome.state === 'cancelled') {
    rmSync(from, { recursive: true, force: true });
    return;
  }
  const problem = problemOf(outcome, from);
  if (problem !== undefined) {
    mkdirSync(from, { recursive: true });
    writeFileSync(join(from, FAILED_FILE), JSON.stringify(problem));
  }
  for (const older of siblings(place)) rmSync(older, { recursive: true, force: true });
  rmSync(place, { recursive: true, force: true });
  renameSync(from, place);
}

function problemOf(outcome: Exclude<Outcome, { state: 'cancelled' }>, folder: string): Problem | undefined {
  if (outcome.state === 'failed') return outcome.problem;
  if (existsSync(join(folder, SNAPSHOT_FILE))) return undefined;
  const why = outcome.summary.problems.find(({ code }) => code.startsWith('REPORTING_'));
  return why ?? authoringProblems.corpus(outcome.path, 'its container could not be kept');
}

const partial = (place: string) => `${place}.${process.pid}`;

/** Containers of the same analysis as it was before. */
function siblings(place: string): string[] {
  const cut = place.lastIndexOf('-');
  const folder = join(place, '..');
  const name = place.slice(folder.length + 1, cut + 1);
  return readdirSync(folder)
    .filter((other) => other.startsWith(name) && !other.includes('.'))
    .map((other) => join(folder, other))
    .filter((other) => other !== place);
}

function placeOf(folder: string, candidate: Candidate, base: string): string {
  return join(
    folder,
    `${digest(candidate.path).slice(0, 24)}-${digest(`${base}\0${stateOf(candidate)}`).slice(0, 24)}`,
  );
}

function isKept(place: string): boolean {
  if (!existsSync(join(place, SNAPSHOT_FILE)) && failureIn(place) === undefined) return false;
  const now = new Date();
  utimesSync(place, now, now);
  return true;
}

function failureIn(place: string): Problem | undefined {
  try {
    return JSON.parse(readFileSync(join(place, FAILED_FILE), 'utf8')) as Problem;
  } catch {
    // Not there, or cut when the disk was full: it is made again.
    return undefined;
  }
}

/** What a container depends on besides its analysis: this version, the processing modules and their options. */
function baseOf({ files }: Prepared, config: Config): string {
  const parts = [FORMAT, packageVersion(), process.versions.v8, buildStamp()];
  // Bundles are called by their content.
  const user = files.filter(({ origin }) => origin === 'user').map(({ importPath }) => importPath);
  const sections = [...config.processing].map(([name, { enabled, options }]) => [name, enabled, options]);
  return JSON.stringify([parts, user, sections, config.input, config.limits]);
}

function buildStamp(): string {
  try {
    return readFileSync(join(compiledRoot, '.fingerprint'), 'utf8');
  } catch {
    return '';
  }
}

function prune(folder: string): void {
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < oldest) rmSync(path, { recursive: true, force: true });
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
