import {
  type KeptFiles,
  OvoscopeError,
  type Problem,
  type Processing,
  type Results,
  type Task,
  type TaskFile,
} from '../../src/index.ts';
import { MemorySource } from '../../src/util/byte-source.ts';

export interface MemoryTaskFacts {
  dialect?: string;
  info?: { [name: string]: unknown };
}

/** An analysis that exists only in memory: its files by path. The sample is `binary`. */
export function memoryTask(files: { [path: string]: string | Uint8Array }, facts: MemoryTaskFacts = {}): Task {
  const contents = new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
  const find = (path: string): TaskFile | undefined => {
    const content = contents.get(path);
    return content && { path, name: path.slice(path.lastIndexOf('/') + 1), size: content.length };
  };
  return {
    path: '/analysis',
    dialect: facts.dialect ?? 'cuckoo-2',
    info: facts.info ?? {},
    sample: find('binary'),
    find,
    list: (folder, options) =>
      [...contents.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .filter((path) => options?.recursive || !path.slice(folder.length + 1).includes('/'))
        .sort()
        .map((path) => find(path)!),
    open: (path) => {
      const content = contents.get(path);
      if (!content) throw new OvoscopeError({ code: 'ANALYSIS_NO_FILE', message: `no ${path}`, where: { file: path } });
      return new MemorySource(content, path);
    },
    text: (path, limit = 1 << 24) => contents.get(path)?.subarray(0, limit).toString('utf8'),
  };
}

/** Runs a module as the engine does; `problems` are what it recorded. */
export async function runModule<M extends Processing>(
  Module: new () => M,
  task: Task,
  given: {
    results?: Results;
    options?: { [name: string]: unknown };
    signal?: AbortSignal;
    files?: KeptFiles;
  } = {},
): Promise<{ value: Awaited<ReturnType<M['run']>>; problems: Problem[] }> {
  const problems: Problem[] = [];
  const module = new Module();
  const log = { debug() {}, info() {}, warn() {} };
  Object.assign(module, {
    task,
    log,
    results: given.results ?? {},
    files: given.files,
    options: { ...module.defaults, ...given.options },
    signal: given.signal ?? new AbortController().signal,
    problem: (problem: Problem) => problems.push(problem),
    skip: () => {},
  });
  return { value: (await module.run()) as Awaited<ReturnType<M['run']>>, problems };
}
