import { createHash } from 'node:crypto';
import type { ExportedFunction } from './exports.ts';
import type { ImportedLibrary } from './imports.ts';
import { ORDINALS } from './ordinals.ts';

const EXTENSIONS = /\.(?:ocx|sys|dll)$/;
/** Names with other characters, and empty ones, don't count. */
const COUNTED = /^[A-Za-z0-9._?@$()<>]+$/;

/** MD5 over the imported functions in their order, as Mandiant defined it; empty where nothing is imported. */
export function importHash(libraries: readonly ImportedLibrary[]): string {
  const names: string[] = [];
  for (const { dll, functions } of libraries) {
    const library = dll.toLowerCase();
    const short = library.replace(EXTENSIONS, '');
    for (const { name, ordinal } of functions) {
      const word = name ?? ORDINALS.get(library)?.get(ordinal!) ?? `ord${ordinal}`;
      if (COUNTED.test(word)) names.push(`${short}.${word.toLowerCase()}`);
    }
  }
  return names.length === 0 ? '' : createHash('md5').update(names.join(','), 'latin1').digest('hex');
}

/** SHA-256 over the names of the exported functions in their order; empty where there are none. */
export function exportHash(functions: readonly ExportedFunction[]): string {
  const names = functions.flatMap(({ name }) => (name ? [name.toLowerCase()] : []));
  return names.length === 0 ? '' : createHash('sha256').update(names.join(','), 'latin1').digest('hex');
}
