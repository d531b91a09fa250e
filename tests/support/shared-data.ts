import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** A path in the collection of test data that lies beside the repository. */
export function sharedData(path: string): string {
  return ROOT + path;
}

/**
 * Tests over the collection beside the repository. Without it they are skipped, and the title says why; on CI its
 * absence is a failure.
 */
export function describeShared(name: string, tests: () => void): void {
  if (existsSync(ROOT)) describe(name, tests);
  else if (process.env['CI'] === 'true')
    throw new Error(`${name}: the test data is missing; it is expected in ${ROOT}`);
  else describe.skipIf(true)(`${name} (not run: there is no ${ROOT})`, tests);
}
