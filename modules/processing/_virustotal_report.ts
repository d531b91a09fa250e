import type { VirusTotalReport, VirusTotalScan } from 'ovoscope';
import { type Fields, fieldsOf, isFields, numberOrNull, textOrNull } from './_json_fields.ts';

const MOST_ENGINES = 500;

/** An answer of version 2; undefined where it is no report. */
export function reportOfV2(json: unknown): VirusTotalReport | undefined {
  if (!isFields(json) || !isFields(json['scans'])) return undefined;
  const scans = Object.entries(json['scans']).map(([engine, scan]): [string, VirusTotalScan] => {
    const { detected, result, version, update } = fieldsOf(scan);
    return [engine, scanOf(detected === true, result, version, update)];
  });
  const counted = { positives: numberOrNull(json['positives']), total: numberOrNull(json['total']) };
  return report(scans, textOrNull(json['permalink']), textOrNull(json['scan_date']), counted);
}

/** Categories of version 3 in which an engine has said something. */
const JUDGED = ['malicious', 'suspicious', 'harmless', 'undetected'];

/** An answer of version 3; undefined where it is no report. `page` is where a browser finds it. */
export function reportOfV3(json: unknown, page: string): VirusTotalReport | undefined {
  const attributes = fieldsOf(fieldsOf(fieldsOf(json)['data'])['attributes']);
  const results = attributes['last_analysis_results'];
  if (!isFields(results)) return undefined;
  const judged = Object.entries(results).filter(([, scan]) => JUDGED.includes(String(fieldsOf(scan)['category'])));
  const scans = judged.map(([engine, scan]): [string, VirusTotalScan] => {
    const { category, result, engine_version: version, engine_update: update } = fieldsOf(scan);
    return [engine, scanOf(category === 'malicious' || category === 'suspicious', result, version, update)];
  });
  return report(scans, page, utc(attributes['last_analysis_date']), {});
}

function report(
  scans: [string, VirusTotalScan][],
  permalink: string | null,
  scan_date: string | null,
  counted: { positives?: number | null; total?: number | null },
): VirusTotalReport {
  const positives = counted.positives ?? scans.filter(([, scan]) => scan.detected).length;
  const kept = scans
    .slice(0, MOST_ENGINES)
    .map(([engine, scan]): [string, VirusTotalScan] => [engine.replaceAll('.', '_'), scan]);
  return {
    positives,
    total: counted.total ?? scans.length,
    permalink,
    scan_date,
    scans: Object.fromEntries(kept),
    normalized: unique(kept.flatMap(([, scan]) => scan.normalized)),
    summary: { positives, permalink, scan_date },
  };
}

function scanOf(detected: boolean, result: unknown, version: unknown, update: unknown): VirusTotalScan {
  const name = detected ? textOrNull(result) : null;
  return {
    detected,
    result: name,
    normalized: name === null ? [] : familyWords(name),
    version: textOrNull(version),
    update: textOrNull(update),
  };
}

function utc(seconds: unknown): string | null {
  const value = numberOrNull(seconds);
  if (value === null || value < 0 || value > 253_402_300_799) return null;
  return new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Words that say what kind of thing it is, how it was found, or where it runs, but not its family. */
const COMMON = new Set(
  [
    'adware agent android application backdoor banker behaveslike bscope confidence crypt cryptor downloader dropper',
    'exploit file gen generic generickd grayware hacktool heur heuristic high infected injector keylogger kryptik',
    'linux local macro malicious malware mauvaise moderate msil none obfuscated packed password pack possible',
    'probably program ransom ransomware riskware rootkit score script spyware static suspicious tool trj troj trojan',
    'trojandownloader trojandropper trojanspy trojware unclassified undefined unsafe unwanted variant virtool virus',
    'virus32 w32 w64 win32 win64 windows worm',
  ].flatMap((words) => words.split(' ')),
);
const SHORTEST = 4;
const LONGEST_NAME = 200;

/** Words of a detection's name that may name its family: Win32/Tnega.VaVXKXB has Tnega and VaVXKXB. */
export function familyWords(name: string): string[] {
  const words = name.slice(0, LONGEST_NAME).split(/[^A-Za-z0-9]+/);
  return unique(
    words.filter(
      (word) => word.length >= SHORTEST && /^[A-Za-z]/.test(word) && !COMMON.has(word.toLowerCase()) && !isHash(word),
    ),
  );
}

const isHash = (word: string) => /^[0-9a-fA-F]+$/.test(word) && /\d/.test(word);

function unique(words: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const word of words) if (!known.has(word.toLowerCase())) known.set(word.toLowerCase(), word);
  return [...known.values()];
}

/** Whether an answer of version 2 says that nothing is known. */
export function isUnknown(json: Fields): boolean {
  return json['response_code'] === 0 || json['response_code'] === -2;
}
