import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { fromCsvCell } from './export/csv.ts';
import { JSON_FORMAT } from './export/json.ts';
import { parseCsv } from './parse-csv.ts';
import { isDecimal } from './text.ts';
import type { BlacklistEntry, Reason } from './types.ts';
import { guessType, isValueType, normaliseValue, type ValueType } from './values.ts';

export const IMPORT_FORMATS = ['plain', 'csv', 'json'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export function isImportFormat(text: string): text is ImportFormat {
  return (IMPORT_FORMATS as readonly string[]).includes(text);
}

export interface ImportOptions {
  /** For messages. */
  file: string;
  /** By the looks of the text, if absent. */
  format?: ImportFormat;
  /** The type of values that do not say theirs; by their looks, if absent. */
  type?: ValueType;
  /** Kept with values that bring no score of their own. */
  reason: string;
  now: Date;
}

export interface ImportedEntries {
  entries: BlacklistEntry[];
  /** One for each line or element that is no entry. */
  refused: Problem[];
}

const MAX_ENTRIES = 1_000_000;

/**
 * Reads values from text: one a line (`#` begins a comment), CSV with a column `value`, or JSON (an export of ours, or
 * a list of texts or of objects with `value`). Throws OvoscopeError if the whole cannot be read.
 */
export function readImport(text: string, options: ImportOptions): ImportedEntries {
  const bare = text.replace(/^\ufeff/, '');
  const records = READERS[options.format ?? formatOf(bare)](bare, options.file);
  const entries: BlacklistEntry[] = [];
  const refused: Problem[] = [];
  for (const { line, fields } of records) {
    if (entries.length >= MAX_ENTRIES) throw unreadable(options.file, `it has more than ${MAX_ENTRIES} entries`);
    try {
      entries.push(entryOf(fields, options));
    } catch (error) {
      if (!(error instanceof OvoscopeError)) throw error;
      refused.push(storageProblems.importLine(options.file, line, error.message));
    }
  }
  return { entries, refused };
}

interface ImportRecord {
  /** The line, or the number of the element in JSON; from 1. */
  line: number;
  fields: { [name: string]: unknown };
}

const READERS: { [format in ImportFormat]: (text: string, file: string) => Iterable<ImportRecord> } = {
  plain: readPlain,
  csv: readCsv,
  json: readJson,
};

function formatOf(text: string): ImportFormat {
  if (/^\s*[[{]/.test(text)) return 'json';
  const [first = ''] = text.split(/\r?\n/, 1);
  const names = first.split(',').map((name) => name.trim().replaceAll('"', ''));
  return names.length > 1 && names.includes('value') ? 'csv' : 'plain';
}

function* readPlain(text: string): Generator<ImportRecord> {
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const value = raw.trim();
    if (value !== '' && !value.startsWith('#')) yield { line: index + 1, fields: { value } };
  }
}

function* readCsv(text: string, file: string): Generator<ImportRecord> {
  const [header, ...rows] = parseCsv(text);
  const names = header?.cells.map((name) => name.trim());
  if (!names?.includes('value')) throw unreadable(file, 'its first line names no column "value"');
  for (const { line, cells } of rows) {
    if (cells.length === 1 && cells[0] === '') continue;
    const fields: { [name: string]: unknown } = Object.create(null);
    for (const [index, name] of names.entries()) {
      const cell = fromCsvCell(cells[index] ?? '');
      if (cell !== '') fields[name] = cell;
    }
    // The name of our column for what is called `manual_reason` elsewhere.
    if (fields['manual_reason'] === undefined) fields['manual_reason'] = fields['reason'];
    if (fields['manual'] !== undefined) fields['manual'] = fields['manual'] === 'yes';
    yield { line, fields };
  }
}

function* readJson(text: string, file: string): Generator<ImportRecord> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, errorText(error));
  }
  const list = isFields(json) ? json['entries'] : json;
  if (!Array.isArray(list)) throw unreadable(file, 'it is neither a list nor an object with a list "entries"');
  if (isFields(json) && json['format'] === JSON_FORMAT && json['version'] !== 1) {
    throw unreadable(
      file,
      `it has version ${String(json['version'])} of the format, and this Ovoscope knows version 1`,
    );
  }
  for (const [index, element] of list.entries()) {
    const fields = typeof element === 'string' ? { value: element } : isFields(element) ? element : {};
    yield { line: index + 1, fields };
  }
}

function entryOf(fields: { [name: string]: unknown }, { type, reason, now }: ImportOptions): BlacklistEntry {
  const value = textOf(fields, 'value');
  if (value === undefined) throw problem('it has no "value"');
  const named = textOf(fields, 'type') ?? type ?? guessType(value);
  if (named === undefined) throw new OvoscopeError(storageProblems.unknownType(value.slice(0, 120)));
  if (!isValueType(named)) throw problem(`there is no type "${named.slice(0, 40)}"`);
  const score = decimalOf(fields, 'score');
  const lastSeen = dateOf(fields, 'last_seen') ?? dateOf(fields, 'first_seen') ?? now;
  return {
    type: named,
    value: normaliseValue(named, value),
    score,
    threshold: decimalOf(fields, 'threshold'),
    reasons: reasonsOf(fields['reasons']),
    analysis: textOf(fields, 'analysis') ?? null,
    ruleset: textOf(fields, 'ruleset') ?? null,
    first_seen: dateOf(fields, 'first_seen') ?? lastSeen,
    last_seen: lastSeen,
    expires: dateOf(fields, 'expires') ?? null,
    manual: score === null || fields['manual'] === true,
    manual_reason: textOf(fields, 'manual_reason') ?? (score === null ? reason : null),
  };
}

function textOf(fields: { [name: string]: unknown }, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw problem(`"${name}" is no text`);
  return value;
}

function decimalOf(fields: { [name: string]: unknown }, name: string): string | null {
  const value = fields[name];
  const text = typeof value === 'number' ? String(value) : textOf(fields, name);
  if (text === undefined) return null;
  if (!isDecimal(text)) throw new OvoscopeError(storageProblems.decimal(`"${name}"`, text.slice(0, 80)));
  return text;
}

function dateOf(fields: { [name: string]: unknown }, name: string): Date | undefined {
  const text = textOf(fields, name);
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || date.getTime() < 0 || date.getUTCFullYear() > 9999) {
    throw problem(`"${name}" is "${text.slice(0, 40)}", not a time such as 2026-11-30T12:00:00Z`);
  }
  return date;
}

function reasonsOf(value: unknown): Reason[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw problem('"reasons" is no list');
  return value.map((element) => {
    if (!isFields(element)) throw problem('"reasons" holds something else than objects');
    const matched = textsOf(element['matched']);
    const { matched_total: total, line, group_id: group } = element;
    return {
      key: textOf(element, 'key') ?? '',
      values: textsOf(element['values']),
      matched,
      matched_total: Number.isSafeInteger(total) ? Math.max(Number(total), matched.length) : matched.length,
      score: decimalOf(element, 'score') ?? '0',
      file: textOf(element, 'file') ?? '',
      line: Number.isSafeInteger(line) ? Number(line) : null,
      group_id: Number.isSafeInteger(group) ? Number(group) : 0,
    };
  });
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element): element is string => typeof element === 'string') : [];
}

function isFields(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(what: string): OvoscopeError {
  return new OvoscopeError(storageProblems.text('the entry', what));
}

function unreadable(file: string, what: string): OvoscopeError {
  return new OvoscopeError(storageProblems.importFile(file, what));
}
