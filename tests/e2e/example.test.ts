import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exampleFiles } from '../../scripts/make-example.ts';

const FOLDER = fileURLToPath(new URL('../../examples/analysis/', import.meta.url));

it('the example analysis is what scripts/make-example.ts makes', () => {
  const made = exampleFiles();
  const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('reports/'));
  expect(there.sort()).toEqual([...made.keys()].sort());
  for (const [path, content] of made) expect(readFileSync(FOLDER + path).equals(content), path).toBe(true);
});
