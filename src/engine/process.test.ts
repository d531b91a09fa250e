import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Debug, Info, Results } from '../plugin/container.ts';
import { given } from '../testing/given.ts';
import { Cancelled } from './budget.ts';
import { codes, input, processing, reporting, signature } from './fake.cases.ts';
import type { Plugins } from './load.ts';
import { type Input, type ProcessOptions, processAnalysis } from './process.ts';

const info: Info = { version: '2.0.7', started: null, ended: null, duration: -1 };
const debug: Debug = { log: '', errors: ['from the guest'] };

function plugins(fields: Partial<Plugins> = {}): Plugins {
  return { processing: [], signatures: [], reporting: [], problems: [], ...fields };
}

function run(fields: Partial<Plugins>, options: Partial<ProcessOptions> = {}, opened: Partial<Input> = {}) {
  return processAnalysis('analysis', {
    plugins: plugins(fields),
    out: false,
    clock: () => 0,
    open: async () => input(opened),
    ...options,
  });
}

describe('the container', () => {
  it('has the documented keys first and the engine’s own where they do not hide them', async () => {
    const { results } = await run({
      processing: [
        processing('zoo', () => 1),
        processing('debug', () => debug),
        processing('behavior', () => given('a.exe', ['NtClose', {}]).behavior),
        processing('info', () => info),
      ],
    });
    expect(Object.keys(results)).toEqual([
      'info',
      'verdict',
      'signatures',
      'behavior',
      'debug',
      'zoo',
      'problems',
      'statistics',
    ]);
  });

  it('has Cuckoo’s score, our verdict and who made it', async () => {
    const { results } = await run({
      processing: [processing('info', () => info)],
      signatures: [signature('a', { severity: 3, run: () => true }), signature('b', { severity: 1, run: () => true })],
    });
    expect(results.info).toMatchObject({ version: '2.0.7', score: 0.8, ovoscope: { version: expect.any(String) } });
    expect(results.verdict).toMatchObject({ score: 5.5, band: 'suspicious' });
  });

  it('has every problem, also as lines of debug.errors', async () => {
    const failing = processing('static', () => {
      throw new Error('not a PE');
    });
    const noted = { code: 'ANALYSIS_LIMIT', message: 'too many files', where: {} };
    const { results } = await run(
      { processing: [processing('debug', () => debug), failing] },
      {},
      { problems: [noted] },
    );
    expect(codes(results.problems!)).toEqual(['ANALYSIS_LIMIT', 'MODULE_FAILED']);
    expect(results.debug!.errors).toEqual([
      'from the guest',
      'ANALYSIS_LIMIT: too many files',
      'MODULE_FAILED: the processing module static failed: not a PE',
    ]);
  });

  it('is frozen while signatures and reports look at it', async () => {
    const vandal = signature('vandal', {
      run(results) {
        (results.info as Info).version = 'changed';
        return true;
      },
    });
    const adder = signature('adder', {
      run(results) {
        (results as { [key: string]: unknown })['mine'] = 1;
        return true;
      },
    });
    const { results, problems } = await run({
      processing: [processing('info', () => info)],
      signatures: [vandal, adder],
    });
    expect(results.info!.version).toBe('2.0.7');
    expect(codes(problems)).toEqual(['SIGNATURE_FAILED', 'SIGNATURE_FAILED']);
  });

  it('is the same each time', async () => {
    const one = () =>
      run({ processing: [processing('info', () => info)], signatures: [signature('a', { run: () => true })] });
    expect(JSON.stringify((await one()).results)).toBe(JSON.stringify((await one()).results));
  });

  it('a new instance of each signature is made for each analysis', async () => {
    const counting = signature('counting', {
      data: [],
      run() {
        this.data.push('seen');
        return this.data.length === 1;
      },
    });
    for (let i = 0; i < 2; i++) expect((await run({ signatures: [counting] })).results.signatures).toHaveLength(1);
  });
});

describe('the verdict', () => {
  it('is inconclusive where behaviour failed', async () => {
    const failing = processing('behavior', () => {
      throw new Error('no');
    });
    expect((await run({ processing: [failing] })).results.verdict!.band).toBe('inconclusive');
  });

  it('is inconclusive where no process recorded a call', async () => {
    const empty = processing('behavior', () => ({
      processes: [],
      processtree: [],
      summary: { files: [], keys: [], mutexes: [] },
    }));
    expect((await run({ processing: [empty] })).results.verdict!.band).toBe('inconclusive');
  });

  it('finds no threat where calls were recorded and nothing matched', async () => {
    const calls = processing('behavior', () => given('a.exe', ['NtClose', {}]).behavior);
    expect((await run({ processing: [calls] })).results.verdict!.band).toBe('no threat found');
  });
});

it('writes reports to the folder of the user, else to that of the analysis', async () => {
  const make = reporting('r', (results: Results) => [
    { path: 'keys.txt', media: 'text/plain', body: Object.keys(results).join() },
  ]);
  const own = temporaryFolder('process');
  const asked = await run({ reporting: [make] }, { out: own });
  expect(asked.outputs.map(({ path }) => path)).toEqual([join(own, 'keys.txt')]);
  expect(readFileSync(join(own, 'keys.txt'), 'utf8')).toBe('verdict,signatures,problems,statistics');

  const defaultOut = join(own, 'reports');
  const open = async () => input({ defaultOut });
  await processAnalysis('analysis', { plugins: plugins({ reporting: [make] }), open });
  expect(readdirSync(defaultOut)).toEqual(['keys.txt']);
});

it('runs only what was asked for and what that needs', async () => {
  const ran: string[] = [];
  const note = (key: string, ...needs: string[]) => processing(key, () => ran.push(key), needs);
  const { results } = await run(
    { processing: [note('a'), note('b', 'a'), note('c')], signatures: [signature('s', { run: () => true })] },
    { only: ['b'] },
  );
  expect(ran).toEqual(['a', 'b']);
  expect(Object.keys(results)).toEqual(['a', 'b']);
});

describe('failures', () => {
  it('an input that is none rejects with its problem', async () => {
    const problem = { code: 'ANALYSIS_NOT_FOUND', message: 'x does not exist', where: {} };
    const open = () => Promise.reject(new OvoscopeError(problem));
    await expect(run({}, { open })).rejects.toMatchObject({ problem });
  });

  it('closes the input on every way out', async () => {
    let closed = 0;
    const close = () => void closed++;
    const done = await run({}, {}, { close });
    expect(closed).toBe(0);
    await done.close();
    expect(closed).toBe(1);
    const controller = new AbortController();
    const abort = processing('a', () => controller.abort());
    const running = run({ processing: [abort, processing('b', () => 1)] }, { signal: controller.signal }, { close });
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(closed).toBe(2);
  });
});
