import type { Json, JsonObject } from '../formats/json/types.ts';
import type { DroppedFile, FileRecord, Target } from '../plugin/container.ts';
import { asList, asObject, asText, asTexts, toInteger } from './import-values.ts';

/** The `target` of a report; Cuckoo 0.4 has only `file`, and its Yara matches at the top. */
export function importTarget(report: JsonObject): Target | undefined {
  const target = asObject(report['target']);
  const file = asObject(target?.['file']) ?? asObject(report['file']);
  if (target === undefined && file === undefined) return undefined;
  const result: Target = { ...target, category: asText(target?.['category']) ?? 'file' };
  if (file === undefined) return result;
  const record = fileRecord(file);
  if (record['yara'] === undefined && report['yara'] !== undefined) record['yara'] = report['yara'];
  result.file = record as Partial<FileRecord>;
  return result;
}

/** Dropped files; CAPE's lists of names and guest paths become `name` and `filepath` (the first) and stay beside. */
export function importDropped(value: Json): DroppedFile[] {
  return asList(value).flatMap((item) => {
    const file = asObject(item);
    if (file === undefined) return [];
    const record = fileRecord(file);
    const guest = asTexts(file['guest_paths']);
    if (record['filepath'] === undefined && guest.length > 0) record['filepath'] = guest[0]!;
    const pid = toInteger(file['pid'], -1);
    if (record['pids'] === undefined && pid >= 0) record['pids'] = [pid];
    return [record as unknown as DroppedFile];
  });
}

function fileRecord(file: JsonObject): JsonObject {
  if (!Array.isArray(file['name'])) return { ...file };
  const names = asTexts(file['name']);
  return { ...file, name: names[0] ?? '', names };
}

const PE_NAMES: readonly [cape: string, ours: string][] = [
  ['peid_signatures', 'peid_signatures'],
  ['exports', 'pe_exports'],
  ['resources', 'pe_resources'],
  ['versioninfo', 'pe_versioninfo'],
  ['imphash', 'pe_imphash'],
  ['timestamp', 'pe_timestamp'],
  ['pdbpath', 'pdb_path'],
  ['imported_dll_count', 'imported_dll_count'],
];

/**
 * The `static` of a report. CAPE describes executables in `static.pe`, later in `target.file.pe`; the documented
 * `pe_*` fields are made from it.
 */
export function importStatic(report: JsonObject): JsonObject | undefined {
  const raw = asObject(report['static']);
  const pe = asObject(raw?.['pe']) ?? asObject(asObject(asObject(report['target'])?.['file'])?.['pe']);
  if (pe === undefined) return raw;
  const result: JsonObject = { ...raw };
  for (const [cape, ours] of PE_NAMES) {
    if (result[ours] === undefined && pe[cape] !== undefined) result[ours] = pe[cape]!;
  }
  if (result['pe_imports'] === undefined && pe['imports'] !== undefined)
    result['pe_imports'] = peImports(pe['imports']);
  if (result['pe_sections'] === undefined && pe['sections'] !== undefined) {
    result['pe_sections'] = asList(pe['sections']).map((section) => peSection(section));
  }
  return result;
}

/** A list, or later an object by name. */
function peImports(value: Json): Json[] {
  return Array.isArray(value) ? value : Object.values(asObject(value) ?? {});
}

/** Entropy is text in CAPE. */
function peSection(value: Json): Json {
  const section = asObject(value);
  const entropy = section?.['entropy'];
  if (section === undefined || typeof entropy !== 'string') return value;
  const number = Number(entropy);
  return { ...section, entropy: Number.isFinite(number) ? number : entropy };
}
