import { sampleFacts } from '../report/indicators.ts';
import { writeJson } from '../report/json-writer.ts';
import type { Delivery } from './types.ts';

/** The head of an analysis: what fits into a message. */
export function headOf({ key, results, files }: Delivery) {
  const { name, hashes, size, url } = sampleFacts(results);
  const { info, verdict } = results;
  return {
    key,
    sample: { name, ...hashes, ...(size === undefined ? {} : { size }), ...(url === undefined ? {} : { url }) },
    started: info?.started ?? null,
    dialect: info?.dialect ?? null,
    verdict: verdict === undefined ? null : { score: verdict.score, band: verdict.band, reason: verdict.reason },
    signatures: (results.signatures ?? []).map(({ name, severity, description }) => ({ name, severity, description })),
    problems: (results.problems ?? []).length,
    reports: files.map(({ name, media, bytes }) => ({ name, media, bytes })),
  };
}

const MAX_DEPTH = 80;

/**
 * The container without its calls as plain values that a database can keep: no NUL and no lone surrogate, and what is
 * nested deeper than 80 levels as text.
 */
export function plainContainer({ results }: Delivery): { [key: string]: unknown } {
  const { behavior } = results;
  const shown =
    behavior === undefined
      ? results
      : {
          ...results,
          behavior: {
            ...behavior,
            processes: behavior.processes.map((process) => ({
              ...process,
              calls: [],
              calls_total: process.calls?.length ?? 0,
            })),
          },
        };
  const text = [...writeJson(shown, { indent: 0 })].join('');
  return storable(JSON.parse(text), 0) as { [key: string]: unknown };
}

function storable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return clean(JSON.stringify(value).slice(0, 10_000));
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), storable(item, depth + 1)]));
}

function clean(text: string): string {
  return text
    .replaceAll('\0', '\ufffd')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
