import { type Output, Reporting, type Results } from 'ovoscope';
import { htmlReport } from 'ovoscope/report';

const SIZES: { readonly [size: string]: readonly { size: 'full' | 'brief'; path: string }[] } = {
  full: [{ size: 'full', path: 'report.html' }],
  brief: [{ size: 'brief', path: 'report.html' }],
  both: [
    { size: 'full', path: 'report.html' },
    { size: 'brief', path: 'report-brief.html' },
  ],
};

/**
 * Writes `report.html`, one file that needs nothing beside it.
 * Pictures of the screen are in it, unless it is brief or names are redacted.
 *
 * Options: `calls`, how many calls of each process it holds: `all` (default), `none` or a number. `max_mb`, the size
 * in megabytes that it should not pass: 15 (default); calls are left out to keep it, cited ones last. `size`: `full`
 * (default), `brief` (small enough to mail: shorter lists, no calls), or `both`, which adds `report-brief.html`.
 */
export default class Html extends Reporting {
  name = 'html';
  defaults = { calls: 'all', max_mb: 15, size: 'full' };

  run(results: Results): Output[] {
    const calls = callLimit(this.options['calls'] ?? 'all');
    const maxBytes = megabytes(this.options['max_mb'] ?? 15) * 1024 * 1024;
    return sizes(this.options['size'] ?? 'full').map(({ size, path }) => ({
      path,
      media: 'text/html',
      body: htmlReport(results, { size, calls, maxBytes, readImage: (file, limit) => this.readFile(file, limit) }),
    }));
  }
}

function callLimit(option: unknown): 'all' | 'none' | number {
  if (option === 'all' || option === 'none') return option;
  const count = typeof option === 'string' && /^[0-9]{1,15}$/.test(option) ? Number(option) : option;
  if (Number.isSafeInteger(count) && (count as number) >= 0) return count as number;
  throw new RangeError(`option calls is ${JSON.stringify(option)}, but should be "all", "none" or a number of calls`);
}

function megabytes(option: unknown): number {
  if (typeof option === 'number' && option > 0 && option <= 1024) return option;
  throw new RangeError(`option max_mb is ${JSON.stringify(option)}, but should be a number above 0, at most 1024`);
}

function sizes(option: unknown): (typeof SIZES)[string] {
  if (typeof option === 'string' && Object.hasOwn(SIZES, option)) return SIZES[option]!;
  throw new RangeError(`option size is ${JSON.stringify(option)}, but should be "full", "brief" or "both"`);
}
