import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportProblems } from '../errors/json.ts';
import { OvoscopeError, type Problem } from '../errors/problem.ts';
import { LogCallList } from '../formats/call-log/list.ts';
import { CallLog } from '../formats/call-log/log.ts';
import type { CallStream } from '../formats/call-log/stream.ts';
import { jsonReadProblems } from '../formats/json/problems.ts';
import { readJson } from '../formats/json/read.ts';
import { setOwn } from '../formats/json/set-own.ts';
import type { JsonObject } from '../formats/json/types.ts';
import { reportCalls } from '../formats/report-calls/format.ts';
import { parseRecord, timeOf } from '../formats/report-calls/record.ts';
import type { Behavior, Debug, Process, Results } from '../plugin/container.ts';
import { type ByteSource, FileSource } from '../util/byte-source.ts';
import { type ImportedBehavior, type ImportedProcess, importBehavior, regionOf, timeShift } from './import-behavior.ts';
import { originOf, type ReportOrigin, whatIs } from './import-detect.ts';
import { importDropped, importStatic, importTarget } from './import-files.ts';
import { type GunzipLimits, gunzipToFile, isGzip } from './import-gunzip.ts';
import { importInfo } from './import-info.ts';
import { importNetwork } from './import-network.ts';
import { CONCLUSIONS, importOriginal, type Original } from './import-original.ts';
import { CallSpan } from './import-spans.ts';
import { asList, asObject, asText, asTexts, kindOf, toText } from './import-values.ts';
import { DEFAULT_LIMITS } from './limits.ts';

export interface ImportOptions {
  /** Memory for everything but calls, in bytes of JSON; 512 MiB. */
  budget?: number;
  /** How far a packed report may unpack. */
  limits?: Partial<GunzipLimits>;
  /** Folder for the unpacked report; the system's default. */
  tempDir?: string;
  signal?: AbortSignal;
}

export interface ImportedResults extends Results {
  original?: Original;
  [key: string]: unknown;
}

export interface ImportedReport extends ReportOrigin {
  /** The documented container. Calls are read from the report when they are asked for. */
  results: ImportedResults;
  problems: Problem[];
  /** The call log behind the processes, if there are any calls. */
  logs: CallLog[];
  /** Ends reading, and removes what was unpacked. Calls cannot be read any more. */
  close(): void;
}

const BUDGET = 512 * 1024 * 1024;

/** Keys that are made anew here, or kept under `original`. */
const HANDLED: ReadonlySet<string> = new Set([
  'info',
  'behavior',
  'target',
  'file',
  'static',
  'dropped',
  'network',
  'debug',
  'signatures',
  'malscore',
  'ttps',
  'detections',
  ...CONCLUSIONS,
]);

/** What these must be; anything else would surprise whoever reads the container. */
const LISTS: ReadonlySet<string> = new Set(['dropped', 'strings', 'screenshots', 'signatures', 'procmemory', 'buffer']);
const OBJECTS: ReadonlySet<string> = new Set(['info', 'behavior', 'target', 'file', 'static', 'network', 'debug']);

/**
 * Reads a `report.json`, also gzipped, of Cuckoo 0.4 to 2.0.7, CuckooDroid or CAPE 2, or one that was written here,
 * into the documented container. What the other sandbox concluded (signatures, scores, techniques, families) is kept
 * under `original`.
 *
 * Takes the source over: `close` closes it. Damage is told in `problems`, and what came before it is kept. Throws
 * OvoscopeError where the file is no report at all.
 */
export async function importReport(source: ByteSource, options: ImportOptions = {}): Promise<ImportedReport> {
  const problems: Problem[] = [];
  const text = await openText(source, options, problems);
  try {
    return importText(text.source, text.close, options, problems);
  } catch (error) {
    text.close();
    throw error;
  }
}

interface ReportText {
  source: ByteSource;
  close(): void;
}

async function openText(source: ByteSource, options: ImportOptions, problems: Problem[]): Promise<ReportText> {
  if (!isGzip(source)) return { source, close: () => source.close() };
  const folder = mkdtempSync(join(options.tempDir ?? tmpdir(), 'ovoscope-report-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'report.json');
    const problem = await gunzipToFile(source, path, { ...DEFAULT_LIMITS, ...options.limits }, options.signal);
    if (problem !== undefined) problems.push(problem);
    const unpacked = new FileSource(path, source.name);
    const close = () => {
      unpacked.close();
      remove();
    };
    return { source: unpacked, close };
  } catch (error) {
    remove();
    throw error;
  } finally {
    source.close();
  }
}

function importText(
  source: ByteSource,
  close: () => void,
  options: ImportOptions,
  problems: Problem[],
): ImportedReport {
  const read = readJson(source, {
    budget: options.budget ?? BUDGET,
    streams: { 'behavior.processes.*.calls': () => new CallSpan() },
  });
  options.signal?.throwIfAborted();
  problems.push(...jsonReadProblems(source.name, read));
  const report = asObject(read.value);
  const origin = report && originOf(report);
  if (report === undefined || origin === undefined) {
    const found = read.stopped === undefined ? whatIs(read.value) : read.stopped.what;
    throw new OvoscopeError(reportProblems.notAReport(source.name, found));
  }
  const original = importOriginal(report);
  setAside(report, original, source.name, problems);
  const results: ImportedResults = { ...importPlain(report, origin), original };
  const logs: CallLog[] = [];
  const behavior = asObject(report['behavior']);
  if (behavior !== undefined) {
    const imported = importBehavior(behavior, (calls) => (calls instanceof CallSpan ? calls : undefined));
    const log = callLog(source, origin, imported, problems);
    log.scan(undefined, options.signal);
    problems.push(...log.problems);
    logs.push(log);
    results.behavior = finish(imported, log);
  }
  return { ...origin, results, problems, logs, close };
}

/** Values of a kind that the container does not have under their key go to `original`, and are told. */
function setAside(report: JsonObject, original: Original, file: string, problems: Problem[]): void {
  for (const [key, value] of Object.entries(report)) {
    const isList = Array.isArray(value);
    const wanted =
      LISTS.has(key) && !isList ? 'a list' : OBJECTS.has(key) && asObject(value) === undefined ? 'an object' : '';
    if (wanted === '') continue;
    delete report[key];
    // 0.4 writes null for a module without a result.
    if (value === null) continue;
    problems.push(reportProblems.oddValue(file, key, kindOf(value), wanted));
    original[key] = value;
  }
}

/** Everything but the behavior. */
function importPlain(report: JsonObject, origin: ReportOrigin): ImportedResults {
  const results: ImportedResults = {};
  const isAndroid = report['droidmon'] !== undefined || report['apkinfo'] !== undefined;
  results.info = importInfo(asObject(report['info']), origin, isAndroid);
  const target = importTarget(report);
  if (target !== undefined) results.target = target;
  if (target?.file !== undefined) results.file = target.file;
  const statics = importStatic(report);
  if (statics !== undefined) results.static = statics;
  if (report['dropped'] !== undefined) results.dropped = importDropped(report['dropped']);
  const network = asObject(report['network']);
  if (network !== undefined) results.network = importNetwork(network);
  const debug = asObject(report['debug']);
  if (debug !== undefined) results.debug = importDebug(debug);
  const strings = asObject(asObject(report['target'])?.['file'])?.['strings'];
  if (report['strings'] === undefined && Array.isArray(strings)) results.strings = asTexts(strings);
  for (const [key, value] of Object.entries(report)) {
    if (!HANDLED.has(key)) setOwn(results as { [key: string]: unknown }, key, value);
  }
  return results;
}

/** Cuckoo 2 writes the log as a list of lines, which end with line feeds. */
function importDebug(raw: JsonObject): Debug {
  const log = Array.isArray(raw['log']) ? asTexts(raw['log']).join('') : (asText(raw['log']) ?? '');
  return { ...raw, log, errors: asList(raw['errors']).map(toText) } as Debug;
}

/** The log of all calls of a report; its regions are in the order of the file. */
function callLog(source: ByteSource, origin: ReportOrigin, imported: ImportedBehavior, problems: Problem[]): CallLog {
  const early: number[] = [];
  const regions = imported.processes
    .flatMap((item) => {
      if (item.span === undefined || item.span.count === 0) return [];
      const shiftMs = timeShift(origin.dialect, item.header, firstTime(source, item.span));
      if (shiftMs !== 0) early.push(item.process.process_id);
      return [regionOf(item, item.span, shiftMs)];
    })
    .sort((a, b) => a.start - b.start);
  if (early.length > 0) problems.push(reportProblems.earlyTimes(source.name, early));
  return new CallLog(source, reportCalls(regions));
}

/** NaN where the first call has no time. */
function firstTime(source: ByteSource, { start, first, oversize }: CallSpan): number {
  if (oversize.has(start)) return Number.NaN;
  const bytes = Buffer.allocUnsafe(first);
  const { record } = parseRecord(bytes.subarray(0, source.read(bytes, start)));
  return record === undefined ? Number.NaN : timeOf(record);
}

function finish({ processes, rest }: ImportedBehavior, log: CallLog): Behavior {
  const streams = new Map(log.streams.map((stream) => [stream.header.key, stream]));
  const finished = processes.map((item) => withCalls(item, log, streams.get(item.header.key)));
  const { processtree, summary, generic, ...more } = rest;
  const apistats = rest.apistats ?? (log.streams.length > 0 ? countApis(log) : undefined);
  return {
    processes: finished,
    processtree,
    summary,
    ...(generic && { generic }),
    ...(apistats && { apistats }),
    ...more,
  };
}

function withCalls({ process, header }: ImportedProcess, log: CallLog, stream: CallStream | undefined): Process {
  const calls =
    stream === undefined
      ? new LogCallList(log, { id: -1, header, length: 0, blocks: [], threads: [], stats: new Map() })
      : log.calls(stream.id);
  const { process_id, process_name, parent_id, first_seen, ...more } = process;
  const result: Process = { process_id, process_name, parent_id, first_seen, calls, ...more };
  if (result.threads === undefined && stream !== undefined) result.threads = [...stream.threads];
  return result;
}

/** Calls per process and API, repeated ones included, as Cuckoo 2 counts them. */
function countApis(log: CallLog): NonNullable<Behavior['apistats']> {
  const counts: NonNullable<Behavior['apistats']> = {};
  for (const { header, stats } of log.streams) {
    const ofProcess = (counts[header.pid] ??= {});
    for (const [id, count] of stats) {
      const { api } = log.index.definitions[id]!;
      setOwn(ofProcess, api, (Object.hasOwn(ofProcess, api) ? ofProcess[api]! : 0) + count);
    }
  }
  return counts;
}
