import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorText, type MemoryResults, type MemoryRow, Processing } from 'ovoscope';
import { memoryProblems } from 'ovoscope/formats';

const LIMIT = 256 << 20;
/** Fields that differ from run to run without meaning anything. */
const VOLATILE =
  /(?:^|_)(?:offset|time|pid|tid|id|base|addr(?:ess)?|count|threads|handles|pointer|order|created|period|callback|routine|vad_start|hexdump|value)$|^(?:num_|mutant_signal)/;
const KEPT = new Set(['local_address', 'remote_address', 'address', 'session_id']);

/**
 * How the memory of the machine differs from that of a run without a sample: rows of Volatility that are new
 * (`danger`) or gone (`warning`). The option `report` is the path of the report.json of such a run; without it there
 * is no baseline.
 */
export default class Baseline extends Processing<'baseline'> {
  readonly key = 'baseline' as const;
  readonly after = ['memory'] as const;
  defaults = { report: '' };

  run(): { memory: MemoryResults } | undefined {
    const { memory } = this.results;
    const path = this.options['report'];
    if (typeof path !== 'string' || path === '' || !memory) return undefined;
    const clean = this.#clean(path);
    if (!clean) return undefined;
    const results = Object.entries(memory).map(([plugin, { config, data }]) => {
      const before = Object.hasOwn(clean, plugin) ? clean[plugin]?.data : undefined;
      return [plugin, { config, data: Array.isArray(before) ? difference(before.filter(isRow), data) : [] }];
    });
    return { memory: Object.fromEntries(results) };
  }

  #clean(path: string): { [plugin: string]: { data?: unknown } | null } | undefined {
    try {
      const report = JSON.parse(textOf(path)) as { memory?: unknown } | null;
      const memory = report?.memory ?? report;
      if (typeof memory === 'object' && memory !== null && !Array.isArray(memory)) return memory as never;
      this.problem(memoryProblems.baseline(path, 'it has no key memory'));
    } catch (error) {
      this.problem(memoryProblems.baseline(path, errorText(error)));
    }
    return undefined;
  }
}

const isRow = (value: unknown): value is MemoryRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function difference(before: readonly MemoryRow[], after: readonly MemoryRow[]): MemoryRow[] {
  const known = new Set(before.map(identity));
  const now = new Set(after.map(identity));
  return [
    ...before.filter((row) => !now.has(identity(row))).map((row) => ({ ...row, class_: 'warning' })),
    ...after.filter((row) => !known.has(identity(row))).map((row) => ({ ...row, class_: 'danger' })),
  ];
}

/** What of a row is the same in each run. */
function identity(row: MemoryRow): string {
  const stable = Object.entries(row).filter(([field]) => KEPT.has(field) || !VOLATILE.test(field));
  return JSON.stringify(stable.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOf(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size > LIMIT) throw new RangeError(`it has ${size} bytes, and ${LIMIT} are read`);
    const bytes = Buffer.alloc(size);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, size, 0));
  } finally {
    closeSync(fd);
  }
}
