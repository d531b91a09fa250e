import { jsonProblems } from '../../errors/json.ts';
import type { Problem } from '../../errors/problem.ts';
import type { JsonPath, JsonRead } from './types.ts';

/** Everything that was odd in a text, as problems of `file`. */
export function jsonReadProblems(file: string, read: JsonRead): Problem[] {
  const problems: Problem[] = [];
  const { notes, stopped, trailing } = read;
  if (stopped) problems.push(jsonProblems.stopped(file, stopped.offset, stopped.what));
  if (trailing !== undefined) problems.push(jsonProblems.trailing(file, trailing));
  for (const { path, offset, bytes } of read.dropped) {
    problems.push(jsonProblems.dropped(file, pathText(path), offset, bytes));
  }
  if (read.droppedMore > 0) problems.push(jsonProblems.droppedMore(file, read.droppedMore));
  const { duplicateKeys, notFinite, badUtf8, badText, longNumbers } = notes;
  if (duplicateKeys) problems.push(jsonProblems.duplicateKeys(file, duplicateKeys.offset, duplicateKeys.count));
  if (notFinite) problems.push(jsonProblems.notFinite(file, notFinite.offset, notFinite.count));
  if (badUtf8 || badText) {
    const first = Math.min(badUtf8?.offset ?? Number.MAX_VALUE, badText?.offset ?? Number.MAX_VALUE);
    problems.push(jsonProblems.badText(file, first, (badUtf8?.count ?? 0) + (badText?.count ?? 0)));
  }
  if (longNumbers) problems.push(jsonProblems.longNumbers(file, longNumbers.offset, longNumbers.count));
  return problems;
}

const SHOWN = 8;

/** `behavior.processes[3].calls`; long keys and paths are cut. */
export function pathText(path: JsonPath): string {
  let text = '';
  for (const part of path.slice(0, SHOWN)) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${part.length > 60 ? `${part.slice(0, 60)}\u2026` : part}`;
  }
  if (path.length > SHOWN) text += `\u2026 (${path.length - SHOWN} levels deeper)`;
  return text === '' ? 'the root' : text;
}
