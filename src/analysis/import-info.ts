import type { Json, JsonObject } from '../formats/json/types.ts';
import type { Info } from '../plugin/container.ts';
import type { ReportOrigin } from './import-detect.ts';
import { asObject, secondText, toText, without } from './import-values.ts';

/** What the sandbox concluded goes to `original`, not into what it knew. */
const JUDGEMENT: ReadonlySet<string> = new Set(['score', 'ovoscope']);

/**
 * The `info` of a report: times as UTC text, the duration as a number of seconds, CAPE's options as the text that
 * was submitted. Other fields stay as they are.
 */
export function importInfo(raw: JsonObject | undefined, origin: ReportOrigin, isAndroid: boolean): Info {
  const info = without(raw ?? {}, JUDGEMENT) as JsonObject & Info;
  info.version = origin.version;
  info.started = secondText(raw?.['started']);
  info.ended = secondText(raw?.['ended']);
  info.duration = durationOf(raw?.['duration']);
  info.dialect = origin.dialect;
  if (raw?.['added'] !== undefined) info['added'] = secondText(raw['added']);
  if (raw?.['options'] !== undefined) info.options = optionsText(raw['options']);
  if (isAndroid && !info.platform) info.platform = 'android';
  return info;
}

/** Cuckoo 0.4 writes `132 seconds`. */
function durationOf(value: Json | undefined): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'string') return -1;
  const match = /^(-?\d{1,12})(?: seconds?)?$/.exec(value);
  return match === null ? -1 : Number(match[1]);
}

function optionsText(value: Json): string | null {
  if (typeof value === 'string' || value === null) return value;
  const options = asObject(value);
  if (options === undefined) return toText(value);
  return Object.entries(options)
    .map(([name, option]) => `${name}=${toText(option)}`)
    .join(',');
}
