import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Output, Reporting } from '../plugin/reporting.ts';
import { defaultConfig } from './config/types.ts';
import type { RunContext } from './context.ts';
import { codes, context, reporting } from './fake.cases.ts';
import type { Loaded } from './load.ts';
import { OutputFolder } from './output-folder.ts';
import { runReporting } from './run-reporting.ts';

const file = (path: string, body: Output['body'] = 'x'): Output => ({ path, media: 'text/plain', body });

async function run(modules: Loaded<Reporting>[], fields: Partial<RunContext> = {}, calls?: number) {
  const shared = context(fields);
  const root = temporaryFolder('reporting');
  const { outputs, timings } = await runReporting(modules, {}, new OutputFolder(root, true), calls, shared);
  const states = timings.map(({ name, state }) => `${name} ${state}`);
  return { root, outputs, states, problems: shared.problems.items };
}

it('writes what modules return, as a list, a generator or later', async () => {
  const { root, outputs, states } = await run([
    reporting('a', () => [file('a1', 'one'), file('a2')]),
    reporting('b', function* () {
      yield file('b');
    }),
    reporting('c', async () => [file('c')]),
    reporting('d', async function* () {
      yield file('d');
    }),
  ]);
  expect(readdirSync(root)).toEqual(['a1', 'a2', 'b', 'c', 'd']);
  expect(outputs[0]).toEqual({ module: 'a', media: 'text/plain', path: join(root, 'a1'), bytes: 3 });
  expect(states).toEqual(['a done', 'b done', 'c done', 'd done']);
});

it('a module that throws, in run or in a body, costs its own reports', async () => {
  const late = reporting('late', () => [
    file('late1'),
    file(
      'late2',
      (function* () {
        yield 'x';
        throw new Error('half way');
      })(),
    ),
  ]);
  const early = reporting('early', () => {
    throw new Error('at once');
  });
  const { root, states, problems } = await run([late, early, reporting('fine', () => [file('fine')])]);
  expect(readdirSync(root)).toEqual(['fine', 'late1']);
  expect(states).toEqual(['late failed', 'early failed', 'fine done']);
  expect(codes(problems)).toEqual(['REPORTING_FAILED', 'REPORTING_FAILED']);
});

it('refuses paths that lead elsewhere or are taken, and goes on', async () => {
  const { root, problems } = await run([
    reporting('a', () => [file('../evil'), file('x', 'first'), file('y')]),
    reporting('b', () => [file('x', 'second')]),
  ]);
  expect(readdirSync(root)).toEqual(['x', 'y']);
  expect(readFileSync(join(root, 'x'), 'utf8')).toBe('first');
  expect(codes(problems)).toEqual(['REPORTING_PATH', 'REPORTING_PATH_TWICE']);
});

it('says which calls to write: what was asked for, then the section, then the configuration, then the module', async () => {
  const seen: unknown[] = [];
  const module = reporting('r', function (this: Reporting) {
    seen.push(this.options['calls']);
    return [];
  });
  const section = { options: { calls: 3 }, position: { line: 1, column: 1 }, positions: new Map() };
  const config = { ...defaultConfig(), calls: 2 };
  await run([module]);
  await run([module], { config });
  await run([{ ...module, section }], { config });
  await run([{ ...module, section }], { config }, 4);
  expect(seen).toEqual(['all', 2, 3, 4]);
});

it('stops a module whose time is over', async () => {
  const config = { ...defaultConfig(), limits: { moduleSeconds: 1, signatureSeconds: 1, reportSeconds: 0.01 } };
  const { states, problems } = await run([reporting('slow', () => new Promise(() => {}))], { config });
  expect(states).toEqual(['slow failed']);
  expect(codes(problems)).toEqual(['REPORTING_TIMEOUT']);
});

it('gives modules the files of the analysis that the run lets them have', async () => {
  const seen: unknown[] = [];
  const look = reporting('look', function (this: Reporting) {
    seen.push(this.readFile('shots/1.png', 10));
    return [];
  });
  const bytes = new Uint8Array([1, 2]);
  await run([look], { readFile: (path) => (path === 'shots/1.png' ? bytes : undefined) });
  await run([look]);
  expect(seen).toEqual([bytes, undefined]);
});

it('keeps the code and the hint of what a module says is in its way', async () => {
  const problem = { code: 'X_ABSENT', message: 'x is not installed', hint: 'Install x.', where: {} };
  const { states, problems } = await run([
    reporting('needs-x', () => {
      throw new OvoscopeError(problem);
    }),
  ]);
  expect(states).toEqual(['needs-x failed']);
  expect(problems).toEqual([{ ...problem, where: { module: 'needs-x' } }]);
});
