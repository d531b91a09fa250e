import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { errorText, OvoscopeError } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import type { ImportFormat } from '../storage/import.ts';
import type { ValueType } from '../storage/values.ts';
import { type CliContext, Told, UsageError } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { counted, printSomeProblems, type StoreOptions, tellRecorded, typeOption, withStore } from './store.ts';

interface ImportCommandOptions extends StoreOptions {
  type?: ValueType;
  format?: string;
  reason?: string;
  strict?: boolean;
}

const MAX_BYTES = 256 * 1024 * 1024;

export function withImportOptions(command: Command): Command {
  return command
    .argument('<file>', 'text, CSV or JSON; - is the standard input')
    .addOption(typeOption('what values are that do not say it; by their looks, if not given'))
    .option('--format <format>', 'plain, csv or json; by the looks of the file, if not given')
    .option('--reason <text>', 'kept with values that have no score; default names the file')
    .option('--strict', 'enter nothing if anything cannot be entered');
}

export async function importFrom(file: string, options: ImportCommandOptions, context: CliContext): Promise<void> {
  const { IMPORT_FORMATS, isImportFormat, readImport } = await import('../storage/import.ts');
  const format = options.format;
  if (format !== undefined && !isImportFormat(format)) {
    throw new UsageError(`there is no import of "${format}"`, `There are ${IMPORT_FORMATS.join(', ')}.`);
  }
  const shown = file === '-' ? 'standard input' : file;
  const text = await readText(file, shown);
  const { entries, refused } = readImport(text, {
    file: shown,
    format: format as ImportFormat | undefined,
    type: options.type,
    reason: options.reason ?? `imported from ${shown}`,
    now: new Date(),
  });
  if (options.strict && refused.length > 0) {
    await printSomeProblems(context, refused);
    await context.stderr.print(
      `Nothing was entered: ${counted(refused.length, 'value', 'values')} cannot be (--strict).\n`,
    );
    throw new Told(EXIT.inputUnreadable);
  }
  await withStore(context, options, async (store) => {
    const recorded = await store.blacklist.restore(entries);
    await tellRecorded({ ...recorded, refused: [...refused, ...recorded.refused] }, context);
  });
}

async function readText(file: string, shown: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    if (file !== '-') handle = await open(file);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of handle ? handle.createReadStream() : process.stdin) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    throw new OvoscopeError(storageProblems.importFile(shown, errorText(error)), { cause: error });
  } finally {
    await handle?.close();
  }
}
