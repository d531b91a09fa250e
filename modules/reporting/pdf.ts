import { type Output, Reporting, type Results } from 'ovoscope';
import { htmlReport } from 'ovoscope/report';
import { findBrowser, type PrintOptions, printPdf } from './_chromium.ts';

/**
 * Writes `report.pdf`, the HTML report as Chromium prints it, with all findings open. Off by default.
 *
 * Options: `browser`, the path of a Chromium or Chrome; one is looked for where it is empty (default). `size`: `brief`
 * (default) or `full`, which has longer lists and pictures; calls are in neither. `paper`: `A4` (default) or `Letter`.
 * `seconds` (60) and `max_mb` (50), after which it is given up. `sandbox`: true (default); false where the system does
 * not let the browser make one.
 */
export default class Pdf extends Reporting {
  name = 'pdf';
  enable = false;
  defaults = { browser: '', size: 'brief', paper: 'A4', seconds: 60, max_mb: 50, sandbox: true };

  async run(results: Results): Promise<Output[]> {
    const size = oneOf(this.options['size'], 'size', ['brief', 'full'] as const);
    const options: PrintOptions = {
      paper: oneOf(this.options['paper'], 'paper', ['A4', 'Letter'] as const),
      seconds: numberOf(this.options['seconds'], 'seconds', 1, 3_600),
      maxBytes: numberOf(this.options['max_mb'], 'max_mb', 1, 1_024) * 1024 ** 2,
      sandbox: this.options['sandbox'] !== false,
      browser: findBrowser(String(this.options['browser'] ?? '')),
      signal: this.signal,
    };
    const readImage = (file: string, limit: number) => this.readFile(file, limit);
    let html = '';
    for await (const piece of htmlReport(results, { size, calls: 'none', readImage })) html += piece;
    return [{ path: 'report.pdf', media: 'application/pdf', body: await printPdf(html, options) }];
  }
}

function oneOf<T extends string>(option: unknown, name: string, words: readonly T[]): T {
  const found = words.find((word) => word === option);
  if (found !== undefined) return found;
  const list = words.map((word) => JSON.stringify(word)).join(' or ');
  throw new RangeError(`option ${name} is ${JSON.stringify(option)}, but should be ${list}`);
}

function numberOf(option: unknown, name: string, least: number, most: number): number {
  if (typeof option === 'number' && option >= least && option <= most) return option;
  throw new RangeError(`option ${name} is ${JSON.stringify(option)}, but should be a number from ${least} to ${most}`);
}
