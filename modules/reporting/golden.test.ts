import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { builtInProcessing, loadPlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import type { Results } from '../../src/plugin/container.ts';
import { htmlReport } from '../../src/report/html.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { reportView } from '../../src/report/view-model.ts';
import { fixtureResults } from '../../tests/support/fixture-results.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/analysis/', import.meta.url));
const golden = (name: string) => fileURLToPath(new URL(`../../tests/golden/reporting/${name}`, import.meta.url));
/** Modules whose answers other work does not change. */
const ONLY = ['info', 'target', 'behavior', 'network', 'dropped', 'debug', 'screenshots'];

/** The example as the reports see it; without signatures, of which there are more from day to day. */
async function example<T>(use: (results: Results) => T): Promise<Awaited<T>> {
  const plugins = await loadPlugins(builtInProcessing(), {});
  const { results, close } = await processAnalysis(EXAMPLE, { plugins, out: false, only: ONLY, clock: () => 0 });
  try {
    const statistics = { ...results.statistics, processing: [], signatures: [] };
    return await use({ ...results, statistics, info: { ...results.info, ovoscope: { version: '0' } } as never });
  } finally {
    await close();
  }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;

it('of the example are what they were', async () => {
  await example(async (results) => {
    await expect(json(reportView(results, 'brief'))).toMatchFileSnapshot(golden('example-view.json.txt'));
    await expect(markdownReport(results)).toMatchFileSnapshot(golden('example.md.txt'));
  });
});

it('of a container with something for every section are what they were', async () => {
  const results = fixtureResults({ calls: 300 });
  await expect(json(reportView(results, 'brief'))).toMatchFileSnapshot(golden('fixture-view.json.txt'));
  await expect(markdownReport(results)).toMatchFileSnapshot(golden('fixture.md.txt'));
});

it('are the same bytes each time', async () => {
  const once = () =>
    example(async (results) => {
      let text = '';
      for (const size of ['full', 'brief'] as const) {
        for await (const piece of htmlReport(results, { size })) text += piece;
      }
      return text;
    });
  const first = await once();
  expect(first.length).toBeGreaterThan(100_000);
  expect((await once()) === first).toBe(true);
});
