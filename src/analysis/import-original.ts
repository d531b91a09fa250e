import type { Json, JsonObject } from '../formats/json/types.ts';
import { asList, asObject, asText, asTexts } from './import-values.ts';

/** What the sandbox that wrote a report concluded. None of it is a finding of ours. */
export interface Original {
  signatures: Json[];
  /** Cuckoo's score, not capped. */
  score?: Json;
  malscore?: Json;
  /** One row per signature, whichever shape the report has. */
  ttps?: { signature: string; ttps: string[]; mbcs: string[] }[];
  /** Families, with what told them. */
  detections?: { family: string; details: Json[] }[];
  [name: string]: unknown;
}

/** Keys of a report that hold conclusions, and are kept under `original` as they are. */
export const CONCLUSIONS: readonly string[] = [
  'malstatus',
  'mitre_attck',
  'detections2pid',
  'malfamily_tag',
  'statistics',
  'custom_statistics',
  'verdict',
  'problems',
  'original',
];

export function importOriginal(report: JsonObject): Original {
  const original: Original = { signatures: asList(report['signatures']) };
  const score = asObject(report['info'])?.['score'];
  if (score !== undefined) original.score = score;
  if (report['malscore'] !== undefined) original.malscore = report['malscore'];
  if (report['ttps'] !== undefined) original.ttps = importTtps(report['ttps']);
  if (report['detections'] !== undefined) original.detections = importDetections(report['detections']);
  for (const key of CONCLUSIONS) if (report[key] !== undefined) original[key] = report[key];
  return original;
}

/**
 * CAPE has written ATT&CK techniques as an object of technique → signature, as a list of pairs, and as a list of
 * signatures with their techniques.
 */
export function importTtps(value: Json): NonNullable<Original['ttps']> {
  const rows = new Map<string, { ttps: Set<string>; mbcs: Set<string> }>();
  const add = (signature: string, ttps: string[], mbcs: string[] = []): void => {
    const row = rows.get(signature) ?? { ttps: new Set(), mbcs: new Set() };
    rows.set(signature, row);
    for (const ttp of ttps) row.ttps.add(ttp);
    for (const mbc of mbcs) row.mbcs.add(mbc);
  };
  const object = asObject(value);
  if (object !== undefined) {
    for (const [ttp, signatures] of Object.entries(object)) for (const name of asTexts(signatures)) add(name, [ttp]);
  }
  for (const item of asList(value)) {
    const row = asObject(item);
    const signature = asText(row?.['signature']);
    if (row === undefined || signature === undefined) continue;
    add(signature, [...asTexts(row['ttp']), ...asTexts(row['ttps'])], asTexts(row['mbcs']));
  }
  return [...rows].map(([signature, { ttps, mbcs }]) => ({ signature, ttps: [...ttps], mbcs: [...mbcs] }));
}

/** A family's name alone, or a list of families with details. */
export function importDetections(value: Json): NonNullable<Original['detections']> {
  if (typeof value === 'string') return value === '' ? [] : [{ family: value, details: [] }];
  return asList(value).flatMap((item) => {
    const family = asText(item) ?? asText(asObject(item)?.['family']);
    return family === undefined ? [] : [{ family, details: asList(asObject(item)?.['details']) }];
  });
}
