import { expect, it } from 'vitest';
import type { Summary } from '../engine/summary.ts';
import type { Outcome } from '../engine/supervise.ts';
import type { Problem } from '../errors/problem.ts';
import { type ExitCode, runExit } from './exit-codes.ts';

const problem = (code: string): Problem => ({ code, message: '', where: {} });
const failed = (code: string): Outcome => ({ state: 'failed', path: 'x', problem: problem(code) });
const cancelled: Outcome = { state: 'cancelled', path: 'x' };

function done(score = 0, fields: Partial<Summary> = {}): Outcome {
  const verdict = { score, band: 'no threat found', reason: '', ledger: [], sum: score };
  return {
    state: 'done',
    path: 'x',
    summary: { verdict, problems: [], statistics: undefined, ...fields } as unknown as Summary,
  };
}

const withModule = (state: 'failed' | 'done' | 'skipped', more = {}) =>
  done(0, { statistics: { processing: [{ name: 'a', state, ms: 1, ...more }], signatures: [] } });

it.each<[string, ExitCode, Outcome[], string[], number | undefined]>([
  ['all done, even if malicious', 0, [done(10), done(2)], [], undefined],
  ['damage that was kept out', 0, [done(0, { problems: [problem('CALLS_TRUNCATED')] })], [], undefined],
  ['an input that is not there', 10, [done(), failed('ANALYSIS_NOT_FOUND')], [], undefined],
  ['an input that is none', 11, [failed('ANALYSIS_NOT_RECOGNISED')], [], undefined],
  ['an input that cannot be read', 12, [failed('ARCHIVE_DAMAGED')], [], undefined],
  ['an input that is too large', 13, [failed('ARCHIVE_LIMIT')], [], undefined],
  ['an input that was given up', 14, [failed('RUN_HUNG')], [], undefined],
  [
    'inputs that failed for different reasons',
    19,
    [failed('ANALYSIS_NOT_FOUND'), failed('ARCHIVE_LIMIT')],
    [],
    undefined,
  ],
  ['a module that could not be loaded', 20, [done()], ['PLUGIN_SYNTAX'], undefined],
  ['a remark on a module', 0, [done()], ['PLUGIN_NAME_DIFFERS'], undefined],
  ['a module that failed', 21, [withModule('failed')], [], undefined],
  ['modules that did not', 0, [withModule('done')], [], undefined],
  ['a module that had nothing to do', 0, [withModule('skipped', { reason: 'no rules' })], [], undefined],
  ['a module that was left out', 21, [withModule('skipped')], [], undefined],
  ['a report that was not written', 22, [done(0, { problems: [problem('REPORTING_NOT_WRITTEN')] })], [], undefined],
  ['a finding', 30, [done(6.9), done(7)], [], 7],
  ['no finding', 0, [done(6.9)], [], 7],
  ['a finding, whatever else went wrong', 30, [done(9), failed('ARCHIVE_LIMIT')], ['PLUGIN_SYNTAX'], 7],
  ['a failed input is no finding of 0', 12, [failed('ARCHIVE_DAMAGED')], [], 0],
  ['cancelled', 130, [done(9), cancelled], [], 7],
  ['a mistake of ours', 1, [failed('BUG'), failed('ARCHIVE_LIMIT')], [], undefined],
])('%s: %i', (_, code, outcomes, plugins, failOn) => {
  expect(runExit({ outcomes, pluginProblems: plugins.map(problem), failOn })).toBe(code);
});
