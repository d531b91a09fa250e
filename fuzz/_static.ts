import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Static from '../modules/processing/static.ts';
import { memoryTask, runModule } from '../tests/support/memory-task.ts';

/** Real files beside the checkout that are small enough to be mutated often. */
export function realFiles(folder: string, pattern: RegExp): Buffer[] {
  const root = join('..', 'shared', 'data', '5-static', folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter((path) => pattern.test(path) && statSync(path).isFile() && statSync(path).size < 60_000)
    .map((path) => readFileSync(path));
}

/** Any bytes through the whole module, with all that it makes of them. */
export async function fuzzStatic(data: Uint8Array): Promise<void> {
  const { value, problems } = await runModule(Static, memoryTask({ binary: data }), {
    options: { resource_types: 0 },
  });
  const failed = problems.find(({ code }) => code === 'STATIC_FAILED');
  if (failed !== undefined) throw new Error(failed.message);
  JSON.stringify(value);
}
