/** A thread that runs one file of tests, with the functions that test runners have. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { isYaml } from './discover.ts';
import type { TestResult } from './run-tests.ts';

type Body = () => unknown;

interface Test {
  name: string;
  body: Body;
  isSkipped: boolean;
  isOnly: boolean;
  suite: Suite;
}

interface Suite {
  name: string;
  parent: Suite | undefined;
  isSkipped: boolean;
  isOnly: boolean;
  before: Body[];
  after: Body[];
  beforeEach: Body[];
  afterEach: Body[];
  started: boolean;
}

const port = parentPort!;
const tests: Test[] = [];
const bodies: Promise<unknown>[] = [];
let current = newSuite('', undefined);
const root = current;

function newSuite(name: string, parent: Suite | undefined): Suite {
  const lists = { before: [], after: [], beforeEach: [], afterEach: [] };
  return { name, parent, isSkipped: false, isOnly: false, started: false, ...lists };
}

function describe(name: string, body: () => void, flags: Partial<Suite> = {}): void {
  const outer = current;
  current = Object.assign(newSuite(name, outer), flags);
  try {
    const ended: unknown = body();
    if (ended instanceof Promise) bodies.push(ended);
  } finally {
    current = outer;
  }
}

function it(name: string, body: Body, flags: Partial<Test> = {}): void {
  tests.push({ name, body, isSkipped: false, isOnly: false, suite: current, ...flags });
}

const variants = <F extends (name: string, body: () => void, flags?: object) => void>(register: F) =>
  Object.assign((name: string, body: () => void) => register(name, body), {
    skip: (name: string, body: () => void = () => {}) => register(name, body, { isSkipped: true }),
    only: (name: string, body: () => void) => register(name, body, { isOnly: true }),
  });

const functions = {
  describe: variants(describe),
  it: variants(it),
  test: variants(it),
  beforeAll: (body: Body) => current.before.push(body),
  afterAll: (body: Body) => current.after.push(body),
  before: (body: Body) => current.before.push(body),
  after: (body: Body) => current.after.push(body),
  beforeEach: (body: Body) => current.beforeEach.push(body),
  afterEach: (body: Body) => current.afterEach.push(body),
};
Object.assign(globalThis, functions);
process.setSourceMapsEnabled(true);

const tell = (result: TestResult) => port.postMessage({ kind: 'result', result });

function path(suite: Suite | undefined): Suite[] {
  return suite === undefined || suite === root ? [root] : [...path(suite.parent), suite];
}

function fullName({ name, suite }: Test): string {
  return [
    ...path(suite)
      .slice(1)
      .map((outer) => outer.name),
    name,
  ].join(' › ');
}

async function run(test: Test): Promise<void> {
  const suites = path(test.suite);
  const name = fullName(test);
  if (test.isSkipped || suites.some(({ isSkipped }) => isSkipped)) {
    tell({ name, state: 'skipped', ms: 0 });
    return;
  }
  port.postMessage({ kind: 'test', name });
  const started = performance.now();
  let failure: unknown;
  try {
    for (const suite of suites) {
      if (!suite.started) for (const body of suite.before) await body();
      suite.started = true;
    }
    for (const suite of suites) for (const body of suite.beforeEach) await body();
    await test.body();
  } catch (error) {
    failure = error ?? new Error(`it threw ${error}`);
  }
  for (const suite of suites.toReversed()) {
    for (const body of suite.afterEach) {
      try {
        await body();
      } catch (error) {
        failure ??= error;
      }
    }
  }
  const ms = performance.now() - started;
  if (failure === undefined) tell({ name, state: 'passed', ms });
  else tell({ name, state: 'failed', ms, error: failureText(failure) });
}

function failureText(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const lines = (failure.stack ?? failure.message).split('\n');
  // Frames of Node and of Ovoscope itself say nothing to an author.
  return lines.filter((line) => !/^\s+at .*(?:node:internal|[\\/]dist[\\/]src[\\/])/.test(line)).join('\n');
}

try {
  const file = workerData as string;
  if (isYaml({ path: file })) {
    const { registerCases } = await import('../yaml-signatures/register-cases.ts');
    registerCases(file, readFileSync(file, 'utf8'), functions);
  } else await import(pathToFileURL(file).href);
  await Promise.all(bodies);
  const isOnly = ({ isOnly, suite }: Test) => isOnly || path(suite).some((outer) => outer.isOnly);
  const chosen = tests.some(isOnly) ? tests.filter(isOnly) : tests;
  for (const test of chosen) await run(test);
  const suites = new Set(chosen.flatMap(({ suite }) => path(suite)));
  for (const suite of [...suites].reverse()) if (suite.started) for (const body of suite.after) await body();
} catch (error) {
  tell({ name: 'the file', state: 'failed', ms: 0, error: failureText(error) });
}
port.postMessage({ kind: 'end' });
port.close();
