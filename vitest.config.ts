import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const entry = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const SIGNATURES = 'modules/signatures/**/*.test.ts';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^ovoscope$/, replacement: entry('index.ts') },
      { find: /^ovoscope\/(query|testing|formats|behavior|report|rules)$/, replacement: entry('$1/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: [
            'src/**/*.test.{ts,tsx}',
            'modules/**/*.test.ts',
            'web/**/*.test.{ts,tsx}',
            'tests/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, SIGNATURES],
        },
      },
      // Hundreds of small files, which keep nothing: loading everything anew for each takes longer than they do.
      { extends: true, test: { name: 'signatures', include: [SIGNATURES], isolate: false } },
    ],
    env: { TZ: 'UTC', LC_ALL: 'C' },
    reporters: ['default', './tests/support/summary-reporter.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
