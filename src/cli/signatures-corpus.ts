import type { Chosen } from '../authoring/choose.ts';
import type { Corpus } from '../authoring/compile-corpus.ts';
import type { Change } from '../authoring/last-run.ts';
import type { TrialResult } from '../authoring/trial.ts';
import type { TrialHost } from '../authoring/trial-host.ts';
import type { Config } from '../engine/config/types.ts';
import type { Problem } from '../errors/problem.ts';
import { type CliContext, printProblems } from './context.ts';
import { messageText, pad, sampleText } from './text.ts';

const SHOWN_FAILED = 3;
const SHOWN_PROBLEMS = 5;
/** Files that are something else; a folder of analyses is full of them. */
const NO_ANALYSIS: ReadonlySet<string> = new Set([
  'REPORT_UNKNOWN',
  'ANALYSIS_FILE_KIND',
  'ANALYSIS_NOT_RECOGNISED',
  'ARCHIVE_EMPTY',
]);

/** Makes or finds the containers below a path, with a line on stderr that says how far it is. */
export async function corpusOf(
  context: CliContext,
  path: string,
  config: Config,
  modules: readonly string[],
): Promise<Corpus> {
  const { compileCorpus } = await import('../authoring/compile-corpus.ts');
  const { stderr, signal } = context;
  let length = 0;
  const show = async (text: string) => {
    if (!stderr.isTerminal) return;
    const line = text.slice(0, stderr.columns - 1);
    await stderr.print(`\r${line}${' '.repeat(Math.max(0, length - line.length))}`);
    ({ length } = line);
  };
  const corpus = await compileCorpus(path, {
    config,
    modules,
    signal,
    onProgress: (done, total, shown) => void show(`${done}/${total} containers made  ${messageText(shown)}`),
  });
  if (length > 0) await stderr.print(`\r${' '.repeat(length)}\r`);
  await printProblems(context, corpus.problems);
  return corpus;
}

/** One line about a corpus, and what of it could not be used. */
export async function printCorpus(context: CliContext, corpus: Corpus): Promise<void> {
  const { dim } = context.colors;
  const { entries, failed, made, limit } = corpus;
  const kept = made === 0 ? 'all kept from before' : `${made} made now`;
  await context.stdout.print(dim(`${entries.length} analyses in ${messageText(corpus.root)} (${kept})\n`));
  const others = failed.filter(({ problem }) => NO_ANALYSIS.has(problem.code));
  if (others.length > 0) {
    const names = others.slice(0, SHOWN_FAILED).map(({ shown }) => messageText(shown));
    const more = others.length > names.length ? ' …' : '';
    await context.stdout.print(dim(`  no analyses: ${others.length} files (${names.join(', ')}${more})\n`));
  }
  const broken = failed.filter(({ problem }) => !NO_ANALYSIS.has(problem.code));
  for (const { shown, problem } of broken.slice(0, SHOWN_FAILED)) {
    await context.stdout.print(dim(`  not used: ${messageText(shown)}: ${sampleText(problem.message, 160)}\n`));
  }
  const more = broken.length - SHOWN_FAILED;
  if (more > 0) await context.stdout.print(dim(`  not used: ${more} more\n`));
  if (limit !== undefined) await context.stdout.print(dim(`  ${limit}\n`));
}

export interface CorpusRun {
  chosen: Chosen;
  corpus: Corpus;
  config: Config;
  host: TrialHost;
  signal: AbortSignal;
  json: boolean;
}

/** Tries signatures on a corpus and prints what they hit; returns whether all went well. */
export async function runOverCorpus(context: CliContext, run: CorpusRun): Promise<boolean> {
  const { chosen, corpus, config, host, signal, json } = run;
  const { compareWithLast } = await import('../authoring/last-run.ts');
  const started = performance.now();
  const results: TrialResult[] = [];
  const names: string[] = [];
  const problems: Problem[] = [];
  const trial = { ...chosen, entries: corpus.entries, config, skip: [], repeat: 1, countsCalls: false };
  for await (const event of host.run(trial, signal)) {
    if (event.kind === 'result') results.push(event.result);
    else {
      names.push(...event.start.signatures.map(({ name }) => name));
      problems.push(...event.start.problems);
    }
  }
  if (signal.aborted) return false;
  await printProblems(context, problems);
  const missing = chosen.names?.filter((name) => !names.includes(name)) ?? [];
  if (missing.length > 0 && problems.length === 0) {
    const { authoringProblems } = await import('../errors/authoring.ts');
    await printProblems(
      context,
      missing.map((name) => authoringProblems.unknownSignature(name, undefined)),
    );
  }
  const faults = results.flatMap(({ shown, problems }) => problems.map((problem) => ({ shown, problem })));
  if (names.length > 0) {
    for (const name of names) {
      const { changes, isFirst } = compareWithLast(corpus.root, name, results);
      if (json) await printJson(context, name, changes, faults);
      else
        await printChanges(context, {
          name,
          changes,
          isFirst,
          total: corpus.entries.length,
          isAlone: names.length === 1,
        });
    }
    if (!json) {
      await printFaults(context, faults);
      const ms = Math.round(performance.now() - started);
      await context.stdout.print(context.colors.dim(`${corpus.entries.length} analyses in ${ms} ms\n`));
    }
  }
  return faults.length === 0 && missing.length === 0 && problems.length === 0;
}

const MARKS = { new: '+', gone: '-', other: '~', same: ' ' } as const;

interface Shown {
  name: string;
  changes: readonly Change[];
  isFirst: boolean;
  total: number;
  isAlone: boolean;
}

async function printChanges(context: CliContext, { name, changes, isFirst, total, isAlone }: Shown): Promise<void> {
  const { bold, dim, green, red, yellow } = context.colors;
  const hits = changes.filter(({ kind }) => kind !== 'gone');
  const evidence = hits.reduce((sum, hit) => sum + hit.evidence, 0);
  const head = `${bold(name)}  hits ${hits.length} of ${total}${hits.length > 0 ? `, ${evidence} pieces of evidence` : ''}`;
  await context.stdout.print(`${head}${isFirst ? '' : dim(`  ${summaryOf(changes)}`)}\n`);
  // Of many signatures, what changed; of one, everything.
  const listed = isAlone ? changes : changes.filter(({ kind }) => kind !== 'same');
  const width = Math.min(60, Math.max(0, ...listed.map(({ shown }) => shown.length)));
  for (const { kind, shown, evidence: count, before, first } of listed) {
    const paint = { new: green, gone: red, other: yellow, same: (text: string) => text }[kind];
    const amount =
      kind === 'gone' ? `was ${before}` : kind === 'other' && before !== count ? `${before} → ${count}` : String(count);
    const line = `  ${paint(`${MARKS[kind]} ${pad(messageText(shown), width)}  ${pad(amount, 7)}`)}`;
    await context.stdout.print(
      `${line} ${dim(evidenceText(first, Math.max(40, context.stdout.columns - width - 16)))}`.trimEnd(),
    );
    await context.stdout.print('\n');
  }
}

function summaryOf(changes: readonly Change[]): string {
  const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length;
  const parts = [
    [count('new'), 'new'],
    [count('gone'), 'gone'],
    [count('other'), 'with other evidence'],
  ].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
  return parts.length === 0 ? '(as last time)' : `(since last time: ${parts.join(', ')})`;
}

/** A piece of evidence in one line: its values. */
export function evidenceText(json: string, limit: number): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Cut, because it is long.
    return sampleText(json, limit);
  }
  if (typeof value !== 'object' || value === null) return sampleText(String(value), limit);
  const { pid, process, cid, ...rest } = value as { [name: string]: unknown };
  const parts = Object.entries(rest).map(([name, member]) => {
    return `${name}=${typeof member === 'string' ? member : JSON.stringify(member)}`;
  });
  if (pid !== undefined) parts.push(`${typeof process === 'string' ? process : 'process'}(${String(pid)})`);
  if (cid !== undefined) parts.push(`#${String(cid)}`);
  return sampleText(parts.join(' '), limit);
}

async function printFaults(context: CliContext, faults: readonly { shown: string; problem: Problem }[]): Promise<void> {
  const { red, dim } = context.colors;
  for (const { shown, problem } of faults.slice(0, SHOWN_PROBLEMS)) {
    await context.stdout.print(`  ${red('✗')} ${messageText(shown)}: ${sampleText(problem.message, 400)}\n`);
  }
  const more = faults.length - SHOWN_PROBLEMS;
  if (more > 0) await context.stdout.print(dim(`    and ${more} more such problems\n`));
}

async function printJson(
  context: CliContext,
  signature: string,
  changes: readonly Change[],
  faults: readonly { shown: string; problem: Problem }[],
): Promise<void> {
  const problems = faults.filter(({ problem }) => problem.where.signature === signature);
  const analyses = changes.map(({ shown, kind, evidence, before, first }) => {
    return { analysis: shown, change: kind, evidence, before, first: kind === 'gone' ? null : first };
  });
  const line = {
    signature,
    analyses,
    problems: problems.map(({ shown, problem }) => ({ analysis: shown, ...problem })),
  };
  await context.stdout.print(`${JSON.stringify(line)}\n`);
}
