import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Results } from '../../src/plugin/container.ts';
import { type HtmlOptions, htmlReport } from '../../src/report/html.ts';
import { canaryResults, fixtureResults } from '../support/fixture-results.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contrastFailures } from './contrast.ts';
import { describeBrowser, launchOffline } from './launch.ts';
import { readPicture } from './pictures.ts';

const CALLS = 50_000;
/** When the first process of the fixture starts. */
const START = Date.parse('2026-11-03T09:14:07.120Z');

describeBrowser('report.html in a browser', () => {
  let browser: Browser;
  let folder: string;
  let report: string;
  const results = fixtureResults({ calls: CALLS });

  beforeAll(async () => {
    folder = temporaryFolder('report');
    browser = await launchOffline();
    report = await write('report.html', results);
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function write(name: string, container: Results, options?: HtmlOptions): Promise<string> {
    const path = join(folder, name);
    const file = await open(path, 'w');
    for await (const piece of htmlReport(container, options)) await file.write(piece);
    await file.close();
    return pathToFileURL(path).href;
  }

  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  /** Opens a report, and keeps a list of everything that a harmless page never does. */
  async function show(url: string, options: { script?: boolean; scheme?: 'light' | 'dark'; width?: number } = {}) {
    const context = await browser.newContext({
      javaScriptEnabled: options.script ?? true,
      colorScheme: options.scheme ?? 'light',
      viewport: { width: options.width ?? 1440, height: 900 },
    });
    const page = await context.newPage();
    pages.push(page);
    const alarms: string[] = [];
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url.split('#')[0]) alarms.push(`request ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      alarms.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', () => alarms.push('popup'));
    page.on('pageerror', (error) => alarms.push(`error ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') alarms.push(`console ${message.text()}`);
    });
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => ((window as { copied?: string }).copied = text) },
      });
    });
    await page.goto(url);
    return { page, alarms };
  }

  const copied = (page: Page) => page.evaluate(() => (window as { copied?: string }).copied);
  const state = (page: Page) => page.locator('.query-state').textContent();

  it('shows a full report without asking for anything or raising an error', async () => {
    const { page, alarms } = await show(report);
    expect(await page.title()).toBe('Malicious 10.0/10: Rechnung_11-2026.exe');
    await page.getByRole('tab', { name: /^Calls/ }).click();
    await page.locator('.grid-space .grid-row').first().waitFor();
    expect(alarms).toEqual([]);
  });

  it('runs nothing and asks for nothing, whatever the strings of the container are', async () => {
    const hostile = canaryResults(
      fixtureResults({ calls: 400 }),
      (path, text) => HOSTILE.replaceAll('PATH', path) + text,
    );
    const { page, alarms } = await show(await write('hostile.html', hostile));
    for (const tab of await page.getByRole('tab').all()) await tab.click();
    await page.getByRole('tab', { name: /^Calls/ }).click();
    await page.locator('.grid-space .grid-row').nth(2).click();
    await page.locator('.call-detail').getByText('⟦U+202E⟧').first().waitFor();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const found = await page.evaluate(() => ({
      ran: (window as { pwned?: unknown }).pwned,
      elements: document.querySelectorAll(
        'img, iframe, object, embed, link, base, form, video, audio, style:not(head > style)',
      ).length,
      handlers: [...document.querySelectorAll('*')].flatMap((element) =>
        element.getAttributeNames().filter((name) => name.startsWith('on')),
      ),
      links: [...document.querySelectorAll('a')].filter((link) => !link.getAttribute('href')?.startsWith('#')).length,
      scripts: [...document.querySelectorAll('script')].map((script) => script.type).filter((type) => type === '')
        .length,
      unseen: [...document.querySelectorAll('body *:not(script)')]
        .flatMap((element) => [...element.childNodes])
        .filter((node) => node.nodeType === Node.TEXT_NODE && node.parentElement!.tagName !== 'SCRIPT')
        .map((node) => node.nodeValue!)
        .filter((text) => /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(text)),
      canaries: document.body.textContent.split('⟦U+202E⟧canary').length - 1,
    }));
    expect(found).toMatchObject({ ran: undefined, elements: 0, handlers: [], links: 0, scripts: 1, unseen: [] });
    expect(found.canaries).toBeGreaterThan(500);
    expect(alarms).toEqual([]);
  });

  it('shows verdict, reasons, indicators, tree, findings and lists with JavaScript off', async () => {
    const { page, alarms } = await show(report, { script: false });
    const seen = await page.locator('body').textContent();
    for (const text of [
      'Malicious',
      'Replaces the code of a process it started',
      'hxxp://stage[.]delivery[.]example/a',
      'powershell.exe',
      'stealer_browser_credentials',
      String.raw`C:\Users\lena\AppData\Roaming\zentrale.exe`,
      'CALLS_TRUNCATED',
      '50,000 calls of 7 processes were recorded',
    ]) {
      expect(seen).toContain(text);
    }
    await page.getByText('Full ledger').click();
    expect(await page.locator('.ledger tfoot').textContent()).toContain('capped at 10');
    await page.locator('#f-stealer_browser_credentials > summary').click();
    expect(await page.locator('#f-stealer_browser_credentials').textContent()).toContain('Login Data');
    expect(
      await page
        .locator('[data-do], [data-filter], .grid')
        .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length),
    ).toBe(0);
    expect(alarms).toEqual([]);
  });

  it('takes the keyboard to every section', async () => {
    const { page } = await show(report);
    const reached = new Set<string>();
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        if (at === document.body) return 'end';
        if (!at.matches(':focus-visible')) return `no visible focus on ${at.outerHTML}`;
        return at.closest('.strip, .why, .act, .timeline, .tree, .tabs, .panel')?.className ?? at.className;
      });
      if (place === 'end') break;
      reached.add(place);
    }
    expect([...reached]).toEqual(['skip', 'strip', 'why', 'act', 'timeline', 'tree', 'tabs', 'panel']);
    const names = ['findings', 'calls', 'network', 'files', 'registry', 'system', 'artefacts', 'static', 'attack'];
    for (const [i, name] of names.entries()) {
      await page.keyboard.press(String(i + 1));
      expect(await page.locator(`#${name}`).isVisible()).toBe(true);
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => document.activeElement!.closest('.panel')?.id);
      expect(inside).toBe(name);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
  });

  it('moves, opens, filters and closes with single keys, and leaves them alone where they are turned off', async () => {
    const { page } = await show(report);
    await page.keyboard.press(']');
    expect(await page.evaluate(() => document.activeElement!.closest('details')!.id)).toBe('f-injection_hollow_regasm');
    await page.keyboard.press(']');
    expect(await page.locator('#f-stealer_browser_credentials').getAttribute('open')).not.toBeNull();
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    expect(await copied(page)).toContain('Login Data');
    await page.keyboard.press('4');
    await page.keyboard.press('/');
    await page.keyboard.type('zentrale.ini');
    expect(await page.locator('#files .row:visible').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('zentrale.ini')]),
    );
    expect(await page.locator('#files .row:visible').filter({ hasNotText: 'zentrale.ini' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByText('Single keys do something').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    expect(await page.locator('#files').isVisible()).toBe(true);
  });

  it('walks the tree with arrows, and filters by what is selected', async () => {
    const { page } = await show(report);
    await page.locator('#p0').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('p3');
    await page.keyboard.press('Enter');
    expect(await page.locator('#p3').getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('.finding:visible').count()).toBe(2);
    expect(await page.locator('.selection').textContent()).toMatch(/RegAsm\.exe 3012.*and 1 below.*5 findings hidden/s);
    await page.getByRole('tab', { name: /^Calls/ }).click();
    const kept = results.behavior!.processes.filter((process) => [3012, 3100].includes(process.process_id));
    const expected = kept.reduce((sum, process) => sum + process.calls.length, 0);
    await expect.poll(() => state(page)).toBe(`${expected.toLocaleString('en')} of 50,000 calls`);
    expect(page.url()).toContain('p=3');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await page.locator('.selection').isVisible()).toBe(false);
    await page.locator('#p3').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#p4').isVisible()).toBe(false);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#p4').isVisible()).toBe(true);
  });

  describe('the call table', () => {
    async function showCalls(hash = '#tab=calls') {
      const { page, alarms } = await show(report + hash);
      await page.locator('.grid-space .grid-row .api').first().waitFor();
      return { page, alarms };
    }
    const counted = (fits: (call: Call, pid: number) => boolean) => {
      let sum = 0;
      for (const process of results.behavior!.processes) {
        for (const call of process.calls) if (fits(call, process.process_id)) sum += 1;
      }
      return sum.toLocaleString('en');
    };

    it('scrolls through 50,000 calls with a few rows in the page', async () => {
      const { page } = await showCalls();
      const grid = page.locator('.grid');
      expect(await grid.getAttribute('aria-rowcount')).toBe('50001');
      for (const part of [0.37, 0.8, 1]) {
        await grid.evaluate((element, at) => {
          element.scrollTop = (element.scrollHeight - element.clientHeight) * at;
        }, part);
        await page.locator('.grid-space .grid-row .api').first().waitFor();
        expect(await page.locator('.grid-space .grid-row').count()).toBeLessThan(100);
      }
      const last = page.locator('.grid-space .grid-row').last();
      await expect.poll(() => last.getAttribute('aria-rowindex')).toBe('50001');
      await expect.poll(() => last.textContent()).toContain('services.exe');
      await grid.focus();
      await page.keyboard.press('Home');
      await expect.poll(() => page.locator('.grid-row[aria-selected=true]').getAttribute('aria-rowindex')).toBe('2');
    });

    it.each<[query: string, fits: (call: Call, pid: number) => boolean]>([
      ['api:Reg*', (call) => call.api.startsWith('Reg')],
      ['pid:2740 status:fail', (call, pid) => pid === 2740 && call.status === 'FAILURE'],
      ['-cat:file -cat:registry', (call) => !['file', 'registry'].includes(call.category)],
      [
        String.raw`arg:"\Explorer\Part7"`,
        (call) => call.arguments.some(({ value }) => String(value).includes('Explorer\\Part7')),
      ],
      [
        'time:2s..2.5s',
        (call) => call.timestamp >= '2026-11-03 09:14:09,120' && call.timestamp <= '2026-11-03 09:14:09,620',
      ],
      ['stage.delivery.example', (call) => call.api === 'InternetConnectA'],
      ['nothing-has-this', () => false],
    ])('finds what %s asks for', async (query, fits) => {
      const { page } = await showCalls();
      await page.keyboard.press('/');
      await page.keyboard.type(query);
      await expect.poll(() => state(page)).toBe(`${counted(fits)} of 50,000 calls`);
    });

    it('says what is wrong with a query', async () => {
      const { page } = await showCalls();
      await page.locator('#call-query').fill('pid:abc');
      await expect.poll(() => state(page)).toContain('takes a number');
      expect(await page.locator('#call-query').getAttribute('aria-invalid')).toBe('true');
    });

    it('opens the call that a finding cites, also from a link', async () => {
      const { page } = await showCalls('#tab=calls&q=api%3AReg*');
      await page.keyboard.press('1');
      await page.locator('#f-injection_hollow_regasm > summary').click();
      await page.getByRole('link', { name: 'call 318' }).click();
      const call = results.behavior!.processes[2]!.calls.at(318)!;
      await expect.poll(() => page.locator('.call-detail h3').textContent()).toBe(call.api);
      expect(await page.locator('.grid-row[aria-selected=true]').textContent()).toContain(call.api);
      const again = await showCalls('#tab=calls&call=2.340');
      await expect
        .poll(() => again.page.locator('.call-detail h3').textContent())
        .toBe(results.behavior!.processes[2]!.calls.at(340)!.api);
      expect(again.alarms).toEqual([]);
    });

    it('says what a file that is too small leaves out, and keeps what findings cite', async () => {
      const small = await write('small.html', results, { maxBytes: 640_000 });
      const { page } = await show(`${small}#tab=calls`);
      await page.locator('.grid-space .grid-row .api').first().waitFor();
      expect(await page.locator('[data-calls-note]').textContent()).toMatch(/holds [\d,]+ of 50,000 calls/);
      await page.locator('#call-query').fill('is:cited');
      await expect.poll(() => state(page)).toMatch(/^3 of /);
    });
  });

  describe('the timeline', () => {
    const drag = async (page: Page, from: number, to: number) => {
      const box = (await page.locator('.tl-overview').boundingBox())!;
      await page.mouse.move(box.x + box.width * from, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * ((from + to) / 2), box.y + 20);
      await page.mouse.move(box.x + box.width * to, box.y + 20);
      await page.mouse.up();
    };
    const chosen = async (page: Page) => /[&#]t=([\d.]+)~([\d.]+)/.exec(page.url())!.slice(1).map(Number);

    it('limits calls, findings and processes to the range that is dragged, and gives all back', async () => {
      const { page } = await show(`${report}#tab=calls`);
      await page.locator('.grid-space .grid-row .api').first().waitFor();
      await drag(page, 0.25, 0.5);
      const [from, to] = await chosen(page);
      let expected = 0;
      for (const process of results.behavior!.processes) {
        for (const { timestamp } of process.calls) {
          const time = Date.parse(`${timestamp.replace(' ', 'T').replace(',', '.')}Z`) - START;
          if (time >= from! * 1000 && time <= to! * 1000) expected += 1;
        }
      }
      expect(expected).toBeGreaterThan(1_000);
      await expect.poll(() => state(page)).toBe(`${expected.toLocaleString('en')} of 50,000 calls`);
      // Some had ended by then; evidence without a call keeps its finding.
      expect(await page.locator('.node.off-time').count()).toBeGreaterThan(1);
      await page.getByRole('tab', { name: /^Findings/ }).click();
      expect(await page.locator('#f-injection_hollow_regasm').isVisible()).toBe(false);
      expect(await page.locator('.selection').textContent()).toMatch(/–[\d.]+ s ✕.*findings? hidden/s);
      await page.getByRole('tab', { name: /^Files/ }).click();
      expect(await page.locator('#files details.list').first().getAttribute('data-untold')).toContain('time');
      await page.keyboard.press('Escape');
      expect(await page.locator('.selection').isVisible()).toBe(false);
      expect(page.url()).not.toContain('t=');
    });

    it('is set with the keyboard, kept in the address, and leads from a mark to its finding', async () => {
      const { page, alarms } = await show(`${report}#tab=calls&t=2~4`);
      await expect.poll(() => state(page)).toMatch(/^[\d,]+ of 50,000 calls$/);
      expect(await page.locator('.tl-chosen').textContent()).toBe('2.000–4.000 s');
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await page.keyboard.press('PageUp');
      expect((await chosen(page))[0]).toBeGreaterThan(0);
      const mark = page.locator('[data-mark=f-injection_hollow_regasm]').last();
      await mark.click();
      expect(await page.locator('#f-injection_hollow_regasm').getAttribute('open')).not.toBeNull();
      expect(alarms).toEqual([]);
    });
  });

  it('narrows traffic to one kind, and shows a request whole', async () => {
    const { page } = await show(`${report}#tab=network`);
    const rows = page.locator('.flows tbody .row:visible');
    const all = await rows.count();
    const group = page.getByRole('group', { name: 'Kinds of traffic' });
    await group.getByRole('button', { name: /^HTTP/ }).click();
    expect(await rows.count()).toBe(2);
    await rows.filter({ hasText: 'gate.php' }).locator('summary').first().click();
    expect(await rows.filter({ hasText: 'gate.php' }).textContent()).toContain('p=ZGF0YQ==');
    await group.getByRole('button', { name: /^HTTP/ }).click();
    expect(await rows.count()).toBe(all);
  });

  it('shows pictures of the screen, large ones and the next with keys', async () => {
    const url = await write('pictures.html', fixtureResults({ calls: 10 }), { readImage: readPicture });
    const { page, alarms } = await show(`${url}#tab=screenshots`);
    const pictures = page.locator('.shots img');
    const widths = await pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
    expect(widths).toEqual([64]);
    await page.locator('[data-shot]').first().click();
    expect(await page.locator('.lightbox output').textContent()).toBe('1 of 1');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement!.className)).toBe('shot');
    expect(alarms).toEqual([]);
  });

  it('copies indicators defanged, and raw when asked to', async () => {
    const { page } = await show(report);
    await page.getByRole('button', { name: 'Copy all' }).click();
    expect(await copied(page)).toContain('hxxp://stage[.]delivery[.]example/a');
    expect(await copied(page)).not.toContain('ZonesCounterMutex');
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'CSV' }).click();
    expect(await copied(page)).toContain('"url","http://stage.delivery.example/a"');
    expect(await copied(page)).toContain('"ip","2001:db8:17::5"');
    await page.keyboard.press('d');
    expect(await page.locator('.act').textContent()).not.toMatch(/https?:\/\//);
  });

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 800],
    ['dark', 360],
  ] as const)('reads well in %s at %i pixels: contrast, and nothing wider than the page', async (scheme, width) => {
    const { page } = await show(report, { scheme, width });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await page.waitForFunction(() => document.querySelector('.panel:not([hidden])') !== null);
      expect(await page.evaluate(contrastFailures)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
    }
  });

  it('prints every section but the calls, in the light theme', async () => {
    const { page } = await show(report, { scheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const shown = await page
      .locator('.panel')
      .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.id));
    expect(shown).toEqual([
      'findings',
      'network',
      'files',
      'registry',
      'system',
      'artefacts',
      'static',
      'attack',
      'screenshots',
      'health',
    ]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
  });
});

const HOSTILE =
  '</script></style></title><img src="http://canary.example/PATH" onerror="window.pwned=1"><script>window.pwned=2</script>' +
  '"\'><a href="javascript:window.pwned=3" onfocus=window.pwned=4 autofocus>{{7*7}}\u202ecanary\u0000\u001b[2J\u200b&lt;b&gt; ';
