import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** How often a line of a source ran. */
export interface LineCount {
  file: string;
  line: number;
  count: number;
  text: string;
  /** Column, from 0, of the first part of the line that never ran though its beginning did; not of `?? 0`. */
  missed?: number;
}

interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}

interface Segment {
  /** Offset in the bundle. */
  offset: number;
  source: number;
  line: number;
  column: number;
}

/** What V8 calls the function that sets a class's fields. */
const FIELDS = '<instance_members_initializer>';

/** Counts what runs of modules that are imported after `start`. */
export class Coverage {
  readonly #session = new Session();

  start(): void {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Forgets what ran so far. */
  reset(): void {
    this.#session.post('Profiler.takePreciseCoverage');
  }

  /** Lines of functions that ran since the last `reset`. */
  linesOf(bundle: string): LineCount[] {
    const url = pathToFileURL(bundle).href;
    let functions: { functionName: string; ranges: Range[] }[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) return;
      functions = answer.result.find((script) => script.url === url)?.functions ?? [];
    });
    this.#session.disconnect();
    const code = readFileSync(bundle, 'utf8');
    // The first is the module as a whole.
    const ran = functions
      .slice(1)
      .filter(({ functionName, ranges }) => functionName !== FIELDS && (ranges[0]?.count ?? 0) > 0);
    return ran.length === 0
      ? []
      : countLines(
          code,
          dirname(bundle),
          ran.map(({ ranges }) => ranges),
        );
  }
}

function countLines(code: string, folder: string, functions: Range[][]): LineCount[] {
  const map = sourceMapOf(code, folder);
  if (map === undefined) return [];
  const segments = segmentsOf(map.mappings, code);
  const lines = new Map<string, { at: Segment; counts: { column: number; count: number }[] }>();
  for (const segment of segments) {
    const count = innermost(functions, segment.offset);
    if (count === undefined) continue;
    const key = `${segment.source}:${segment.line}`;
    const known = lines.get(key) ?? { at: segment, counts: [] };
    known.counts.push({ column: segment.column, count });
    lines.set(key, known);
  }
  const texts = map.sources.map((source) => linesOf(source));
  const found: LineCount[] = [];
  for (const { at, counts } of lines.values()) {
    counts.sort((a, b) => a.column - b.column);
    const text = texts[at.source]?.[at.line];
    if (text === undefined || !/\w/.test(text)) continue;
    const { count } = counts[0]!;
    const isFallback = (column: number) => /(?:\?\?|\|\||\?\.)\s*$/.test(text.slice(0, column));
    const missed = count > 0 ? counts.find((part) => part.count === 0 && !isFallback(part.column))?.column : undefined;
    found.push({
      file: map.sources[at.source]!,
      line: at.line + 1,
      count,
      text,
      ...(missed !== undefined && { missed: startOf(text, missed) }),
    });
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

/** The mapping of `this.data.push` may begin at `data`. */
const startOf = (text: string, column: number) => (text.slice(0, column).endsWith('this.') ? column - 5 : column);

/** Count of the smallest range around an offset; undefined outside of all functions. */
function innermost(functions: Range[][], offset: number): number | undefined {
  let best: Range | undefined;
  for (const range of functions.flat()) {
    if (offset < range.startOffset || offset >= range.endOffset) continue;
    if (best === undefined || range.endOffset - range.startOffset <= best.endOffset - best.startOffset) best = range;
  }
  return best?.count;
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    // The counts say nothing without the text.
    return [];
  }
}

function sourceMapOf(code: string, folder: string): { sources: string[]; mappings: string } | undefined {
  const encoded = /\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/.exec(code)?.[1];
  if (encoded === undefined) return undefined;
  const { sources, mappings } = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as {
    sources: string[];
    mappings: string;
  };
  return { sources: sources.map((source) => pathOf(source, folder)), mappings };
}

/** The bundler names sources relative to where the bundle lies, or as URLs. */
const pathOf = (source: string, folder: string) =>
  source.startsWith('file:') ? fileURLToPath(source) : resolve(folder, source);

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Reads the mappings of a source map, version 3. */
function segmentsOf(mappings: string, code: string): Segment[] {
  const found: Segment[] = [];
  let start = 0;
  let [source, line, column] = [0, 0, 0];
  const rows = code.split('\n');
  for (const [i, row] of mappings.split(';').entries()) {
    let generated = 0;
    for (const text of row.split(',')) {
      if (text === '') continue;
      const [a, b = 0, c = 0, d = 0] = numbersOf(text);
      generated += a!;
      source += b;
      line += c;
      column += d;
      found.push({ offset: start + generated, source, line, column });
    }
    start += (rows[i]?.length ?? 0) + 1;
  }
  return found;
}

function numbersOf(text: string): number[] {
  const found: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    found.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return found;
}
