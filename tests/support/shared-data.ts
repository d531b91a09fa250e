import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe } from 'vitest';

/** Real input that is not part of the repository: it stands in `shared/data` beside it. */
const ROOT = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export const hasSharedData = existsSync(ROOT);

export const sharedData = (path: string): string => `${ROOT}${path}`;

/** A suite over shared data; without the data it fails in CI, and says elsewhere why it is skipped. */
export function describeShared(name: string, suite: () => void): void {
  if (hasSharedData) describe(name, suite);
  else if (process.env['CI'] === 'true') {
    describe(name, (): void => {
      throw new Error(`${ROOT} is absent; CI needs it beside the checkout`);
    });
  } else describe.skip(`${name} (no shared/data beside the checkout)`, suite);
}

export function readSharedJson(path: string): unknown {
  const bytes = readFileSync(sharedData(path));
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}
