import type { Results } from '../plugin/container.ts';
import { csvLine } from '../util/csv-cell.ts';
import { uuidOf } from '../util/uuid.ts';
import { cutAt, visible } from './escape.ts';
import { type FlatName, type FlatSection, type FlatValue, flatSection } from './flat.ts';
import { analysisDate, analysisKey, indicatorsOf, sampleFacts } from './indicators.ts';

const CHUNK = 64 * 1024;

/** Lines in pieces of about 64 KiB. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let out = '';
  for (const line of lines) {
    out += line;
    if (out.length < CHUNK) continue;
    yield out;
    out = '';
  }
  yield out;
}

/** A section as CSV with a head line; a spreadsheet shows every cell and calculates none. */
export function csvSection(results: Results, name: FlatName): Generator<string> {
  return pieces(csvLines(flatSection(results, name)));
}

function* csvLines({ columns, rows }: FlatSection): Generator<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine(row.map((value) => (value === null ? '' : String(value))));
}

/** A section as JSON, one object a line. */
export function ndjsonSection(results: Results, name: FlatName): Generator<string> {
  return pieces(ndjsonLines(flatSection(results, name)));
}

function* ndjsonLines(section: FlatSection): Generator<string> {
  for (const row of section.rows) yield `${JSON.stringify(recordOf(section, row))}\n`;
}

function recordOf({ columns }: FlatSection, row: readonly FlatValue[]): { [column: string]: FlatValue } {
  const filled = columns.map((column, i) => [column, row[i]!] as const).filter(([, value]) => value !== null);
  return Object.fromEntries(filled);
}

/** The analysis in one flat object: what a search for analyses goes by. */
function analysisFields(results: Results): { [column: string]: FlatValue | string[] } {
  const { verdict } = results;
  const { name, hashes, size } = sampleFacts(results);
  return {
    name,
    ...hashes,
    ...(size === undefined ? {} : { size }),
    ...(verdict === undefined ? {} : { score: verdict.score, band: verdict.band }),
  };
}

/** Bulk requests for Elasticsearch and OpenSearch: one document for the analysis and one for each row of a section. */
export function elasticsearchBulk(results: Results, index: string, sections: readonly FlatName[]): Generator<string> {
  return pieces(bulkLines(results, index, sections));
}

function* bulkLines(results: Results, index: string, sections: readonly FlatName[]): Generator<string> {
  const analysis = uuidOf(`analysis ${analysisKey(results)}`);
  const timestamp = analysisDate(results).toISOString();
  const lines = (kind: string, id: string, document: object) => {
    const action = JSON.stringify({ index: { _index: index, _id: id } });
    return `${action}\n${JSON.stringify({ '@timestamp': timestamp, analysis_id: analysis, kind, [kind]: document })}\n`;
  };
  yield lines('analysis', analysis, analysisFields(results));
  for (const name of sections) {
    const section = flatSection(results, name);
    let row = 0;
    for (const values of section.rows) yield lines(name, `${analysis}-${name}-${row++}`, recordOf(section, values));
  }
}

/** Events for Splunk's HTTP event collector: one for the analysis and one for each row of a section. */
export function splunkEvents(results: Results, sections: readonly FlatName[]): Generator<string> {
  return pieces(splunkLines(results, sections));
}

function* splunkLines(results: Results, sections: readonly FlatName[]): Generator<string> {
  const analysis = uuidOf(`analysis ${analysisKey(results)}`);
  const time = analysisDate(results).getTime() / 1000;
  const line = (kind: string, event: object) =>
    `${JSON.stringify({ time, source: 'ovoscope', sourcetype: `ovoscope:${kind}`, event: { analysis_id: analysis, ...event } })}\n`;
  yield line('analysis', analysisFields(results));
  for (const name of sections) {
    const section = flatSection(results, name);
    for (const values of section.rows) yield line(name, recordOf(section, values));
  }
}

const MAX_CEF = 1_023;

/** Events in ArcSight's common event format, one a line: the verdict, signatures, indicators. */
export function cefEvents(results: Results, version: string): Generator<string> {
  return pieces(cefLines(results, version));
}

function* cefLines(results: Results, version: string): Generator<string> {
  const rt = analysisDate(results).getTime();
  const { name, hashes, url } = sampleFacts(results);
  const about = { rt, fname: name, fileHash: hashes.sha256 ?? hashes.sha1 ?? hashes.md5, request: url };
  const line = (id: string, title: string, severity: number, extension: { [key: string]: unknown }) => {
    const head = ['CEF:0', 'Ovoscope', 'Ovoscope', version, id, title, String(severity)].map((part, i) =>
      i === 0 ? part : cefHead(part),
    );
    const fields = Object.entries(extension).filter(([, value]) => value !== undefined && value !== '');
    return `${head.join('|')}|${fields.map(([key, value]) => `${key}=${cefValue(String(value))}`).join(' ')}\n`;
  };
  const { verdict } = results;
  if (verdict !== undefined) {
    const score = Math.max(0, Math.min(10, Math.round(verdict.score)));
    yield line('verdict', `Verdict ${verdict.band}`, score, { ...about, msg: verdict.reason });
  }
  for (const match of results.signatures ?? []) {
    const severity = Math.max(0, Math.min(10, Math.round(Number(match.severity) * 2) || 0));
    yield line(`signature:${match.name}`, match.description, severity, {
      ...about,
      ...(match.ttps?.length ? { cs1Label: 'techniques', cs1: match.ttps.join(' ') } : {}),
    });
  }
  for (const { kind, value, comment } of indicatorsOf(results)) {
    yield line(`indicator:${kind}`, `Indicator ${kind}`, 5, {
      ...about,
      cs2Label: 'indicator',
      cs2: value,
      msg: comment,
    });
  }
}

function cefHead(text: string): string {
  return cutAt(visible(text), 512).replace(/[\\|]/g, '\\$&');
}

function cefValue(text: string): string {
  return cutAt(visible(text), MAX_CEF).replace(/[\\=]/g, '\\$&');
}
