import type { Command } from 'commander';
import type { Loaded, Plugins } from '../../engine/load.ts';
import type { Processing } from '../../plugin/processing.ts';
import type { Reporting } from '../../plugin/reporting.ts';
import type { Signature } from '../../plugin/signature.ts';
import {
  type CliContext,
  type CommonOptions,
  collect,
  configOf,
  printProblems,
  UsageError,
  withCommonOptions,
} from '../context.ts';
import { listPython } from '../list-python.ts';
import { messageText, pad } from '../text.ts';

export interface Options extends CommonOptions {
  json?: boolean;
  pythonSignatures?: string[];
}

const KINDS = ['processing', 'signatures', 'reporting'] as const;
type Kind = (typeof KINDS)[number];

export function register(program: Command, context: CliContext): void {
  withCommonOptions(
    program
      .command('list')
      .description('list the modules there are')
      .argument('<kind>', 'processing, signatures or reporting'),
  )
    .option('--python-signatures <dir>', 'folder with Python signatures of CAPE or Cuckoo 2', collect)
    .option('--json', 'as JSON')
    .action((kind: string, options: Options) => list(kind, options, context));
}

/** Prints the modules of a kind that `isWanted` picks. */
export async function list(
  kind: string,
  options: Options,
  context: CliContext,
  isWanted: (row: Row) => boolean = () => true,
): Promise<void> {
  if (!isKind(kind)) throw new UsageError(`there is no list of "${kind}"`, `There are ${KINDS.join(', ')}.`);
  const { loadPlugins, preparePlugins } = await import('../../engine/load.ts');
  const config = await configOf(context, options.config);
  const prepared = await preparePlugins([...config.modules, ...(options.modules ?? [])]);
  const plugins = await loadPlugins(prepared, { config });
  config.pythonSignatures = [...config.pythonSignatures, ...(options.pythonSignatures ?? [])];
  const python = kind === 'signatures' ? await listPython(config) : undefined;
  const rows = [...rowsOf(kind, plugins), ...(python?.rows ?? [])].filter(isWanted);
  if (options.json) await context.stdout.print(`${JSON.stringify(rows, null, 2)}\n`);
  else await context.stdout.print(table(rows, context));
  if (python && python.rows.length > 0 && !options.json) await context.stdout.print(`\n${python.confinement}\n`);
  await printProblems(context, [...plugins.problems, ...(python?.problems ?? [])]);
}

function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}

export interface Row {
  name: string;
  enabled: boolean;
  file: string;
  origin: 'built-in' | 'user' | 'python';
  [field: string]: unknown;
}

function rowsOf(kind: Kind, plugins: Plugins): Row[] {
  if (kind === 'processing')
    return plugins.processing.map((module) => ({ ...head(module), ...processingFields(module) }));
  if (kind === 'signatures')
    return plugins.signatures.map((module) => ({ ...head(module), ...signatureFields(module) }));
  return plugins.reporting.map((module) => ({ ...head(module), ...reportingFields(module) }));
}

function head({ name, enabled, file }: Loaded<unknown>): Row {
  return { name, enabled, file: file.shown, origin: file.origin };
}

function processingFields({ specimen }: Loaded<Processing>): object {
  return { needs: specimen.needs, options: specimen.defaults };
}

function reportingFields({ specimen }: Loaded<Reporting>): object {
  return { options: specimen.defaults };
}

function signatureFields({ specimen }: Loaded<Signature>): object {
  const { description, severity, confidence, categories, families, ttps, mbcs, authors, references, platforms } =
    specimen;
  const forms = (['run', 'onCall', 'onComplete'] as const).filter((method) => specimen[method] !== undefined);
  const { watch, minimum, maximum } = specimen;
  const facts = { description, severity, confidence, categories, families, ttps, mbcs, authors, references, platforms };
  return { ...facts, minimum, maximum, forms, watch };
}

function table(rows: readonly Row[], { colors }: CliContext): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = rows.map((row) => {
    const severity = row['severity'] === undefined ? '' : `${row['severity']}  `;
    const what = String(row['description'] ?? needsText(row['needs']));
    const state = row.enabled ? '' : String(row['unusable'] ?? 'disabled');
    const notes = [state, row.origin === 'built-in' ? '' : row.file].filter((note) => note !== '');
    const note = notes.length === 0 ? '' : colors.dim(`  (${notes.join(', ')})`);
    const text = `${severity}${pad(row.name, width)}  ${messageText(what)}`.trimEnd();
    return row.enabled ? text + note : colors.dim(text) + note;
  });
  return lines.map((line) => `${line}\n`).join('');
}

function needsText(needs: unknown): string {
  return Array.isArray(needs) && needs.length > 0 ? `needs ${needs.join(', ')}` : '';
}
