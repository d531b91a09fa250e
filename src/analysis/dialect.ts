import { OvoscopeError } from '../errors/problem.ts';
import type { ByteSource } from '../util/byte-source.ts';
import { parseConf } from './analysis-conf.ts';
import { callLogs, type LogKind } from './call-log-files.ts';
import type { FileIndex } from './file-index.ts';
import { peekBson } from './peek-bson.ts';
import { glanceText } from './read-text.ts';

export type Dialect =
  | 'cuckoo-0.4'
  | 'cuckoo-0.6'
  | 'cuckoo-1'
  | 'cuckoo-2'
  | 'cape'
  | 'linux-stap'
  | 'report'
  | 'unknown';

/** The kind of call log each dialect has. */
export const LOG_KIND: { readonly [dialect in Dialect]: LogKind | undefined } = {
  'cuckoo-0.4': 'csv',
  'cuckoo-0.6': 'raw',
  'cuckoo-1': 'bson',
  'cuckoo-2': 'bson',
  cape: 'bson',
  'linux-stap': 'stap',
  report: undefined,
  unknown: undefined,
};

/** Logs are looked into until one tells; those of a run that was cut may all be empty. */
const PEEKED_LOGS = 16;

/** Which sandbox generation wrote the analysis, by what its files hold; versions that they state are not believed. */
export function findDialect(index: FileIndex): Dialect {
  const has = (kind: LogKind) => callLogs(index, kind).length > 0;
  // Version 0.6 may write a csv copy of each raw log.
  if (has('bson')) return bsonDialect(index);
  if (has('raw')) return 'cuckoo-0.6';
  if (has('csv')) return 'cuckoo-0.4';
  if (has('stap')) return 'linux-stap';
  return dialectByTraces(index);
}

function bsonDialect(index: FileIndex): Dialect {
  for (const log of callLogs(index, 'bson').slice(0, PEEKED_LOGS)) {
    const dialect = peekLog(index, log.path);
    // capemon's oldest ancestors wrote calls as Cuckoo 1 did.
    if (dialect === 'cuckoo-1' && dialectByTraces(index) === 'cape') return 'cape';
    if (dialect !== undefined) return dialect;
  }
  const traced = dialectByTraces(index);
  return traced === 'cape' || traced === 'cuckoo-1' || traced === 'cuckoo-2' ? traced : 'unknown';
}

/** A log that may not be opened tells nothing here; reading its calls will report it. */
function peekLog(index: FileIndex, path: string): Dialect | undefined {
  let source: ByteSource;
  try {
    source = index.open(path);
  } catch (error) {
    if (error instanceof OvoscopeError) return undefined;
    throw error;
  }
  try {
    return peekBson(source);
  } finally {
    source.close();
  }
}

/** Folders and files that only CAPE has. */
const CAPE_FOLDERS = ['CAPE', 'procdump', 'selfextracted', 'tlsdump', 'aux', 'evtx', 'debugger'];

/** What the other files tell, where there are no call logs or they say nothing. */
function dialectByTraces(index: FileIndex): Dialect {
  if (CAPE_FOLDERS.some((folder) => index.list(folder, true).length > 0)) return 'cape';
  const byFiles = dialectOfFilesJson(index);
  if (byFiles === 'cape') return 'cape';
  if (index.find('task.json') || index.find('cuckoo.log')) return 'cuckoo-2';
  const conf = dialectOfConf(index);
  if (conf !== undefined) return conf;
  if (index.find('logs/strace.log') || index.find('logs/tracee.log')) return 'cape';
  return dialectOfAnalysisLog(index) ?? byFiles ?? 'unknown';
}

function dialectOfFilesJson(index: FileIndex): Dialect | undefined {
  const text = glanceText(index, 'files.json', 1 << 16);
  const line = text?.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  if (line === undefined || !line.includes('"pids"')) return undefined;
  return line.includes('"metadata"') || line.includes('"category"') || line.includes('"ppids"') ? 'cape' : 'cuckoo-2';
}

function dialectOfConf(index: FileIndex): Dialect | undefined {
  const text = glanceText(index, 'analysis.conf', 1 << 20);
  if (text === undefined) return undefined;
  const analysis = parseConf(text).get('analysis');
  if (analysis === undefined) return undefined;
  // 0.4 leaves the guest's own copy; CAPE's names the task and its target.
  return analysis.has('file_path') || analysis.has('started') ? 'cuckoo-0.4' : 'cape';
}

function dialectOfAnalysisLog(index: FileIndex): Dialect | undefined {
  const text = glanceText(index, 'analysis.log', 1 << 16);
  if (text === undefined) return undefined;
  if (text.includes(' [analyzer] ')) return 'cuckoo-2';
  if (!text.includes(' [root] ')) return undefined;
  // CAPE's analyser sets the clock and says so before all else; it also names its monitor.
  return text.includes(' INFO: Date set to: ') || /capemon|\bCAPE\b/.test(text) ? 'cape' : 'cuckoo-1';
}
