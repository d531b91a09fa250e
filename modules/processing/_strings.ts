import { setImmediate } from 'node:timers/promises';
import { errorText, type Processing, type Task } from 'ovoscope';
import { fileProblems, type StringEncoding, StringScanner, stringsProblems } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';

/** The strings of one encoding: the first ones with their offsets, and how many there are. */
export interface StringList {
  texts: string[];
  offsets: number[];
  found: number;
}

export type SampleStrings = { readonly [encoding in StringEncoding]: StringList };

/** What `strings` found, for `strings_ex`, which tells where. */
const known = new WeakMap<Task, SampleStrings>();

export const stringsOf = (task: Task): SampleStrings | undefined => known.get(task);

const CHUNK = 256 * 1024;
const TURN = 16;
const NAMES: { readonly [encoding in StringEncoding]: string } = { ascii: 'ASCII', utf16: 'UTF-16' };

/** The strings of the sample, within the module's limits. Undefined without a sample, or with one that can't be read. */
export async function readSampleStrings(module: Processing): Promise<SampleStrings | undefined> {
  const { sample } = module.task;
  const source = sample && openFile(module, sample.path);
  if (!source) return undefined;
  const count = limitOf(module, 'count');
  const longest = Math.max(1, limitOf(module, 'longest'));
  const lists: SampleStrings = { ascii: empty(), utf16: empty() };
  let cut = 0;
  const scanner = new StringScanner(
    (encoding, offset, length, text) => {
      const list = lists[encoding];
      if (list.found++ >= count) return;
      list.texts.push(text());
      list.offsets.push(offset);
      if (length > longest) cut++;
    },
    { minimum: limitOf(module, 'minimum'), longest },
  );
  const size = Math.min(source.size, limitOf(module, 'bytes'));
  try {
    const buffer = new Uint8Array(Math.min(CHUNK, size));
    for (let at = 0, turn = 1; at < size; turn++) {
      module.signal.throwIfAborted();
      const got = source.read(buffer.subarray(0, Math.min(buffer.length, size - at)), at);
      if (got === 0) break;
      scanner.push(buffer.subarray(0, got));
      at += got;
      if (turn % TURN === 0) await setImmediate();
    }
  } catch (error) {
    if (module.signal.aborted) throw error;
    module.problem(fileProblems.unreadable(source.name, errorText(error)));
    return undefined;
  } finally {
    source.close();
  }
  scanner.finish();
  if (size < source.size) module.problem(stringsProblems.unread(source.name, source.size, size));
  for (const encoding of ['ascii', 'utf16'] as const) {
    const { found, texts } = lists[encoding];
    if (found > texts.length) {
      module.problem(stringsProblems.tooMany(source.name, NAMES[encoding], found, texts.length));
    }
  }
  if (cut > 0) module.problem(stringsProblems.cut(source.name, cut, longest));
  known.set(module.task, lists);
  return lists;
}

const empty = (): StringList => ({ texts: [], offsets: [], found: 0 });
