/**
 * Compares what Python signatures find in stored reports with what CAPE's own engine found:
 *
 *   node scripts/run.mjs scripts/python-conformance.ts SIGNATURES TRUTH.json[.gz] REPORTS [--key from_json|from_bson]
 *     [--also SIGNATURES] [--aliases] [--only PREFIX] [--verbose] [--twice]
 *
 * SIGNATURES is a folder for --python-signatures, and --also a further one; TRUTH maps hashes of samples to `{ report, from_json: { names,
 * signatures } }`; REPORTS is a folder in which reports are named by the beginning of the `report` field's hash.
 * Prints equal or different per report, and exits with 1 if anything differs. Evidence is compared regardless of its
 * order, which is that of sets in the original.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { importReport } from '../src/analysis/import-report.ts';
import { PythonSignatures } from '../src/python/python-signatures.ts';
import type { PythonMatch } from '../src/python/types.ts';
import { FileSource } from '../src/util/byte-source.ts';

interface Expected {
  report: string;
  calls: number;
  [key: string]: unknown;
}

interface Truth {
  names: string[];
  seconds_user: number;
  signatures: { [field: string]: unknown }[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string', default: 'from_json' },
    aliases: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
    also: { type: 'string', multiple: true, default: [] },
    twice: { type: 'boolean', default: false },
  },
});
const [signatureFolder, truthFile, reportFolder] = positionals as [string, string, string];
const packed = readFileSync(truthFile);
const text = (truthFile.endsWith('.gz') ? gunzipSync(packed) : packed).toString();
const truth = JSON.parse(text) as { [sha256: string]: Expected };
const reports = readdirSync(reportFolder, { recursive: true }).map(String);

const started = performance.now();
const python = await PythonSignatures.load([signatureFolder, ...values.also]);
console.log(`${python.signatures.length} signatures in ${seconds(performance.now() - started)}`);
for (const { code, message } of [...python.problems, ...python.neverRun]) console.log(`  ${code}: ${message}`);
const confinement = await python.confinement();
console.log(`confinement: ${confinement.kind}, ready after ${seconds(performance.now() - started)}`);

let different = 0;
for (const expected of Object.values(truth)) {
  const prefix = /__([0-9a-f]{16})/.exec(expected.report)?.[1] ?? expected.report;
  const path = reports.find((name) => name.includes(prefix));
  const wanted = expected[values.key] as Truth | undefined;
  if (path === undefined || wanted === undefined || !prefix.startsWith(values.only)) continue;
  const report = await importReport(new FileSource(join(reportFolder, path), path));
  for (let i = 0; i < (values.twice ? 2 : 1); i++) {
    const run = await python.run(report.results, {
      aliases: values.aliases,
      rawValues: values.key === 'from_bson',
      maxItems: 1_000_000,
    });
    const differences = compare(run.raw, wanted.signatures);
    different += differences.length;
    const verdict = differences.length === 0 ? 'equal' : `${differences.length} different`;
    console.log(
      `${path}: ${verdict}; ${run.raw.length} matches, ${expected.calls} calls, ${seconds(run.ms)} (CAPE: ${wanted.seconds_user} s of CPU), ${run.problems.length} problems`,
    );
    for (const line of differences) console.log(`  ${line}`);
    if (values.verbose) for (const { code, message } of run.problems) console.log(`    ${code}: ${message}`);
    if (values.verbose) {
      const slow = run.timings.toSorted((a, b) => b.ms - a.ms).slice(0, 8);
      console.log(`    slowest: ${slow.map(({ name, ms }) => `${name} ${Math.round(ms)}`).join(', ')} ms`);
    }
  }
  report.close();
}
await python.close();
process.exitCode = different > 0 ? 1 : 0;

function compare(found: readonly PythonMatch[], wanted: Truth['signatures']): string[] {
  const lines: string[] = [];
  const byName = (name: unknown) => found.filter((match) => match.name === name);
  for (const match of found) if (!wanted.some(({ name }) => name === match.name)) lines.push(`more: ${match.name}`);
  for (const expected of wanted) {
    const [match] = byName(expected['name']);
    if (match === undefined) {
      lines.push(`missing: ${String(expected['name'])}`);
      continue;
    }
    const given: { [field: string]: unknown } = {
      ...match,
      new_data: match.newData,
    };
    for (const [field, value] of Object.entries(expected)) {
      if (field === 'name' || canonical(given[field]) === canonical(value)) continue;
      lines.push(
        `${match.name}.${field}: ${canonical(given[field]).slice(0, 300)} instead of ${canonical(value).slice(0, 300)}`,
      );
    }
  }
  return lines;
}

/** JSON with sorted keys and sorted lists. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${entries.sort().join(',')}}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
