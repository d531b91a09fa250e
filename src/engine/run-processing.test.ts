import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { moduleProblems } from '../errors/engine.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Results } from '../plugin/container.ts';
import { Processing } from '../plugin/processing.ts';
import { Beacon, beaconMemory } from './beacon.ts';
import { Cancelled } from './budget.ts';
import { defaultConfig } from './config/types.ts';
import type { RunContext } from './context.ts';
import { codes, context, input, loaded, processing } from './fake.cases.ts';
import type { Loaded } from './load.ts';
import { OutputFolder } from './output-folder.ts';
import { runProcessing } from './run-processing.ts';

async function run(modules: Loaded<Processing>[], fields: Partial<RunContext> = {}, results: Results = {}) {
  const shared = context(fields);
  const timings = await runProcessing(modules, input(), results, shared);
  const states = timings.map(({ name, state }) => `${name} ${state}`);
  return { results: results as { [key: string]: unknown }, states, problems: shared.problems.items };
}

it('puts each value under its key, awaited or not', async () => {
  const { results, states, problems } = await run([processing('a', () => 1), processing('b', async () => 2)]);
  expect(results).toEqual({ a: 1, b: 2 });
  expect(states).toEqual(['a done', 'b done']);
  expect(problems).toEqual([]);
});

it('leaves a key out where the module gives undefined, and keeps null', async () => {
  const { results } = await run([processing('a', () => undefined), processing('b', () => null)]);
  expect(Object.keys(results)).toEqual(['b']);
});

it('a throw costs its own key, and those that need it', async () => {
  const broken = processing('broken', () => {
    throw new Error('no pcap');
  });
  const { results, states, problems } = await run([
    broken,
    processing('after', () => 1, ['broken']),
    processing('c', () => 3),
  ]);
  expect(results).toEqual({ c: 3 });
  expect(states).toEqual(['broken failed', 'after skipped', 'c done']);
  expect(codes(problems)).toEqual(['MODULE_FAILED', 'MODULE_SKIPPED']);
  expect(problems[0]!.message).toBe('the processing module broken failed: no pcap');
});

it('keeps the place of a coded error', async () => {
  const failing = processing('a', () => {
    throw new OvoscopeError({ ...moduleProblems.timeout('x', 1), where: { file: 'dump.pcap', offset: 24 } });
  });
  expect((await run([failing])).problems[0]!.where).toEqual({ file: 'dump.pcap', offset: 24, module: 'a' });
});

it('fills in whose problem it is, and stops counting out loud', async () => {
  const noisy = processing('noisy', function () {
    for (let i = 0; i < 1500; i++) this.problem({ code: 'X_DAMAGED', message: `at ${i}`, where: { offset: i } });
    return true;
  });
  const { problems } = await run([noisy]);
  expect(problems).toHaveLength(1001);
  expect(problems[0]).toEqual({ code: 'X_DAMAGED', message: 'at 0', where: { offset: 0, module: 'noisy' } });
  expect(problems[1000]!.message).toContain('500 more');
});

it('takes a problem that is none for what it is', async () => {
  const odd = processing('odd', function () {
    this.problem('text' as never);
    return true;
  });
  expect(codes((await run([odd])).problems)).toEqual(['MODULE_ODD_PROBLEM']);
});

it('gives options: defaults, changed by the section', async () => {
  class WithOptions extends Processing {
    key = 'o';
    override defaults = { a: 1, b: 2 };
    run() {
      return this.options;
    }
  }
  const section = { options: { b: 3 }, position: { line: 1, column: 1 }, positions: new Map() };
  const { results } = await run([{ ...loaded(WithOptions), section }]);
  expect(results['o']).toEqual({ a: 1, b: 3 });
});

it('a module sees what came before it and can change none of it', async () => {
  const writer = processing('b', function () {
    expect(this.results).toEqual({ a: { list: [1] } });
    (this.results as { a: { list: number[] } }).a.list.push(2);
  });
  const { results, problems } = await run([processing('a', () => ({ list: [1] })), writer]);
  expect(results['a']).toEqual({ list: [1] });
  expect(codes(problems)).toEqual(['MODULE_FAILED']);
});

it('keeps keys that are there already', async () => {
  const { results, states } = await run([processing('a', () => 'new')], {}, { a: 'old' } as Results);
  expect(results).toEqual({ a: 'old' });
  expect(states).toEqual([]);
});

it('takes __proto__ for a key like any other', async () => {
  const { results } = await run([processing('__proto__', () => ({ polluted: 1 }))]);
  expect(Object.keys(results)).toEqual(['__proto__']);
});

it('stops a module whose time is over, through its signal or without it', async () => {
  const config = { ...defaultConfig(), limits: { moduleSeconds: 0.01, signatureSeconds: 1, reportSeconds: 1 } };
  let wasAborted = false;
  const heeding = processing('heeding', function () {
    return new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => {
        wasAborted = true;
        reject(new Error('stopped'));
      });
    });
  });
  const deaf = processing('deaf', () => new Promise(() => {}));
  const { problems, states } = await run([heeding, deaf], { config });
  expect(states).toEqual(['heeding failed', 'deaf failed']);
  expect(codes(problems)).toEqual(['MODULE_TIMEOUT', 'MODULE_TIMEOUT']);
  expect(wasAborted).toBe(true);
});

it('cancelling rejects, and runs nothing more', async () => {
  const controller = new AbortController();
  let ran = false;
  const first = processing('first', () => controller.abort());
  const second = processing('second', () => (ran = true));
  await expect(run([first, second], { signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
  expect(ran).toBe(false);
});

it('leaves out what hung before', async () => {
  const { states } = await run([processing('a', () => 1)], { skip: new Set(['processing a']) });
  expect(states).toEqual(['a skipped']);
});

describe('modules that wait', () => {
  const order: string[] = [];
  const wait = (name: string, ms: number, needs: string[] = [], after: string[] = []) =>
    processing(
      name,
      async function () {
        order.push(`${name} begins`);
        await setTimeout(ms);
        order.push(`${name} ends`);
        this.problem({ code: 'X', message: name, where: {} });
        return Object.keys(this.results);
      },
      needs,
      after,
      true,
    );
  const busy = (name: string, needs: string[] = [], after: string[] = []) =>
    processing(
      name,
      function () {
        order.push(name);
        return Object.keys(this.results);
      },
      needs,
      after,
    );
  beforeEach(() => order.splice(0));

  it('run beside the others, which wait for those they read', async () => {
    const modules = [busy('a'), wait('slow', 40, ['a']), wait('quick', 10), busy('b'), busy('c', ['slow'], ['quick'])];
    const { results, states, problems } = await run(modules);
    expect(order).toEqual(['quick begins', 'a', 'slow begins', 'b', 'quick ends', 'slow ends', 'c']);
    expect(states).toEqual(['a done', 'slow done', 'quick done', 'b done', 'c done']);
    expect(problems.map(({ message }) => message)).toEqual(['slow', 'quick']);
    expect(Object.keys(results)).toEqual(['a', 'slow', 'quick', 'b', 'c']);
  });

  it('see what they name, and are seen by who names them, whoever ends first', async () => {
    const modules = [busy('a'), wait('w', 1, [], ['a']), wait('v', 1), busy('b', [], ['w']), busy('c')];
    const { results } = await run(modules);
    expect(results).toEqual({ a: [], w: ['a'], v: [], b: ['a', 'w'], c: ['a', 'b'] });
  });

  it('run alone where that is asked for', async () => {
    await run([wait('slow', 5), wait('quick', 1), busy('b')], { oneByOne: true });
    expect(order).toEqual(['slow begins', 'slow ends', 'quick begins', 'quick ends', 'b']);
  });

  it('read each other in a circle without a standstill', async () => {
    const { states } = await run([wait('v', 1, [], ['w']), wait('w', 1, [], ['v'])]);
    expect(states).toEqual(['v done', 'w done']);
  });

  it('cancelling waits for those that had begun', async () => {
    const controller = new AbortController();
    const stopping = processing('b', () => controller.abort());
    await expect(run([wait('slow', 20), stopping], { signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
    expect(order).toEqual(['slow begins', 'slow ends']);
  });

  it('are named together to whoever watches', async () => {
    const seen: string[] = [];
    const beacon = new Beacon(beaconMemory(), (_, { kind, name }) => seen.push(`${kind}: ${name}`));
    await run([wait('slow', 5), busy('b')], { beacon });
    expect(seen).toEqual(['processing: slow', 'together: slow, b']);
  });
});

it('puts files of a module beside the reports, and removes what it does not end', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ovoscope-test-'));
  try {
    const keeps = processing('network', function () {
      const [whole, half] = [this.files!.begin(), this.files!.begin()];
      whole.write(Buffer.from('ab'));
      whole.write(Buffer.from('c'));
      half.write(Buffer.from('x'));
      return whole.end('name');
    });
    const climbs = processing('climbs', function () {
      const file = this.files!.begin();
      file.end('../../outside');
    });
    const { results, problems } = await run([keeps, climbs], { folder: new OutputFolder(root, true) });
    expect(results).toEqual({ network: 'network/name' });
    expect(readFileSync(join(root, 'network/name'), 'utf8')).toBe('abc');
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(['climbs', 'network', 'network/name']);
    expect(codes(problems)).toEqual(['MODULE_FAILED']);
  } finally {
    rmSync(root, { recursive: true });
  }
});

it('has no place for files where no reports are written', async () => {
  const { results } = await run([
    processing('a', function () {
      return this.files === undefined;
    }),
  ]);
  expect(results).toEqual({ a: true });
});
