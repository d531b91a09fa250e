import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlugins, type Plugins, preparePlugins } from '../../src/engine/load.ts';
import { filesBelow, isTest, ROOT, textOf } from './sources.ts';

let plugins: Plugins;
beforeAll(async () => {
  const { files, problems } = await preparePlugins([]);
  plugins = await loadPlugins({ files: files.filter(({ origin }) => origin === 'built-in'), problems });
}, 60_000);

describe('built-in modules', () => {
  it('load without a problem, a name that is not the file’s included', () => {
    expect(plugins.problems).toEqual([]);
    expect(plugins.signatures.length).toBeGreaterThan(0);
  });

  it('are all found: one in each file', () => {
    const files = filesBelow(
      'modules',
      (path) => /\.ts$/.test(path) && !isTest(path) && !basename(path).startsWith('_'),
    );
    const found = [...plugins.processing, ...plugins.signatures, ...plugins.reporting];
    expect(found.map(({ file }) => file.shown).sort()).toEqual(files);
  });

  it('of signatures have a test beside them each', () => {
    const all = plugins.signatures.map(({ file }) => file.shown);
    const untested = all.filter((path) => !existsSync(join(ROOT, path.replace(/\.ts$/, '.test.ts'))));
    expect(untested).toEqual([]);
  });

  it('of signatures say what the sample did in one sentence without a period, and what it is in ATT&CK or not', () => {
    for (const { specimen } of plugins.signatures) {
      expect(specimen.description, specimen.name).toMatch(/^[A-Z].{8,140}[^.]$/);
      for (const ttp of specimen.ttps) expect(ttp, specimen.name).toMatch(/^T\d{4}(?:\.\d{3})?$/);
      expect(specimen.categories.length, `categories of ${specimen.name}`).toBeGreaterThanOrEqual(
        specimen.name === 'creates_exe' ? 0 : 1,
      );
    }
  });
});

it('modules import nothing of each other but helpers whose names begin with _', () => {
  const relative = filesBelow('modules', (path) => path.endsWith('.ts') && !isTest(path)).flatMap((path) =>
    [...textOf(path).matchAll(/from '(\.[^']+)'/g)].map(([, target]) => `${path} → ${target}`),
  );
  expect(relative.filter((line) => !/\/_[\w-]+\.ts$/.test(line))).toEqual([]);
});
