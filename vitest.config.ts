import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const entry = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^ovoscope$/, replacement: entry('index.ts') },
      { find: /^ovoscope\/(query|testing|formats|behavior|report|rules)$/, replacement: entry('$1/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'modules/**/*.test.ts',
      'web/**/*.test.{ts,tsx}',
      'tests/**/*.test.ts',
      'examples/**/*.test.ts',
    ],
    env: { TZ: 'UTC', LC_ALL: 'C' },
    reporters: ['default', './tests/support/summary-reporter.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
