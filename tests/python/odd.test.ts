import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonRun } from '../../src/python/types.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { capeResults, evidenceOf, loadSet, prepare, problemsOf } from './fixture.ts';

beforeAll(prepare, 60_000);

describe('odd classes, evidence and containers', () => {
  let run: PythonRun;
  let told: string[];

  beforeAll(async () => {
    const results = capeResults();
    results.behavior!.summary.files[0] = '\ud800\u0000"\u2028';
    const [call] = results.behavior!.processes[0]!.calls;
    call!.arguments = [{ name: '__proto__', value: 'own' }];
    let deep: unknown = 'bottom';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    Object.assign(results, {
      static: JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'),
      network: { ...results.network, tls: deep },
    });
    results.static!['number'] = 2n ** 64n - 2n;
    const python = await loadSet('odd');
    told = python.problems.map(({ message }) => message.replace(/ \([^(]*\)$/, ''));
    run = await python.run(results, { signatureSeconds: 0.6 });
    await python.close();
  }, 60_000);

  it('cost only themselves', () => {
    expect(told).toEqual([
      "signatures were left out, because importing their file failed: TypeError: 'int' object is not iterable",
      expect.stringMatching(/importing their file failed: ValueError: Exceeds the limit/),
    ]);
    expect(run.raw.map(({ name }) => name)).toEqual(['odd_order', 'odd_values', 'odd_container', 'modest']);
    expect(problemsOf(run).map((text) => text.replace(/ \(.*\)$/, ''))).toEqual([
      expect.stringMatching(
        /^PYTHON_SECTION: Python signatures could not be shown "network" of the container: Maximum call stack/,
      ),
      "PYTHON_FAILED: the Python signature odd_kinds failed in filters(): TypeError: argument of type 'int' is not a container or iterable",
      'PYTHON_TIMEOUT: the Python signature odd_endless_evidence was stopped after 1 s',
      'PYTHON_TIMEOUT: the Python signature odd_error was stopped after 1 s',
    ]);
  });

  it('evidence is what JSON can hold', () => {
    const { deep, object, ...values } = evidenceOf(run, 'odd_values');
    expect(values).toEqual({
      large: ['9007199254740992', '-9223372036854775808', '18446744073709551615', 9007199254740991],
      digits: 1,
      floats: ['nan', '-inf', 0.5],
      bytes: '\u0000\u00ff',
      set: [1, 2, 3],
      keys: JSON.parse('{"1":"one","None":"none","__proto__":"own"}'),
      surrogate: '\ud800x',
    });
    expect(object).toBe("<class 'object'>");
    expect(JSON.stringify(deep)).toMatch(/^\[{29}"\[too deep\]"\]{29}$/);
  });

  it('what the sample chose arrives as it was, integers with all their digits', () => {
    expect(evidenceOf(run, 'odd_container')).toEqual({
      file: '\ud800\u0000"\u2028',
      key: 'own',
      names: ['__proto__', 'constructor', 'number'],
      number: '18446744073709551615',
      deep: null,
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a file that cannot be loaded', () => {
  it('is found where it loops or ends the interpreter, and the others run without it', async () => {
    const temporary = temporaryFolder('python-tmp');
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = temporary;
    const python = await loadSet('unloadable', { importSeconds: 0.5 });
    const problems = python.problems.map(({ message }) => message.replace(/ \([^(]*\)$/, ''));
    expect(problems).toEqual([
      'signatures were left out, because importing their file failed: it took too long',
      expect.stringMatching(/importing their file failed: it ended the interpreter \(RuntimeError: unreachable\)/),
    ]);
    const run = await python.run(capeResults());
    expect(run.raw.map(({ name }) => name)).toEqual(['modest']);
    await python.close();
    process.env['TMPDIR'] = TMPDIR;
    expect(readdirSync(temporary)).toEqual([]);
  }, 90_000);
});

describe('the process', () => {
  it('is started again where it was ended between two analyses', async () => {
    const pids: number[] = [];
    const python = await loadSet('odd', { onProcess: (pid, isRunning) => isRunning && pids.push(pid) });
    const options = { disabled: new Set(['odd_endless_evidence', 'odd_error']) };
    const first = await python.run(capeResults(), options);
    process.kill(pids.at(-1)!, 'SIGKILL');
    const second = await python.run(capeResults(), options);
    expect(second.raw).toEqual(first.raw);
    expect(pids.length).toBeGreaterThan(1);
    await python.close();
  }, 60_000);

  it('serves many analyses, each from the same state', async () => {
    const python = await loadSet('cape');
    const first = await python.run(capeResults());
    for (let i = 0; i < 5; i++) expect((await python.run(capeResults())).raw).toEqual(first.raw);
    await python.close();
  }, 60_000);
});
