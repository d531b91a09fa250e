import type { Diagnostic } from './diagnostic.ts';
import { readRuleFile } from './read-rule-file.ts';
import type { ReadOptions } from './rule-file.ts';
import { applyEdits } from './text/edit.ts';

export interface FixedRuleFile {
  /** The mended text; every mend that is certain is in it. */
  text: string;
  /** What was mended, in the order of mending. */
  mended: Diagnostic[];
  /** What has to be mended by hand. */
  remaining: Diagnostic[];
}

/** Each round mends everything that does not overlap. Rule keys that are moved to one place take a round each. */
const MAX_ROUNDS = 500;
/** Characters that all rounds together may read. */
const MAX_WORK = 5e8;
const LISTED = 100_000;

/**
 * Mends a rule file: valid JSON that means what the file was read as, with the layout kept where nothing was wrong.
 * When nothing remains, checking the text finds nothing.
 */
export function fixRuleFile(name: string, bytes: Uint8Array, options: ReadOptions = {}): FixedRuleFile {
  const settings: ReadOptions = { ...options, strict: false, limits: { ...options.limits, diagnostics: LISTED } };
  const readText = (text: string) => readRuleFile(name, new TextEncoder().encode(text), settings);
  let read = readRuleFile(name, bytes, settings);
  // Without edits: mended by being written as UTF-8.
  const mended = read.diagnostics.filter(({ edits }) => edits?.length === 0);
  if (mended.length > 0) read = readText(read.source.text);
  for (let round = 0; round < MAX_ROUNDS && round * read.source.text.length < MAX_WORK; round += 1) {
    const mendable = read.diagnostics.filter(({ edits }) => edits);
    // The places of whole lists are known for certain only once the text is well formed.
    const syntax = mendable.filter(({ isSyntax }) => isSyntax);
    const now = syntax.length > 0 ? syntax : mendable;
    const { text, applied } = applyEdits(
      read.source.text,
      now.map(({ edits }) => edits!),
    );
    if (applied.size === 0) break;
    mended.push(...now.filter((_, index) => applied.has(index) && mended.length < LISTED));
    read = readText(text);
  }
  return { text: read.source.text, mended, remaining: read.diagnostics };
}
