import type { Processing } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { readText } from './_file_record.ts';

/** What files.json says of one file that the guest uploaded, all its lines taken together. */
export interface Upload {
  /** Path inside the analysis. */
  path: string;
  /** Paths in the guest, in the order of the lines. */
  filepaths: Set<string>;
  pids: Set<number>;
  /** What the monitor says of a dump, different ones in the order of the lines. */
  metadata: Set<string>;
}

const LIMIT = 64 << 20;
/** Longer values are not what the sandbox writes. */
const MAX_PATH = 32 * 1024;
/** Of each upload. */
const MAX_FILEPATHS = 10_000;
const MAX_PIDS = 10_000;
const MAX_METADATA = 100;

/**
 * The uploads of an analysis by their paths, from files.json, which has one JSON object in each line; undefined where
 * there is none. Damaged lines and values are problems of the module, and the others count.
 */
export function readUploads(module: Processing): Map<string, Upload> | undefined {
  const text = readText(module, 'files.json', LIMIT);
  if (text === undefined) return undefined;
  const uploads = new Map<string, Upload>();
  const lines = new Losses();
  const values = new Losses();
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() === '') continue;
    const entry = parse(line);
    const path = typeof entry === 'string' ? undefined : entry['path'];
    if (typeof entry === 'string') lines.add(number, entry);
    else if (typeof path !== 'string' || path === '' || path.length > MAX_PATH) lines.add(number, 'it has no path');
    else add(uploads, path.replaceAll('\\', '/'), entry, (what) => values.add(number, what));
  }
  if (lines.count) module.problem(fileProblems.uploadLines('files.json', lines.line, lines.count, lines.what));
  if (values.count) module.problem(fileProblems.uploadValues('files.json', values.line, values.count, values.what));
  return uploads;
}

/** How many things were left out, and where and why the first one was. */
class Losses {
  count = 0;
  line = 0;
  what = '';

  add(line: number, what: string): void {
    if (this.count++ > 0) return;
    this.line = line;
    this.what = what;
  }
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? undefined : end);
    start = end < 0 ? text.length : end + 1;
  }
}

/** The object of a line, or why there is none. */
function parse(line: string): { [name: string]: unknown } | string {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as { [name: string]: unknown }) : 'it is not an object';
  } catch {
    return 'it is not JSON';
  }
}

function add(
  uploads: Map<string, Upload>,
  path: string,
  entry: { [name: string]: unknown },
  lose: (what: string) => void,
): void {
  const upload = uploads.get(path) ?? {
    path,
    filepaths: new Set<string>(),
    pids: new Set<number>(),
    metadata: new Set<string>(),
  };
  uploads.set(path, upload);
  const { filepath, pids, metadata } = entry;
  if (typeof metadata === 'string' && metadata.length <= 4 * MAX_PATH && upload.metadata.size < MAX_METADATA) {
    if (metadata !== '') upload.metadata.add(metadata);
  } else if (metadata !== undefined && metadata !== null) lose('its metadata is no text, or one too many');
  if (typeof filepath === 'string' && filepath.length <= MAX_PATH && upload.filepaths.size < MAX_FILEPATHS) {
    if (filepath !== '') upload.filepaths.add(filepath);
  } else if (filepath !== undefined && filepath !== null) lose('its filepath is no path, or one too many');
  if (pids === undefined || pids === null) return;
  if (!Array.isArray(pids)) {
    lose('its pids are no list');
    return;
  }
  for (const pid of pids) {
    const isPid = Number.isInteger(pid) && pid >= 0 && pid <= 0xffffffff;
    if (isPid && upload.pids.size < MAX_PIDS) upload.pids.add(pid);
    else lose(isPid ? 'its process ids are too many' : 'a process id is no number');
  }
}
