import { basename, join, relative, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.ts';
import { isYaml, testFiles } from './discover.ts';
import { compiledRoot } from './package.ts';

export interface TestFile {
  /** Absolute. */
  path: string;
  shown: string;
}

export interface TestResult {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  ms: number;
  error?: string;
}

/** One test may take this long before its file is given up. */
const TEST_SECONDS = 30;

/** Test files below the module folders; with names, those of these modules only. */
export function findTests(folders: readonly string[], names: readonly string[]): TestFile[] {
  const paths = [...new Set(folders.flatMap((folder) => testFiles(resolve(folder))))];
  const wanted = new Set(names);
  return paths
    .filter((path) => wanted.size === 0 || wanted.has(basename(path).replace(/\.test\.[cm]?[jt]s$|\.ya?ml$/, '')))
    .map((path) => ({ path, shown: relative('', path) }));
}

type Message = { kind: 'test'; name: string } | { kind: 'result'; result: TestResult } | { kind: 'end' };

/** Runs one file in a thread of its own, so that a test which never ends costs its file only. */
export async function* runTestFile(file: TestFile, signal?: AbortSignal): AsyncGenerator<TestResult> {
  const [bundled] = isYaml(file) ? [{ output: file.path, problems: [] }] : await bundle([file]);
  if (bundled?.output === undefined) {
    const error = bundled?.problems.map(({ message }) => message).join('\n') ?? 'it could not be compiled';
    yield { name: 'the file', state: 'failed', ms: 0, error };
    return;
  }
  const worker = new Worker(join(compiledRoot, 'src', 'engine', 'test-worker.js'), { workerData: bundled.output });
  const queue: TestResult[] = [];
  let running = 'the file';
  let isOver = false;
  let wake = () => {};
  const end = (error?: string) => {
    if (isOver) return;
    isOver = true;
    if (error !== undefined) queue.push({ name: running, state: 'failed', ms: 0, error });
    wake();
  };
  const onAbort = () => end();
  signal?.addEventListener('abort', onAbort, { once: true });
  let timer = setTimeout(() => {}, 0);
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => end(`it did not end within ${TEST_SECONDS} s`), TEST_SECONDS * 1000);
  };
  watch();
  worker.on('message', (message: Message) => {
    watch();
    if (message.kind === 'test') running = message.name;
    else if (message.kind === 'result') queue.push(message.result);
    else end();
    wake();
  });
  worker.on('error', (error: Error) => end(error.stack ?? error.message));
  worker.on('exit', (code) => end(`its thread ended with code ${code}`));
  try {
    while (!isOver || queue.length > 0) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}
