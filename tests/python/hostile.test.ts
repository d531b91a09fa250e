import { existsSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonRun } from '../../src/python/types.ts';
import { capeResults, evidenceOf, loadSet, prepare, problemsOf, runSet } from './fixture.ts';

beforeAll(prepare, 120_000);

const MB = 1 << 20;

describe('ways out of the interpreter', () => {
  let run: PythonRun;
  let again: PythonRun;

  beforeAll(async () => {
    rmSync('/tmp/escaped', { force: true });
    process.env['OVOSCOPE_TEST_SECRET'] = 'secret';
    const python = await loadSet('hostile');
    const disabled = new Set(python.signatures.map(({ name }) => name).filter((name) => !name.startsWith('escape')));
    run = await python.run(capeResults(), { disabled });
    again = await python.run(capeResults(), { disabled });
    await python.close();
  }, 60_000);

  it('there is no bridge to JavaScript, and no way to make one', () => {
    expect(evidenceOf(run, 'escape_bridge')).toEqual({
      imported: [],
      core: [],
      built_again: [],
      objects: [],
      finders: [],
    });
  });

  it('no program can be run', () => {
    const { kill, ...others } = evidenceOf(run, 'escape_programs');
    expect(others).toEqual({
      system: false,
      popen: expect.stringMatching(/Error$/),
      fork: expect.stringMatching(/Error$/),
      exec: expect.stringMatching(/Error$/),
      spawn: expect.stringMatching(/Error$/),
      subprocess: expect.stringMatching(/Error$/),
    });
    expect(kill).toMatch(/Error$/);
    expect(existsSync('/tmp/escaped')).toBe(false);
  });

  it('no file of the host can be read, nor its environment', () => {
    const files = evidenceOf(run, 'escape_files');
    expect(files['top']).toEqual(['dev', 'home', 'lib', 'ovoscope', 'proc', 'run', 'signatures', 'tmp']);
    expect(files['passwd']).toBe('FileNotFoundError');
    expect(files['environ']).toBe('FileNotFoundError');
    expect(files['variables']).not.toContain('OVOSCOPE_TEST_SECRET');
    expect(files['variables']).not.toContain('OVOSCOPE_CACHE');
  });

  it('only /tmp can be written to, a little, until the analysis ends', () => {
    const files = evidenceOf(run, 'escape_files');
    expect(files['write']).toEqual(['OSError', 'OSError', 'OSError', 'OSError', 'OSError', 'OSError']);
    expect(files).toMatchObject({ remove: 'OSError', rename: 'OSError', mount: 'OSError', dotdot: 'OSError' });
    expect(files['large']).toBe('OSError');
    expect(files['kept']).toBe(false);
    expect(evidenceOf(again, 'escape_files')['kept']).toBe(false);
  });

  it('there is no network', () => {
    const network = evidenceOf(run, 'escape_network');
    expect(network['socket']).toBe('error');
    expect(network['name']).toBe('gaierror');
    expect(network['url']).toMatch(/Error$/);
  });

  it('no code beneath Python can be loaded', () => {
    const native = evidenceOf(run, 'escape_native');
    expect(native['library']).toMatch(/Error$/);
    expect(native['ctypes']).toMatch(/Error$/);
  });
});

describe('greed', () => {
  it('costs the greedy only', async () => {
    const run = await runSet('hostile', capeResults(), {
      disabled: new Set(['escape_bridge', 'escape_programs', 'escape_files', 'escape_network', 'escape_native']),
      signatureSeconds: 0.6,
      load: { memoryLimit: 400 * MB },
    });
    expect(run.raw.map(({ name }) => name)).toEqual(['greedy_evidence', 'modest']);
    const flood = run.matches.find(({ name }) => name === 'greedy_evidence')!;
    expect(flood.data).toHaveLength(1000);
    expect(flood.markcount).toBe(300_000);
    const texts = problemsOf(run).map((text) => text.replace(/ \(.*\)$/, ''));
    expect(texts).toEqual([
      'PYTHON_TIMEOUT: the Python signature greedy_loop was stopped after 1 s',
      'PYTHON_TIMEOUT: the Python signature greedy_loop_at_a_call was stopped after 1 s',
      'PYTHON_TIMEOUT: the Python signature greedy_slow_calls was stopped after 1 s',
      'PYTHON_TIMEOUT: the Python signature greedy_expression was stopped after 1 s',
      'PYTHON_FAILED: the Python signature greedy_memory failed in run(): MemoryError',
      'PYTHON_FAILED: the Python signature greedy_recursion failed in run(): RecursionError: maximum recursion depth exceeded',
      expect.stringMatching(
        /^PYTHON_FAILED: the Python signature greedy_throws failed at call 0 of process 7 and 4 more times: ValueError: x{400,500}$/,
      ),
      'PYTHON_FAILED: the Python signature greedy_exit failed in run(): SystemExit: 3',
    ]);
  }, 60_000);

  it('of all together ends when their time does', async () => {
    const run = await runSet('hostile', capeResults(), {
      disabled: new Set(['greedy_memory', 'greedy_recursion', 'escape_bridge', 'escape_programs', 'escape_files']),
      signatureSeconds: 0.6,
      seconds: 0.5,
    });
    expect(problemsOf(run).at(-1)).toMatch(
      /^PYTHON_OUT_OF_TIME: Python signatures were given 1 s, and \d+ had not ended/,
    );
    expect(run.raw).toEqual([]);
  }, 60_000);
});

describe('signatures that can’t be interrupted', () => {
  it('are found, and the others run without them', async () => {
    const run = await runSet('hanging', capeResults(), { signatureSeconds: 0.5, graceMs: 3_000 });
    expect(run.raw.map(({ name }) => name)).toEqual(['modest']);
    const hung = run.problems.filter(({ code }) => code === 'PYTHON_HUNG');
    expect(hung.map(({ where }) => where.signature)).toEqual(['hangs_and_swallows', 'hangs_in_c', 'ends_the_process']);
    expect(run.timings.filter(({ state }) => state === 'failed')).toHaveLength(3);
  }, 60_000);

  it('stop when the run is cancelled', async () => {
    const controller = new AbortController();
    const python = await loadSet('hanging');
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(python.run(capeResults(), { signatureSeconds: 60, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    await python.close();
  }, 60_000);
});
