import { type Command, Option } from 'commander';
import type { Config } from '../engine/config/types.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { refang } from '../report/defang.ts';
import type { Store } from '../storage/store.ts';
import type { Recorded } from '../storage/types.ts';
import { guessType, isValueType, VALUE_TYPES, type ValueType } from '../storage/values.ts';
import { type CliContext, configOf, printProblems, Told, UsageError } from './context.ts';
import { EXIT } from './exit-codes.ts';

/** Options of every command that uses the store. */
export interface StoreOptions {
  store?: string;
  config?: string;
}

export function withStoreOptions(command: Command): Command {
  return command
    .option('--store <where>', 'file or postgres:// URL; default is ovoscope/ovoscope.db in the user’s data folder')
    .option('--config <file>', 'configuration; default is ovoscope.toml of this folder, if there is one');
}

export function typeOption(what: string): Option {
  return new Option('--type <type>', what).argParser((text) => {
    if (isValueType(text)) return text;
    throw new UsageError(`there is no type "${text}"`, `There are ${VALUE_TYPES.join(', ')}.`);
  });
}

/** Runs `work` on the store that the options, the environment or the configuration name, and closes it. */
export async function withStore<T>(
  context: CliContext,
  options: StoreOptions,
  work: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const config = await configOf(context, options.config);
  const { openStore } = await import('../storage/store.ts');
  const { storeLocation } = await import('../storage/location.ts');
  const named = options.store ?? context.env['OVOSCOPE_STORE'] ?? config.store;
  const store = await asUsage(context, () => openStore(storeLocation(named, context.env)));
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

/** Mistakes in what the user gave, as opposed to what went wrong with it. */
const USAGE_CODES = new Set([
  'STORE_LOCATION',
  'STORE_VALUE',
  'STORE_UNKNOWN_TYPE',
  'STORE_TEXT',
  'STORE_HOST_BITS',
  'STORE_DURATION',
  'EXPORT_NEEDS_FOLDER',
  'LIST_SOURCE',
  'LIST_NO_SOURCES',
]);

/** Runs `work`; if it finds that the command was called wrongly, tells so and ends the command as such. */
export async function asUsage<T>(context: CliContext, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OvoscopeError) || !USAGE_CODES.has(error.code)) throw error;
    await printProblems(context, [error.problem]);
    throw new Told(EXIT.usage);
  }
}

/** A value as the user gave it, perhaps defanged, with its type. Throws OvoscopeError if that cannot be told. */
export function namedValue(text: string, type: ValueType | undefined): { type: ValueType; value: string } {
  const value = refang(text);
  const found = type ?? guessType(value);
  if (!found) throw new OvoscopeError(storageProblems.unknownType(text));
  return { type: found, value };
}

/** Prints a few problems and says how many more there are. */
export async function printSomeProblems(context: CliContext, problems: readonly Problem[], shown = 10): Promise<void> {
  await printProblems(context, problems.slice(0, shown));
  if (problems.length > shown) await context.stderr.print(`… and ${problems.length - shown} more\n`);
}

/** Says what was entered on stdout, and on stderr what was not and why. */
export async function tellRecorded(recorded: Recorded, context: CliContext): Promise<void> {
  const { added, updated, whitelisted, refused } = recorded;
  const problems: Problem[] = [
    ...refused,
    ...whitelisted.map(({ value, entry, owner }) => storageProblems.whitelisted(value, entry, owner)),
  ];
  await printSomeProblems(context, problems);
  if (problems.length > 0) context.exitCode = EXIT.inputUnreadable;
  const parts = [`${counted(added, 'entry', 'entries')} added`, `${updated} updated`];
  if (problems.length > 0) parts.push(`${problems.length} not entered`);
  await context.stdout.print(`${parts.join(', ')}\n`);
}

/** `1 entry`, `2 entries` */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `2026-11-20 12:00:00` UTC. */
export function timeText(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
