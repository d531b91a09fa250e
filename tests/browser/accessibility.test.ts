import { rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HtmlOptions, htmlReport } from '../../src/report/html.ts';
import { fixtureResults } from '../support/fixture-results.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeBrowser, launchOffline } from './launch.ts';
import { readPicture } from './pictures.ts';

/** Rules of WCAG 2.0 to 2.2, levels A and AA, and what axe calls best practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describeBrowser('the report, looked at by axe', () => {
  let browser: Browser;
  let folder: string;
  let axe: string;
  const reports: { [size: string]: string } = {};

  beforeAll(async () => {
    folder = temporaryFolder('axe');
    browser = await launchOffline();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const size of ['full', 'brief'] as const) reports[size] = await write(size, { size, readImage: readPicture });
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function write(name: string, options: HtmlOptions): Promise<string> {
    const pieces: string[] = [];
    for await (const piece of htmlReport(fixtureResults({ calls: 2_000 }), options)) pieces.push(piece);
    const path = join(folder, `${name}.html`);
    await writeFile(path, pieces.join(''));
    return pathToFileURL(path).href;
  }

  it.each([
    ['full', 'light', 1440],
    ['full', 'dark', 360],
    ['brief', 'light', 800],
    ['brief', 'dark', 1440],
  ] as const)('%s in %s at %i pixels has no violation', async (size, colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    try {
      const page = await context.newPage();
      await page.goto(reports[size]!);
      // The policy of the page forbids other scripts; this one is put in from outside.
      await page.evaluate(axe);
      const look = async (selector?: string) => {
        const found = await page.evaluate(
          ([tags, part]) =>
            (window as unknown as { axe: { run(on: unknown, options: unknown): Promise<AxeResults> } }).axe.run(
              part ?? document,
              { runOnly: tags, resultTypes: ['violations'] },
            ),
          [TAGS, selector] as const,
        );
        return found.violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html.slice(0, 200))
              .join(' | ')}`,
        );
      };
      if (size === 'full') {
        await page.getByRole('tab', { name: /^Calls/ }).click();
        await page.locator('.grid-space .grid-row .api').first().click();
        await page.locator('.call-detail h3').waitFor();
      }
      // Everything at once, because each look takes seconds.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        for (const panel of document.querySelectorAll('.panel')) panel.removeAttribute('hidden');
      });
      expect(await look()).toEqual([]);
      if (size === 'full') {
        await page.locator('[data-shot]').first().click();
        expect(await look('.lightbox')).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('?');
      expect(await look('.help')).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
