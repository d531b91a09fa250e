import type { Results } from 'ovoscope';
import { type Entry, entries, entry, staticOf } from './_pe.ts';

export { type Entry, entries, entry, pick, text } from './_pe.ts';

/** What is known of an Office document, and of an RTF document, which says the same in the same words. */
export function documents(results: Results): Entry[] {
  const found = staticOf(results);
  return [entry(found['office']), entry(found['rtf'])].filter((each) => Object.keys(each).length > 0);
}

/** Entries of a list of the document. */
export const listed = (results: Results, list: string): Entry[] =>
  documents(results).flatMap((document) => entries(document[list]));

/** What the words of macros say they do: `auto_exec`, `suspicious`, `iocs`. */
export const macroWords = (results: Results, list: string): Entry[] =>
  documents(results).flatMap((document) => entries(entry(document['macro_analysis'])[list]));
