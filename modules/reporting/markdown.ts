import { type Output, Reporting, type Results } from 'ovoscope';
import { markdownReport } from 'ovoscope/report';

/**
 * Writes `report.md`, a brief to paste into a ticket. Off by default.
 *
 * Options: `max_kb`, the size in kilobytes that it stays within: 64 (default), at least 4; what was left out is counted.
 */
export default class Markdown extends Reporting {
  name = 'markdown';
  enable = false;
  defaults = { max_kb: 64 };

  run(results: Results): Output[] {
    const maxBytes = kilobytes(this.options['max_kb'] ?? 64) * 1024;
    return [{ path: 'report.md', media: 'text/markdown', body: markdownReport(results, { maxBytes }) }];
  }
}

function kilobytes(option: unknown): number {
  if (typeof option === 'number' && option >= 4 && option <= 10_240) return option;
  throw new RangeError(`option max_kb is ${JSON.stringify(option)}, but should be a number from 4 to 10240`);
}
