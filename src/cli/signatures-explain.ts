import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Explanation, ShownCondition } from '../authoring/explain/explain.ts';
import type { Miss } from '../authoring/explain/nearest-miss.ts';
import type { CallPlace } from '../authoring/explain/trace.ts';
import type { WatchPart } from '../authoring/explain/watch-parts.ts';
import type { Config } from '../engine/config/types.ts';
import type { ImportableFile, Prepared } from '../engine/load.ts';
import {
  type CliContext,
  type CommonOptions,
  configOf,
  printProblems,
  Told,
  UsageError,
  withCommonOptions,
} from './context.ts';
import { EXIT } from './exit-codes.ts';
import { corpusOf, evidenceText } from './signatures-corpus.ts';
import { messageText, sampleText } from './text.ts';

interface Options extends CommonOptions {
  json?: boolean;
  code?: boolean;
}

export function register(group: Command, context: CliContext): void {
  withCommonOptions(
    group
      .command('explain')
      .description('why a signature fires on an analysis, or what kept it from it')
      .argument('<name>', 'the signature')
      .argument('<path>', 'analysis folder, archive of one, or report'),
  )
    .option('--code', 'how often each line ran, also where the signature fires')
    .option('--json', 'as JSON')
    .action((name: string, path: string, options: Options) => run(name, path, options, context));
}

async function run(name: string, path: string, options: Options, context: CliContext): Promise<void> {
  const { explainApart } = await import('../authoring/explain/explain-host.ts');
  const config = await configOf(context, options.config);
  const folders = [...config.modules, ...(options.modules ?? [])];
  const { file, all } = await fileOf(context, name, folders, config);
  const corpus = await corpusOf(context, await onlyAnalysis(path), config, folders);
  const [entry] = corpus.entries;
  if (entry === undefined) {
    await printProblems(
      context,
      corpus.failed.map(({ problem }) => problem),
    );
    throw new Told(EXIT.inputUnknown);
  }
  const answer = await explainApart({ name, file, others: all, snapshot: entry.snapshot, config }, context.signal);
  if ('problems' in answer) {
    await printProblems(context, answer.problems);
    throw new Told(EXIT.moduleNotLoaded);
  }
  if (options.json) await context.stdout.print(`${JSON.stringify({ path, ...answer }, null, 2)}\n`);
  else await printExplanation(context, path, answer, options.code ?? false);
}

/** The file that holds a signature; throws after telling where there is none. */
async function fileOf(
  context: CliContext,
  name: string,
  folders: readonly string[],
  config: Config,
): Promise<{ file: ImportableFile; all: Prepared }> {
  const { chooseSignatures } = await import('../authoring/choose.ts');
  const { prepared, all } = await chooseSignatures(folders, [name]);
  const [first] = prepared.files;
  if (prepared.files.length === 1 && first?.stem === name) return { file: first, all };
  const { loadPlugins } = await import('../engine/load.ts');
  const { signatures, problems } = await loadPlugins(prepared, { config });
  const found = signatures.find((signature) => signature.name === name);
  const file = found && prepared.files.find(({ path }) => path === found.file.path);
  if (file !== undefined) return { file, all };
  const { authoringProblems } = await import('../errors/authoring.ts');
  const { nearest } = await import('../util/nearest.ts');
  const meant = nearest(
    name,
    signatures.map((signature) => signature.name),
  );
  await printProblems(context, [...problems, authoringProblems.unknownSignature(name, meant)]);
  throw new Told(EXIT.usage);
}

/** A folder with one analysis somewhere in it stands for that analysis. */
async function onlyAnalysis(path: string): Promise<string> {
  const { findAnalyses } = await import('../authoring/find-analyses.ts');
  let candidates: ReturnType<typeof findAnalyses>['candidates'];
  try {
    ({ candidates } = findAnalyses(path));
  } catch {
    // Told, with its reason, when it is opened.
    return path;
  }
  const folders = candidates.filter(({ kind }) => kind === 'folder');
  const [only, ...others] = folders.length === 1 ? folders : candidates;
  if (only === undefined || others.length === 0) return only?.path ?? path;
  const names = candidates.slice(0, 5).map(({ shown }) => shown);
  throw new UsageError(`there are ${candidates.length} analyses in ${path}`, `Name one of them: ${names.join(', ')} …`);
}

const SHOWN_LINES = 80;
const SHOWN_CONDITIONS = 60;
const SHOWN_APIS = 6;

async function printExplanation(context: CliContext, path: string, answer: Explanation, code: boolean): Promise<void> {
  const { bold, green, red, yellow, dim } = context.colors;
  const paint = { fired: green, silent: yellow, 'not run': yellow, failed: red }[answer.state];
  const print = (line: string) => context.stdout.print(`${line}\n`);
  await print(
    `${bold(answer.name)} ${paint(answer.state)} on ${messageText(basename(path))}  ${dim(messageText(answer.file))}`,
  );
  for (const line of answer.why) await print(`  ${sampleText(line, 600)}`);
  if (answer.evidence.length > 0) {
    await print(`\n${bold('evidence')}${answer.state === 'fired' ? '' : ' (pushed, though it did not fire)'}`);
    for (const piece of answer.evidence) await print(`  ${evidenceText(JSON.stringify(piece), 300)}`);
    const more = answer.evidenceCount - answer.evidence.length;
    if (more > 0) await print(dim(`  and ${more} more`));
  }
  await printErrors(context, answer);
  await printNeeds(context, answer);
  await printConditions(context, answer);
  if (code || answer.state !== 'fired') await printCode(context, answer);
}

async function printErrors(context: CliContext, { errors }: Explanation): Promise<void> {
  for (const { message, at, place, times } of errors) {
    const where = [place && `${place.file}:${place.line}`, at && callText(at)]
      .filter((part) => part !== undefined)
      .join(', ');
    await context.stdout.print(`  ${context.colors.red('threw')} ${times}×  ${sampleText(message, 400)}  ${where}\n`);
  }
}

async function printNeeds(context: CliContext, { requirements, reads, watch }: Explanation): Promise<void> {
  const { bold, dim } = context.colors;
  const mark = markOf(context);
  const print = (line: string) => context.stdout.print(`${line}\n`);
  if (requirements.length + reads.length > 0) await print(`\n${bold('needs')}`);
  for (const { what, needed, found, held } of requirements)
    await print(`  ${mark(held)} ${what} ${needed}${held ? '' : dim(`  (is ${sampleText(found)})`)}`);
  for (const { key, present, problems } of reads) {
    await print(`  ${mark(present)} results.${sampleText(key, 60)}${present ? '' : dim('  (not in this analysis)')}`);
    for (const { message } of problems) await print(dim(`      ${sampleText(message, 300)}`));
  }
  if (watch === undefined) return;
  await print(`\n${bold('watches')}  ${dim(`it was shown ${watch.shown} calls`)}`);
  if (watch.parts.length === 0) await print(`  ${mark(true)} every call`);
  const told = watch.parts.filter(({ what, calls, instead }) => what !== 'api' || calls > 0 || instead.length > 0);
  for (const part of told) await printPart(context, part);
  const silent = watch.parts.filter((part) => !told.includes(part)).map(({ name }) => sampleText(name, 80));
  if (silent.length === 0) return;
  const more = silent.length > SHOWN_APIS ? ` and ${silent.length - SHOWN_APIS} more` : '';
  await print(`  ${mark(false)} no calls of ${silent.slice(0, SHOWN_APIS).join(', ')}${more}`);
}

async function printPart(context: CliContext, { what, name, calls, instead, misses }: WatchPart): Promise<void> {
  const { dim } = context.colors;
  const label = what === 'api' ? '' : `${what} `;
  const held = what === 'argument' ? `matches in ${calls} calls` : `${calls} calls`;
  await context.stdout.print(`  ${markOf(context)(calls > 0)} ${label}${sampleText(name, 80)}  ${dim(held)}\n`);
  if (instead.length > 0) await context.stdout.print(dim(`      there is ${sampleText(instead.join(', '), 300)}\n`));
  await printMisses(context, misses);
}

async function printConditions(context: CliContext, { conditions, conditionsLeft }: Explanation): Promise<void> {
  const { bold, dim } = context.colors;
  if (conditions.length === 0) return;
  await context.stdout.print(`\n${bold('asked')}\n`);
  for (const condition of conditions.slice(0, SHOWN_CONDITIONS)) await printCondition(context, condition);
  const more = conditions.length - SHOWN_CONDITIONS + conditionsLeft;
  if (more > 0) await context.stdout.print(dim(`  and ${more} more\n`));
}

async function printCondition(context: CliContext, condition: ShownCondition): Promise<void> {
  const { dim } = context.colors;
  const { kind, what, patterns, place, asked, held, examples, others, misses } = condition;
  const print = (line: string) => context.stdout.print(`${line}\n`);
  const isRead = kind === 'list' && patterns.length === 0;
  const count = isRead ? `${asked} values` : kind === 'calls' ? `${held} calls` : `${held} of ${asked}`;
  const where = place === undefined ? '' : `  ${messageText(place.file)}:${place.line}`;
  await print(`  ${markOf(context)(held > 0)} ${sampleText(what, 160)}  ${count}${dim(where)}`);
  if (patterns.length > 0 && what.includes('…')) {
    const few = patterns.slice(0, 4).map((pattern) => sampleText(pattern, 120));
    await print(
      dim(
        `      for ${few.join('  ')}${patterns.length > few.length ? `  and ${patterns.length - few.length} more` : ''}`,
      ),
    );
  }
  for (const { text, call } of examples) {
    await print(
      dim(
        `      ${isRead || kind === 'argument' ? '' : 'held for '}${sampleText(text === '' ? '(empty)' : text, 160)}${call ? `  ${callText(call)}` : ''}`,
      ),
    );
  }
  for (const { text, call } of others) {
    await print(
      dim(`      not for ${sampleText(text === '' ? '(empty)' : text, 160)}${call ? `  ${callText(call)}` : ''}`),
    );
  }
  await printMisses(context, misses);
}

async function printMisses(context: CliContext, misses: readonly Miss[]): Promise<void> {
  const { yellow, dim } = context.colors;
  for (const { text, why, call, pattern } of misses) {
    await context.stdout.print(
      `      ${yellow('nearly')} ${sampleText(text, 160)}${call ? dim(`  ${callText(call)}`) : ''}\n`,
    );
    await context.stdout.print(`             ${sampleText(why, 300)}${dim(`  (${sampleText(pattern, 80)})`)}\n`);
  }
}

async function printCode(context: CliContext, { lines }: Explanation): Promise<void> {
  const { bold, dim, yellow } = context.colors;
  if (lines.length === 0) return;
  let file = '';
  for (const line of lines.slice(0, SHOWN_LINES)) {
    if (line.file !== file) {
      ({ file } = line);
      await context.stdout.print(`\n${bold('ran')}  ${messageText(file)}\n`);
    }
    const count = line.count === 0 ? yellow('never'.padStart(7)) : dim(`${line.count}×`.padStart(7));
    const text = messageText(line.text.replaceAll('\t', '  '));
    await context.stdout.print(
      `${count} ${dim(String(line.line).padStart(4))} │ ${line.count === 0 ? dim(text) : text}\n`,
    );
    if (line.missed !== undefined) {
      await context.stdout.print(`${' '.repeat(13)}│ ${' '.repeat(line.missed)}${yellow('└ never from here on')}\n`);
    }
  }
  if (lines.length > SHOWN_LINES) await context.stdout.print(dim(`  and ${lines.length - SHOWN_LINES} more lines\n`));
}

const markOf =
  ({ colors }: CliContext) =>
  (held: boolean) =>
    held ? colors.green('✓') : colors.red('✗');

const callText = ({ pid, process, cid, api }: CallPlace) =>
  `${sampleText(String(process), 40)}(${pid}) #${cid} ${sampleText(String(api), 60)}`;
