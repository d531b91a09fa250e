import { type MemoryResults, Processing, type TaskFile } from 'ovoscope';
import { memoryProblems } from 'ovoscope/formats';
import { readText } from './_file_record.ts';
import { limitOf } from './_options.ts';
import { pluginOf, rowsOf } from './_volatility.ts';

/**
 * What Volatility 2 or 3 found in the memory of the machine: the JSON that its plugins wrote into `volatility/` or
 * `memory/volatility/`, one file for each, in the fields of Cuckoo's reports.
 */
export default class Memory extends Processing<'memory'> {
  readonly key = 'memory' as const;
  defaults = {
    /** Most rows of a plugin. */
    count: 50_000,
    /** How much of each file is read, in bytes. */
    bytes: 128 << 20,
  };

  run(): MemoryResults | undefined {
    const files = [...this.task.list('volatility'), ...this.task.list('memory/volatility')];
    const results: MemoryResults = {};
    for (const file of files.filter(({ name }) => /\.jsonl?$/i.test(name))) {
      this.signal.throwIfAborted();
      this.#add(results, file);
    }
    return files.length === 0 ? undefined : results;
  }

  #add(results: MemoryResults, { path, name }: TaskFile): void {
    const text = readText(this, path, limitOf(this, 'bytes'));
    if (text === undefined) return;
    const plugin = pluginOf(name);
    const limit = limitOf(this, 'count');
    const found = rowsOf(text.replace(/^\ufeff/, ''), plugin, limit);
    if (!found) {
      this.problem(memoryProblems.format(path));
      return;
    }
    if (found.odd > 0) this.problem(memoryProblems.rows(path, found.odd));
    if (found.more > 0) this.problem(memoryProblems.tooMany(path, found.more + limit, limit));
    const known = Object.hasOwn(results, plugin) ? results[plugin]!.data : [];
    const value = { config: { filter: false }, data: [...known, ...found.rows] };
    Object.defineProperty(results, plugin, { value, enumerable: true, configurable: true, writable: true });
  }
}
