import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Config } from '../engine/config/types.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import { diagnosticText } from '../rules/diagnostic-text.ts';
import { fixRuleFile } from '../rules/fix-rule-file.ts';
import { loadRules, readRuleBytes } from '../rules/load.ts';
import { type Registry, registry } from '../rules/registry.ts';
import type { ReadOptions, ReadRuleFile } from '../rules/rule-file.ts';
import { ruleFileSchema } from '../rules/schema.ts';
import { Source } from '../rules/text/source.ts';
import type { CheckOptions, FixOptions } from './commands/rules.ts';
import { type CliContext, type Colors, type CommonOptions, configOf, printProblems, UsageError } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { counted } from './store.ts';
import { messageText, pad } from './text.ts';

const SHOWN = 50;

/**
 * The rule keys and types there are, where the user has own ones; says what is wrong with those. `config` saves
 * reading it twice.
 */
export async function ruleParts(
  options: CommonOptions,
  context: CliContext,
  config?: Config,
): Promise<{ registry?: Registry; told: readonly Problem[] }> {
  const { loadRuleParts } = await import('../engine/load.ts');
  const { modules } = config ?? (await configOf(context, options.config));
  const { rules, problems } = await loadRuleParts([...modules, ...(options.modules ?? [])]);
  await printProblems(context, problems);
  return { ...(rules && { registry: rules }), told: problems };
}

export async function check(paths: readonly string[], options: CheckOptions, context: CliContext): Promise<void> {
  const parts = await ruleParts(options, context);
  const { files, problems } = loadRules(paths, { ...parts, ...(options.strict && { strict: true }) });
  let warnings = 0;
  let errors = 0;
  for (const read of files) {
    warnings += read.diagnostics.filter(({ severity }) => severity === 'warning').length;
    errors += read.errors;
    if (options.json) await printJson(read, context);
    else await printDiagnostics(read.diagnostics, read.source, context.stdout, context.colors);
  }
  await printProblems(context, problems.filter(isMissing));
  if (!options.json) {
    const objects = files.reduce((sum, { file }) => sum + (file?.objects.length ?? 0), 0);
    const parts = [counted(files.length, 'file', 'files'), counted(objects, 'rule object', 'rule objects')];
    parts.push(counted(errors, 'error', 'errors'), counted(warnings, 'warning', 'warnings'));
    await context.stdout.print(`${parts.join(', ')}\n`);
    if (warnings > 0) await context.stderr.print('ovoscope rules fix mends the warnings.\n');
  }
  if (errors > 0) context.exitCode = EXIT.inputUnreadable;
  else if (problems.some(isMissing)) context.exitCode = EXIT.inputMissing;
}

/** Problems that are not told as diagnostics of a file. */
export function isMissing({ code }: Problem): boolean {
  return code !== 'RULES_REFUSED';
}

export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: Source,
  output: CliContext['stdout'],
  colors: Colors,
): Promise<void> {
  const { bold, red, yellow, dim } = colors;
  const paints = { error: (text: string) => bold(red(text)), warning: (text: string) => bold(yellow(text)), dim };
  for (const diagnostic of diagnostics.slice(0, SHOWN)) {
    await output.print(`${diagnosticText(diagnostic, source, paints)}\n\n`);
  }
  const hidden = diagnostics.length - SHOWN;
  if (hidden > 0) await output.print(`${dim(`… and ${hidden} more in ${messageText(source.name)}`)}\n\n`);
}

async function printJson({ diagnostics }: ReadRuleFile, context: CliContext): Promise<void> {
  for (const { severity, code, message, hint, where, edits } of diagnostics) {
    const line = { severity, code, message, hint, ...where, mendable: edits !== undefined };
    await context.stdout.print(`${JSON.stringify(line)}\n`);
  }
}

export async function fix(paths: readonly string[], options: FixOptions, context: CliContext): Promise<void> {
  const parts = await ruleParts(options, context);
  const { files, problems } = loadRules(paths, parts);
  await printProblems(context, problems.filter(isMissing));
  if (problems.some(isMissing)) context.exitCode = EXIT.inputMissing;
  const isElsewhere = options.out !== undefined || options.stdout === true;
  if (isElsewhere && files.length > 1) throw new UsageError('--out and --stdout take one rule file at a time');
  for (const { source } of files) await fixOne(source.name, parts, options, context);
}

async function fixOne(name: string, parts: ReadOptions, options: FixOptions, context: CliContext): Promise<void> {
  const bytes = readRuleBytes(name);
  const { text, mended, remaining } = fixRuleFile(name, bytes, parts);
  const isReadable = mended.length > 0 || remaining.length === 0;
  if (options.stdout) await context.stdout.print(text);
  else if (options.out !== undefined) writeWhole(options.out, text);
  else if (mended.length > 0) writeWhole(name, text);
  await printDiagnostics(remaining, new Source(name, text), context.stderr, context.errorColors);
  const note = `${messageText(name)}: ${counted(mended.length, 'thing', 'things')} mended`;
  const rest = remaining.length > 0 ? `, ${remaining.length} to be mended by hand` : '';
  await context.stderr.print(`${note}${rest}\n`);
  if (remaining.length > 0 || !isReadable) context.exitCode = EXIT.inputUnreadable;
}

/** Puts the whole text in place at once, so that nobody reads half a file; the mode of the file stays. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: modeOf(path) });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new OvoscopeError(ruleProblems.unwritable(path, (error as Error).message), { cause: error });
  }
}

function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777;
}

export async function keys(options: CommonOptions & { json?: boolean }, context: CliContext): Promise<void> {
  const { registry: known = registry() } = await ruleParts(options, context);
  const all = [...known.keys.values()];
  if (options.json) {
    const rows = all.map(({ name, summary, reads, values }) => ({ name, summary, reads, examples: values.examples }));
    await context.stdout.print(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const { bold, dim } = context.colors;
  for (const { name, summary, reads, values } of all) {
    const examples = values.examples.map((example) => JSON.stringify(example)).join(', ');
    await context.stdout.print(`${bold(pad(name, 21))} ${summary}\n${' '.repeat(22)}${examples}  ${dim(reads)}\n`);
  }
}

export async function schema(options: CommonOptions, context: CliContext): Promise<void> {
  const { registry: known = registry() } = await ruleParts(options, context);
  await context.stdout.print(`${JSON.stringify(ruleFileSchema(known), null, 2)}\n`);
}
