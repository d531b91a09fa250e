import type { Results } from 'ovoscope';
import { type Entry, entries, entry, text } from '../_flows.ts';

export { type Entry, entries, entry, pick, text } from '../_flows.ts';

export interface Section {
  name: string;
  entropy: number;
  /** Bytes in the file. */
  size: number;
  /** Bytes in memory. */
  memory: number;
  isExecutable: boolean;
  isWritable: boolean;
}

export const count = (value: unknown): number => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
};

export const staticOf = (results: Results): Entry => entry(results.static);

/** What is known of a Windows program beyond Cuckoo's lists; empty for all else. */
export const peOf = (results: Results): Entry => entry(staticOf(results)['pe']);

export function sections(results: Results): Section[] {
  return entries(staticOf(results)['pe_sections']).map((section) => {
    const flags = text(section['characteristics']);
    return {
      name: text(section['name']),
      entropy: count(section['entropy']),
      size: count(section['size_of_data']),
      memory: count(section['virtual_size']),
      isExecutable: flags.includes('MEM_EXECUTE'),
      isWritable: flags.includes('MEM_WRITE'),
    };
  });
}

/** Libraries in lower case, and the functions of each. */
export function imports(results: Results): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { dll, imports: functions } of entries(staticOf(results)['pe_imports'])) {
    const names = entries(functions).map(({ name }) => text(name));
    found.set(text(dll).toLowerCase(), names.filter(Boolean));
  }
  return found;
}

export const importedFunctions = (results: Results): Set<string> => new Set([...imports(results).values()].flat());

export const isDotnet = (results: Results): boolean =>
  imports(results).has('mscoree.dll') || peOf(results)['dotnet'] != null;

/** A string of the version resource; empty where there is none. */
export function versionString(results: Results, name: string): string {
  const found = entries(staticOf(results)['pe_versioninfo']).find((each) => each['name'] === name);
  return text(found?.['value']);
}
