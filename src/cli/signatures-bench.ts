import type { Command } from 'commander';
import type { Problem } from '../errors/problem.ts';
import {
  type CliContext,
  type CommonOptions,
  configOf,
  printProblems,
  Told,
  UsageError,
  wholeNumber,
  withCommonOptions,
} from './context.ts';
import { EXIT } from './exit-codes.ts';
import { corpusOf, printCorpus } from './signatures-corpus.ts';
import { pad } from './text.ts';

interface Options extends CommonOptions {
  corpus?: string;
  repeat: number;
  limit: number;
  json?: boolean;
}

export function register(group: Command, context: CliContext): void {
  withCommonOptions(
    group
      .command('bench')
      .description('what each signature costs over stored analyses, dearest first')
      .argument('[name...]', 'only these signatures; all by default'),
  )
    .option('--corpus <dir>', 'folder with analyses, archives of them or reports')
    .option('--repeat <n>', 'rounds over each analysis; the fastest counts', wholeNumber('--repeat', 1), 3)
    .option('--limit <n>', 'rows to print; 0 prints all', wholeNumber('--limit'), 40)
    .option('--json', 'as JSON, all rows')
    .action((names: string[], options: Options) => run(names, options, context));
}

interface Row {
  name: string;
  ms: number;
  /** Of all signatures, 0 to 1. */
  share: number;
  /** Calls it was shown; undefined where it doesn't look at calls. */
  calls: number | undefined;
  hits: number;
  /** The analysis that took it longest. */
  worst: { analysis: string; ms: number };
}

async function run(names: readonly string[], options: Options, context: CliContext): Promise<void> {
  if (options.corpus === undefined) {
    throw new UsageError('there is nothing to run the signatures over', 'Name a folder of analyses with --corpus DIR.');
  }
  const { preparePlugins } = await import('../engine/load.ts');
  const { chooseSignatures } = await import('../authoring/choose.ts');
  const { TrialHost } = await import('../authoring/trial-host.ts');
  const config = await configOf(context, options.config);
  const folders = [...config.modules, ...(options.modules ?? [])];
  const corpus = await corpusOf(context, options.corpus, config, folders);
  const all = await preparePlugins(folders, ({ kind }) => kind === 'signature');
  const chosen = names.length > 0 ? await chooseSignatures(folders, names) : { prepared: all, all, names: undefined };
  if (!options.json) await printCorpus(context, corpus);
  const host = new TrialHost();
  const rows = new Map<string, Row>();
  const problems: Problem[] = [];
  let whole = 0;
  try {
    const trial = { ...chosen, entries: corpus.entries, config, skip: [], repeat: options.repeat, countsCalls: true };
    for await (const event of host.run(trial, context.signal)) {
      if (event.kind === 'start') {
        problems.push(...event.start.problems);
        continue;
      }
      const { shown, hits, timings } = event.result;
      whole += event.result.ms;
      problems.push(...event.result.problems);
      for (const { name, ms, calls } of timings)
        add(rows, { name, ms, calls, shown, isHit: hits.some((hit) => hit.name === name) });
    }
  } finally {
    await host.close();
  }
  if (context.signal.aborted) throw new Told(EXIT.cancelled);
  const sorted = ranked(rows);
  if (options.json) {
    await context.stdout.print(
      `${JSON.stringify({ analyses: corpus.entries.length, ms: whole, signatures: sorted }, null, 2)}\n`,
    );
  } else await printRows(context, sorted, { whole, limit: options.limit });
  await printProblems(context, distinct(problems));
}

interface Measured {
  name: string;
  ms: number;
  calls: number | undefined;
  shown: string;
  isHit: boolean;
}

function add(rows: Map<string, Row>, { name, ms, calls, shown, isHit }: Measured): void {
  const row = rows.get(name) ?? { name, ms: 0, share: 0, calls: undefined, hits: 0, worst: { analysis: shown, ms: 0 } };
  row.ms += ms;
  if (calls !== undefined) row.calls = (row.calls ?? 0) + calls;
  if (isHit) row.hits++;
  if (ms > row.worst.ms) row.worst = { analysis: shown, ms };
  rows.set(name, row);
}

function ranked(rows: ReadonlyMap<string, Row>): Row[] {
  const all = [...rows.values()].sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1));
  const sum = all.reduce((total, { ms }) => total + ms, 0);
  return all.map((row) => ({ ...row, ms: rounded(row.ms), share: sum === 0 ? 0 : row.ms / sum }));
}

async function printRows(
  context: CliContext,
  rows: readonly Row[],
  { whole, limit }: { whole: number; limit: number },
): Promise<void> {
  const { bold, dim } = context.colors;
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  const width = Math.max(9, ...shown.map(({ name }) => name.length));
  const head = [
    pad('signature', width),
    'ms'.padStart(9),
    'share'.padStart(6),
    'calls'.padStart(9),
    'hits'.padStart(5),
  ].join('  ');
  await context.stdout.print(`${bold(`${head}  slowest on`)}\n`);
  for (const { name, ms, share, calls, hits, worst } of shown) {
    const cells = [
      pad(name, width),
      ms.toFixed(2).padStart(9),
      `${(share * 100).toFixed(1)} %`.padStart(6),
      String(calls ?? '–').padStart(9),
      String(hits).padStart(5),
    ];
    await context.stdout.print(`${cells.join('  ')}  ${dim(worst.analysis)}\n`);
  }
  if (rows.length > shown.length) await context.stdout.print(dim(`and ${rows.length - shown.length} more\n`));
  const sum = rows.reduce((total, { ms }) => total + ms, 0);
  await context.stdout.print(
    `${rows.length} signatures: ${sum.toFixed(0)} ms of ${whole.toFixed(0)} ms; the rest is reading the calls, which all share\n`,
  );
}

/** The same mistake is made in many analyses. */
function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, where }) => {
    const key = `${code} ${where.signature ?? where.file ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
