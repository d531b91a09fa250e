import { type Droidmon, Processing } from 'ovoscope';
import { droidmonProblems } from 'ovoscope/formats';
import { type DroidmonEntry, DroidmonLists } from './_droidmon.ts';
import { readText } from './_file_record.ts';
import { limitOf } from './_options.ts';

const FILES = ['logs/droidmon.log', 'droidmon.log'];
/** What is kept of a line that is damaged. */
const LONGEST_ERROR = 200;

/** What an Android program called, by the log of Droidmon: one JSON object in each line. */
export default class DroidmonCalls extends Processing<'droidmon'> {
  readonly key = 'droidmon' as const;
  defaults = {
    /** Most values of each list. */
    count: 20_000,
    /** How much of the log is read, in bytes. */
    bytes: 256 << 20,
  };

  run(): Droidmon | undefined {
    const path = FILES.find((file) => this.task.find(file));
    const content = path && readText(this, path, limitOf(this, 'bytes'));
    if (path === undefined || content === undefined) return undefined;
    const lists = new DroidmonLists(limitOf(this, 'count'));
    let damaged = 0;
    let firstLine = 0;
    let number = 0;
    for (let start = 0; start < content.length; number++) {
      if (number % 4096 === 0) this.signal.throwIfAborted();
      const end = content.indexOf('\n', start);
      const line = content.slice(start, end < 0 ? undefined : end);
      start = end < 0 ? content.length : end + 1;
      // The guest ends lines twice.
      if (line.trim() === '') continue;
      const entry = parse(line);
      if (entry) lists.add(entry);
      else {
        if (damaged++ === 0) firstLine = number + 1;
        lists.error(line.slice(0, LONGEST_ERROR));
      }
    }
    if (damaged > 0) this.problem(droidmonProblems.lines(path, firstLine, damaged));
    if (lists.refused > 0) this.problem(droidmonProblems.tooMany(path, lists.refused, limitOf(this, 'count')));
    return lists.result();
  }
}

function parse(line: string): DroidmonEntry | undefined {
  try {
    const value = JSON.parse(line) as Partial<DroidmonEntry> | null;
    return typeof value?.class === 'string' && typeof value.method === 'string' ? (value as DroidmonEntry) : undefined;
  } catch {
    return undefined;
  }
}
