import type { RuleFault } from './types.ts';

/**
 * Reads what the compiler says of a rule: `error[E025]: unknown pattern`, ` --> line:4:13`, the line, and what is
 * wrong at its mark. Files may hold bytes of anybody; nothing of the text is taken but these.
 */
export function parseFault(file: string, text: string): RuleFault {
  const lines = text.slice(0, 10_000).split('\n');
  const title = (lines[0] ?? '').replace(/^(?:Error: )?error(?:\[\w{1,10}\])?: /, '').slice(0, 200);
  const place = lines.map((line) => /-->\s(?:line)?:?(\d{1,9}):(\d{1,9})/.exec(line)).find(Boolean);
  const mark = lines.map((line) => /^\s*\|\s*\^+\s(.{1,200})/.exec(line)?.[1]).find(Boolean);
  return {
    file,
    line: place ? Number(place[1]) : undefined,
    column: place ? Number(place[2]) : undefined,
    message: mark === undefined ? title : `${title}: ${mark.trim()}`,
  };
}
