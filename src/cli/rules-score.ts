import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../engine/config/types.ts';
import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import type { Results } from '../plugin/container.ts';
import { defang } from '../report/defang.ts';
import { visible } from '../report/escape.ts';
import { type CaseResult, type RuleCase, readCaseFile, runCase } from '../rules/cases.ts';
import type { Ledger } from '../rules/ledger.ts';
import { ledgerText } from '../rules/ledger-text.ts';
import { type LoadedRules, loadRules } from '../rules/load.ts';
import { contactedAddresses } from '../rules/report-view.ts';
import type { ReadOptions } from '../rules/rule-file.ts';
import { RuleSet } from '../rules/rule-set.ts';
import type { Surroundings } from '../rules/surroundings.ts';
import type { ExplainOptions } from './commands/rules.ts';
import { loadContainer } from './container.ts';
import { type CliContext, type CommonOptions, configOf, printProblems, UsageError } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { isMissing, printDiagnostics, ruleParts } from './rules-check.ts';
import { counted, withStore } from './store.ts';
import { messageText, sampleText } from './text.ts';

export async function explain(path: string, options: ExplainOptions, context: CliContext): Promise<void> {
  const config = await configOf(context, options.config);
  const { told, ...parts } = await ruleParts(options, context, config);
  const rules = rulesOf(options, parts, config);
  await tellRules(rules, context);
  const set = new RuleSet(
    rules.files.flatMap(({ file }) => file ?? []),
    {
      ...parts,
      ...(options.dfiQuirks && { quirks: true }),
      ...(options.threshold !== undefined && { threshold: options.threshold }),
    },
  );
  const { results, problems, close } = await loadContainer(path, config, options.modules ?? [], context);
  try {
    const isTold = ({ message }: Problem) => told.some((one) => one.message === message);
    await printProblems(
      context,
      problems.filter((problem) => !isTold(problem)),
    );
    const ledgers = set.score(results, await surroundingsOf(results, options, config, context));
    await printLedgers(ledgers, set, options, context);
  } finally {
    await close();
  }
}

function rulesOf(options: ExplainOptions, parts: ReadOptions, config: Config): LoadedRules {
  const paths = options.rules ?? (config.rules === undefined ? [] : [config.rules]);
  if (paths.length === 0) throw new UsageError('there are no rules to apply', 'Name them with --rules.');
  return loadRules(paths, {
    ...parts,
    ...(options.strict && { strict: true }),
    ...(options.dfiQuirks && { quirks: true }),
  });
}

/** Tells why files were refused, and how many warnings the others have. */
async function tellRules({ files, problems }: LoadedRules, context: CliContext): Promise<void> {
  for (const { file, diagnostics, source } of files) {
    if (!file) {
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      await printDiagnostics(errors, source, context.stderr, context.errorColors);
    } else if (diagnostics.length > 0) {
      const warnings = counted(diagnostics.length, 'warning', 'warnings');
      await context.stderr.print(`${messageText(source.name)}: ${warnings}; see ovoscope rules check\n`);
    }
  }
  await printProblems(context, problems);
  if (problems.length > 0) context.exitCode = problems.some(isMissing) ? EXIT.inputMissing : EXIT.inputUnreadable;
}

/** Whitelist and third-party lists of the store, where there is one. */
async function surroundingsOf(
  results: Results,
  options: ExplainOptions,
  config: Config,
  context: CliContext,
): Promise<Surroundings> {
  const { storeLocation } = await import('../storage/location.ts');
  const named = options.store ?? context.env['OVOSCOPE_STORE'] ?? config.store;
  // A store that nobody made yet has nothing to say, and explaining is no reason to make one.
  if (named === undefined && !existsSync(storeLocation(undefined, context.env))) return {};
  return withStore(context, options, (store) => store.surroundings(contactedAddresses(results)));
}

/** Types whose values must not become links. */
const HARMFUL: { [type: string]: 'host' | 'url' | undefined } = Object.assign(Object.create(null), {
  ip: 'host',
  domain: 'host',
  url: 'url',
});

async function printLedgers(
  ledgers: readonly Ledger[],
  set: RuleSet,
  options: ExplainOptions,
  context: CliContext,
): Promise<void> {
  if (options.json) {
    const isHashAlone = set.types.length === 1 && set.types[0] === 'hash';
    await context.stdout.print(`${JSON.stringify(isHashAlone ? ledgers[0] : ledgers, null, 2)}\n`);
    return;
  }
  for (const ledger of ledgers) {
    const kind = HARMFUL[ledger.type];
    const data = (text: string) => sampleText(text, 160);
    const style = {
      data,
      value: (text: string) => (ledger.type === 'hash' ? text : kind ? visible(defang(text, kind)) : data(text)),
    };
    await context.stdout.print(`${ledgerText(ledger, style)}\n\n`);
  }
  if (ledgers.length === 0) await context.stdout.print('No rule touched any value of the analysis.\n');
}

// -- test

interface FileCase {
  file: string;
  wanted: RuleCase;
  rules: string[];
}

export async function test(
  paths: readonly string[],
  options: CommonOptions & { json?: boolean },
  context: CliContext,
): Promise<void> {
  const config = await configOf(context, options.config);
  const { told: _, ...parts } = await ruleParts(options, context, config);
  const cases: FileCase[] = [];
  const problems: Problem[] = [];
  for (const file of paths.flatMap((path) => caseFilesAt(path, problems))) cases.push(...casesOf(file, problems));
  let failed = 0;
  for (const one of cases) {
    const result = await runOne(one, parts, config, options, context);
    if (!result.passed) failed += 1;
    await printResult(one.file, result, options, context);
  }
  await printProblems(context, problems);
  if (!options.json) await context.stdout.print(`${cases.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) context.exitCode = EXIT.testFailed;
  else if (problems.length > 0) context.exitCode = EXIT.inputUnreadable;
  else if (cases.length === 0) context.exitCode = EXIT.usage;
}

function caseFilesAt(path: string, problems: Problem[]): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.cases.json'));
    if (files.length === 0) problems.push(ruleProblems.noCases(path));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort();
  } catch (error) {
    problems.push(ruleProblems.unreadable(path, errorText(error)));
    return [];
  }
}

function casesOf(file: string, problems: Problem[]): FileCase[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(ruleProblems.unreadable(file, errorText(error)));
    return [];
  }
  const read = readCaseFile(file, text);
  if ('code' in read) {
    problems.push(read);
    return [];
  }
  const rules = read.rules.map((path) => resolve(dirname(file), path));
  return read.cases.map((wanted) => ({ file, wanted, rules }));
}

async function runOne(
  { file, wanted, rules }: FileCase,
  parts: Pick<ReadOptions, 'registry'>,
  config: Config,
  options: CommonOptions,
  context: CliContext,
): Promise<CaseResult> {
  const loaded = loadRules(rules, parts);
  if (loaded.problems.length > 0) {
    return { name: wanted.name, passed: false, differences: loaded.problems.map(({ message }) => message) };
  }
  const files = loaded.files.flatMap((read) => read.file ?? []);
  if (typeof wanted.report !== 'string') return runCase(files, wanted, wanted.report, parts);
  try {
    const path = resolve(dirname(file), wanted.report);
    const { results, close } = await loadContainer(path, config, options.modules ?? [], context);
    try {
      return runCase(files, wanted, results, parts);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof OvoscopeError)) throw error;
    return { name: wanted.name, passed: false, differences: [error.message] };
  }
}

async function printResult(
  file: string,
  { name, passed, differences }: CaseResult,
  options: { json?: boolean },
  context: CliContext,
): Promise<void> {
  if (options.json) {
    await context.stdout.print(`${JSON.stringify({ file, name, passed, differences })}\n`);
    return;
  }
  const { green, red, dim } = context.colors;
  const mark = passed ? green('✓') : red('✗');
  await context.stdout.print(`${mark} ${messageText(name)} ${dim(messageText(file))}\n`);
  for (const difference of differences) await context.stdout.print(`    ${messageText(difference)}\n`);
}
