import { OvoscopeError, type Problem } from '../errors/problem.ts';
import type { Results } from '../plugin/container.ts';
import type { ProcessingClass } from '../plugin/processing.ts';
import { CheckFailed, shown } from './failure.ts';
import { frozen } from './freeze.ts';
import { MemoryTask, type MemoryTaskOptions } from './memory-task.ts';
import { within } from './within.ts';

export interface ProcessingInput extends MemoryTaskOptions {
  files: ReadonlyMap<string, Uint8Array>;
  /** Keys that other modules gave. */
  results?: Results;
  options?: { readonly [name: string]: unknown };
  signal?: AbortSignal;
}

export interface ProcessingOutcome {
  value: unknown;
  problems: Problem[];
  /** The coded failure, where it gave up. */
  failure?: OvoscopeError;
  ms: number;
}

const HANG_MS = 20_000;
const SETTLE_MS = 1_000;

/** Runs a new instance over files in memory. Throws what the module throws, but for failures with a code. */
export async function runProcessing(Class: ProcessingClass, input: ProcessingInput): Promise<ProcessingOutcome> {
  const module = new Class();
  const problems: Problem[] = [];
  const silent = () => {};
  module.task = new MemoryTask(input.files, input);
  module.results = frozen({ ...input.results });
  module.options = { ...module.defaults, ...input.options };
  module.signal = input.signal ?? new AbortController().signal;
  module.log = { debug: silent, info: silent, warn: silent };
  module.problem = (problem) => problems.push(checked(module.key, problem));
  const started = performance.now();
  const late = () => new CheckFailed(`${module.key}: run() had not returned after ${HANG_MS / 1000} s`);
  try {
    const value: unknown = await within(HANG_MS, () => module.run(), late);
    return { value, problems, ms: performance.now() - started };
  } catch (error) {
    if (!(error instanceof OvoscopeError)) throw error;
    return { value: undefined, problems, failure: error, ms: performance.now() - started };
  }
}

/** Whether a module that was told to stop comes to an end soon, by returning or by throwing. */
export async function settlesOnAbort(Class: ProcessingClass, input: ProcessingInput): Promise<boolean> {
  const controller = new AbortController();
  const run = runProcessing(Class, { ...input, signal: controller.signal }).then(
    () => true,
    () => true,
  );
  controller.abort();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), SETTLE_MS);
  });
  const settled = await Promise.race([run, late]);
  clearTimeout(timer);
  return settled;
}

function checked(key: string, problem: Problem): Problem {
  const isCoded = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(problem?.code ?? '');
  const says = typeof problem?.message === 'string' && problem.message !== '' && !/[.\n]$/.test(problem.message);
  if (isCoded && says && typeof problem.where === 'object') return problem;
  throw new CheckFailed(
    `${key} recorded a problem that is not { code, message, where } with a code in capitals and a message without a final period: ${shown(problem)}`,
  );
}
