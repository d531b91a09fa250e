import { setImmediate } from 'node:timers/promises';
import { type ByteSource, errorText, type Processing } from 'ovoscope';
import { fileProblems, idsProblems, PartSource, readTextLines } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';

const TURN = 5000;
const TOO_LONG = 'it is too long';

/**
 * Reads a log line by line, up to the module's option `bytes`. `take` gives undefined for a line that is fine, else
 * what is wrong with it; how many were wrong is one problem. Lines without text are passed over. A log that is not of
 * the analysis is given as `opened`, and closed.
 */
export async function eachLine(
  module: Processing,
  path: string,
  take: (line: string) => string | undefined,
  opened?: ByteSource,
): Promise<void> {
  const source = opened ?? openFile(module, path);
  if (!source) return;
  const bytes = limitOf(module, 'bytes');
  let wrong = 0;
  let first: { number: number; what: string } | undefined;
  try {
    if (source.size > bytes) module.problem(fileProblems.textCut(path, source.size, bytes));
    for (const { number, text } of readTextLines(new PartSource(source, 0, bytes), { signal: module.signal })) {
      if (number % TURN === 0) await setImmediate();
      const what = text === undefined ? TOO_LONG : text.trim() === '' ? undefined : take(text);
      if (what === undefined) continue;
      wrong++;
      first ??= { number, what };
    }
  } catch (error) {
    if (module.signal.aborted) throw error;
    module.problem(fileProblems.unreadable(path, errorText(error)));
  } finally {
    source.close();
  }
  if (first) module.problem(idsProblems.lines(path, first.number, wrong, first.what));
}

/** Adds up to a number of entries to each list; what is more is counted, and told by `tell`. */
export class BoundedLists<Lists extends { [name: string]: unknown[] }> {
  readonly lists: Lists;
  readonly #most: number;
  readonly #found = new Map<keyof Lists & string, number>();

  constructor(lists: Lists, most: number) {
    this.lists = lists;
    this.#most = most;
  }

  add(list: keyof Lists & string, entry: unknown): void {
    this.#found.set(list, (this.#found.get(list) ?? 0) + 1);
    if (this.lists[list]!.length < this.#most) this.lists[list]!.push(entry);
  }

  tell(module: Processing, path: string): void {
    for (const [list, found] of this.#found) {
      if (found > this.#most) module.problem(idsProblems.tooMany(path, list, found, this.#most));
    }
  }
}
