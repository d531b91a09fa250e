import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importReport } from '../src/analysis/import-report.ts';
import type { Results } from '../src/plugin/container.ts';
import { csvSection, ndjsonSection } from '../src/report/export-lines.ts';
import { mispEvent, navigatorLayer, stixBundle } from '../src/report/export-threat.ts';
import { htmlReport } from '../src/report/html.ts';
import { writeJson } from '../src/report/json-writer.ts';
import { markdownReport } from '../src/report/markdown.ts';
import { FileSource } from '../src/util/byte-source.ts';
import { fixtureResults } from '../tests/support/fixture-results.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

/** The largest real report there is: 37,510 calls, 65 MB as our report.json. */
const LARGEST = new URL(
  '../../shared/data/3-reports/cape-2.4/5d61700feabba201.json.gz',
  `file://${process.cwd()}/bench/`,
);
const MILLION = 1_000_000;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What writing reports costs, and what the page makes of a million calls. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const rows: Row[] = [...(await largestRows()), ...(await memoryRows())];
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  try {
    rows.push(...(await pageRows(folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { name: 'reports: writing them, and a page with a million calls', rows };
}

/** Processor time, because others use the machine as well. */
async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function drain(pieces: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let length = 0;
  for await (const piece of pieces) length += String(piece).length;
  return length;
}

async function largestRows(): Promise<Row[]> {
  if (!existsSync(LARGEST)) return [];
  const report = await importReport(new FileSource(LARGEST));
  const results = report.results as Results;
  const kinds: [string, () => unknown][] = [
    ['report.html', () => drain(htmlReport(results))],
    ['report.html, brief', () => drain(htmlReport(results, { size: 'brief' }))],
    ['report.md', () => markdownReport(results)],
    ['report.json', () => drain(writeJson(results))],
    [
      'exports: STIX, MISP, Navigator, CSV, NDJSON',
      async () => {
        JSON.stringify([stixBundle(results), mispEvent(results), navigatorLayer(results)]);
        for (const section of ['signatures', 'indicators', 'dropped', 'dns', 'http', 'tcp', 'udp'] as const) {
          await drain(csvSection(results, section));
          await drain(ndjsonSection(results, section));
        }
      },
    ],
  ];
  await drain(htmlReport(results, { calls: 10 }));
  const rows: Row[] = [];
  for (const [label, make] of kinds)
    rows.push({ label: `largest real: ${label}`, value: await cpuOf(make), unit: 'ms' });
  const sum = rows.reduce((total, { value }) => total + value, 0);
  rows.push({ label: 'largest real: all of them', value: sum, unit: 'ms of processor time' });
  report.close();
  return rows;
}

/** The most that is used beside what was there before, looked at while pieces come. */
async function memoryRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const calls of [MILLION / 10, MILLION]) {
    const results = fixtureResults({ calls });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let size = 0;
    const cpu = await cpuOf(async () => {
      let pieces = 0;
      for await (const piece of htmlReport(results)) {
        size += piece.length;
        if (++pieces % 10 === 0) globalThis.gc?.();
        most = Math.max(most, process.memoryUsage().heapUsed - before);
      }
    });
    const label = `html of ${calls.toLocaleString('en')} made-up calls`;
    rows.push(
      { label: `${label}: time`, value: cpu, unit: 'ms of processor time' },
      { label: `${label}: size`, value: size / 1024 ** 2, unit: 'MB' },
      { label: `${label}: most memory beside the container`, value: most / 1024 ** 2, unit: 'MB' },
    );
  }
  return rows;
}

async function pageRows(folder: string): Promise<Row[]> {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) return [];
  const path = join(folder, 'million.html');
  const file = await open(path, 'w');
  for await (const piece of htmlReport(fixtureResults({ calls: MILLION }), { maxBytes: 1 << 30 }))
    await file.write(piece);
  const { size } = await file.stat();
  await file.close();
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const started = performance.now();
    await page.goto(`${pathToFileURL(path).href}#tab=calls`, { waitUntil: 'commit' });
    await page.locator('.grid-space .grid-row .api').first().waitFor();
    const first = performance.now() - started;
    const rows: Row[] = [
      { label: 'page of a million calls: size', value: size / 1024 ** 2, unit: 'MB' },
      { label: 'page of a million calls: until the first row shows', value: first, unit: 'ms' },
    ];
    for (const query of ['status:fail', 'api:Reg*', 'arg:"Part7"', 'time:10s..20s', 'nothing-has-this']) {
      const ms = await page.evaluate(filterTime, query);
      rows.push({ label: `page of a million calls: filter ${query}`, value: ms, unit: 'ms' });
    }
    await page.evaluate(filterTime, '');
    const frames = await page.evaluate(scrollFrames);
    rows.push(
      { label: 'page of a million calls: frame while scrolling, median', value: frames.median, unit: 'ms' },
      { label: 'page of a million calls: frame while scrolling, 95th of 100', value: frames.high, unit: 'ms' },
      { label: 'page of a million calls: frame while scrolling, longest', value: frames.longest, unit: 'ms' },
    );
    writeFileSync(join(folder, 'done'), '');
    return rows;
  } finally {
    await browser.close();
  }
}

/** From the last key to the whole answer; runs in the page. */
async function filterTime(query: string): Promise<number> {
  const box = document.querySelector<HTMLInputElement>('#call-query')!;
  const state = document.querySelector('.query-state')!;
  state.textContent = '…';
  const started = performance.now();
  box.value = query;
  box.dispatchEvent(new Event('input'));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const text = state.textContent ?? '';
    if (text.endsWith('calls') && !text.includes('looked')) return performance.now() - started;
  }
}

/** Times between frames while the table is scrolled, near and far; runs in the page. */
async function scrollFrames(): Promise<{ median: number; high: number; longest: number }> {
  const grid = document.querySelector<HTMLElement>('.grid')!;
  const frames: number[] = [];
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let i = 0; i < 300; i++) {
    // Wheel steps, and every now and then a jump of the scroll bar.
    grid.scrollTop = i % 50 === 49 ? (grid.scrollHeight * ((i * 37) % 100)) / 100 : grid.scrollTop + 120;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    frames.push(now - last);
    last = now;
  }
  frames.sort((a, b) => a - b);
  return { median: frames[150]!, high: frames[285]!, longest: frames[299]! };
}
