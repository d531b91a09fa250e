import type { JsonObject } from '../formats/json/types.ts';
import { asList, asObject, asText } from './import-values.ts';

/** Which sandbox wrote a report. */
export interface ReportOrigin {
  /** `cuckoo-0.4`, `cuckoo-0.6`, `cuckoo-1`, `cuckoo-2`, `cape`, or that of a report this program wrote. */
  dialect: string;
  /** As the report says; empty where it doesn't. */
  version: string;
}

/** Any of these makes an object a report. */
const SECTIONS = ['info', 'behavior', 'target', 'static', 'network', 'droidmon', 'CAPE'];

/** Undefined where the value is no report of a sandbox we know; `whatIs` then says what was found instead. */
export function originOf(report: JsonObject): ReportOrigin | undefined {
  if (!SECTIONS.some((key) => asObject(report[key]) !== undefined) || isCuckoo3(report)) return undefined;
  const info = asObject(report['info']);
  const version = asText(info?.['version']) ?? '';
  if (asObject(info?.['ovoscope']) !== undefined) {
    return { dialect: asText(info?.['dialect']) ?? 'ovoscope', version };
  }
  return { dialect: dialectOf(report, version), version };
}

export function whatIs(value: unknown): string {
  if (Array.isArray(value)) return 'it holds a list';
  const report = asObject(value);
  if (report === undefined) return 'it holds no object';
  if (isCuckoo3(report)) return 'it looks like a result of Cuckoo 3';
  const keys = Object.keys(report).slice(0, 5);
  return keys.length === 0
    ? 'it holds an empty object'
    : `its keys are ${keys.map((key) => key.slice(0, 40)).join(', ')}`;
}

function isCuckoo3(report: JsonObject): boolean {
  return report['info'] === undefined && ('task_id' in report || ('tasks' in report && 'kind' in report));
}

function dialectOf(report: JsonObject, version: string): string {
  if (version.includes('CAPE') || 'CAPE' in report) return 'cape';
  if (/^0\.[0-4](\D|$)/.test(version)) return 'cuckoo-0.4';
  if (/^0\.[56]/.test(version)) return 'cuckoo-0.6';
  // Development versions kept the old number long after the shape had changed.
  const shape = shapeOf(report);
  if (shape !== undefined) return shape;
  return version.startsWith('2') ? 'cuckoo-2' : version === '' ? 'unknown' : 'cuckoo-1';
}

/** By the names that only one generation uses. */
function shapeOf(report: JsonObject): string | undefined {
  const behavior = asObject(report['behavior']);
  const first = asObject(asList(behavior?.['processes'])[0]);
  if (behavior !== undefined && ('generic' in behavior || 'apistats' in behavior)) return 'cuckoo-2';
  if (first !== undefined) {
    if ('pid' in first) return 'cuckoo-2';
    if (typeof first['process_id'] === 'string') return 'cuckoo-0.4';
    if ('module_path' in first || 'environ' in first) return 'cape';
  }
  const summary = asObject(behavior?.['summary']);
  if (summary !== undefined && ('resolved_apis' in summary || 'executed_commands' in summary)) return 'cape';
  if (summary !== undefined && ('file_opened' in summary || 'regkey_opened' in summary)) return 'cuckoo-2';
  return undefined;
}
