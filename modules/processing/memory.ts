import { resolve } from 'node:path';
import { type MemoryResults, OvoscopeError, Processing, type TaskFile } from 'ovoscope';
import { memoryProblems } from 'ovoscope/formats';
import { readText } from './_file_record.ts';
import { limitOf } from './_options.ts';
import { ProgramFolder, runProgram } from './_program.ts';
import { pluginOf, rowsOf } from './_volatility.ts';

const DUMP = 'memory.dmp';

/**
 * What Volatility 2 or 3 found in the memory of the machine: the JSON that its plugins wrote into `volatility/` or
 * `memory/volatility/`, one file for each, in the fields of Cuckoo's reports. Where there is none and the option
 * `program` names Volatility 3, its plugins are run over `memory.dmp`.
 */
export default class Memory extends Processing<'memory'> {
  readonly key = 'memory' as const;
  override waits = true;
  defaults = {
    /** Volatility 3, as `vol` or a path; empty runs none. */
    program: '',
    /** The plugins that are run. */
    plugins: [
      'windows.pslist',
      'windows.psscan',
      'windows.malfind',
      'windows.dlllist',
      'windows.ldrmodules',
      'windows.handles',
      'windows.mutantscan',
      'windows.svcscan',
      'windows.modscan',
      'windows.ssdt',
      'windows.callbacks',
      'windows.netscan',
    ],
    /** Folder with symbol tables, which Volatility would else fetch from Microsoft; empty takes its own default. */
    symbols: '',
    /** Seconds for each plugin. */
    seconds: 120,
    /** Most rows of a plugin. */
    count: 50_000,
    /** How much of each file is read, in bytes. */
    bytes: 128 << 20,
  };

  async run(): Promise<MemoryResults | undefined> {
    const files = [...this.task.list('volatility'), ...this.task.list('memory/volatility')];
    const results: MemoryResults = {};
    for (const file of files.filter(({ name }) => /\.jsonl?$/i.test(name))) {
      this.signal.throwIfAborted();
      this.#add(results, file);
    }
    const { program } = this.options;
    if (files.length > 0) return results;
    const isRun = typeof program === 'string' && program !== '' && this.task.find(DUMP) !== undefined;
    return isRun ? this.#runProgram(program) : undefined;
  }

  async #runProgram(program: string): Promise<MemoryResults | undefined> {
    const { plugins, symbols } = this.options;
    const results: MemoryResults = {};
    const folder = new ProgramFolder();
    try {
      const dump = await folder.copy(this, DUMP, DUMP);
      if (dump === undefined) return undefined;
      const general = ['-q', '--offline', '-r', 'json', '-f', dump];
      if (typeof symbols === 'string' && symbols !== '') general.push('-s', resolve(symbols));
      for (const plugin of Array.isArray(plugins) ? plugins.map(String) : []) {
        try {
          const limits = { folder, seconds: limitOf(this, 'seconds'), output: limitOf(this, 'bytes') };
          const { output } = await runProgram(this, program, [...general, plugin], limits);
          this.#take(results, plugin, output.toString('utf8'), `the output of ${plugin}`);
        } catch (error) {
          if (this.signal.aborted || !(error instanceof OvoscopeError)) throw error;
          this.problem(error.problem);
          if (error.problem.code === 'PROGRAM_NOT_STARTED') break;
        }
      }
    } finally {
      folder.remove();
    }
    return Object.keys(results).length === 0 ? undefined : results;
  }

  #add(results: MemoryResults, { path, name }: TaskFile): void {
    const text = readText(this, path, limitOf(this, 'bytes'));
    if (text === undefined) return;
    this.#take(results, name, text, path);
  }

  #take(results: MemoryResults, name: string, text: string, path: string): void {
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
