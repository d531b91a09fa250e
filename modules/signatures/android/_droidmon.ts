import type { Results } from 'ovoscope';
import { type Entry, entries, entry, text } from '../_flows.ts';

export { entries, entry, pick, text } from '../_flows.ts';

/** A list of what an Android program called, as `commands` or `sms`; entries of any kind. */
export function droidmonList(results: Results, name: string): unknown[] {
  const list = entry(results.droidmon)[name];
  return Array.isArray(list) ? list : [];
}

export const droidmonTexts = (results: Results, name: string): string[] => droidmonList(results, name).map(text);

export const droidmonEntries = (results: Results, name: string): Entry[] => entries(droidmonList(results, name));

/** How often a function was called, by its name with underscores. */
export function calledApis(results: Results, pattern: RegExp): { api: string; count: number }[] {
  return Object.entries(entry(entry(results.droidmon)['api'])).flatMap(([api, count]) =>
    pattern.test(api) && typeof count === 'number' ? [{ api, count }] : [],
  );
}

/** What the manifest asks for; other sandboxes write `{ name, … }` for each. */
export function permissions(results: Results): string[] {
  const list = entry(results.apkinfo?.['manifest'])['permissions'];
  return Array.isArray(list) ? list.map((one) => text(one) || text(entry(one)['name'])).filter(Boolean) : [];
}

/** Names of what the manifest has under these lists: `services`, `receivers`, `receivers_actions`. */
export function manifestTexts(results: Results, ...lists: string[]): string[] {
  const manifest = entry(results.apkinfo?.['manifest']);
  return lists.flatMap((list) => (Array.isArray(manifest[list]) ? (manifest[list] as unknown[]).map(text) : []));
}
