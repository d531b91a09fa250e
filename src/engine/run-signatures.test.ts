import { describe, expect, it } from 'vitest';
import type { Results } from '../plugin/container.ts';
import type { Signature } from '../plugin/signature.ts';
import { type GivenCall, given } from '../testing/given.ts';
import { defaultConfig } from './config/types.ts';
import type { RunContext } from './context.ts';
import { dispatchCalls } from './dispatch.ts';
import { codes, context, signature } from './fake.cases.ts';
import type { Loaded } from './load.ts';
import { runSignatures } from './run-signatures.ts';
import { dispatchPlainly } from './watcher.ts';

const calls = (...apis: string[]): Results => given('sample.exe', ...apis.map((api): GivenCall => [api, {}]));

async function run(signatures: Loaded<Signature>[], results: Results = {}, fields: Partial<RunContext> = {}) {
  const shared = context(fields);
  const { matches, timings } = await runSignatures(signatures, results, dispatchCalls, shared);
  return { matches, timings, problems: shared.problems.items, names: matches.map(({ name }) => name) };
}

describe('run', () => {
  it('matches on true, not on false', async () => {
    const { names, problems } = await run([
      signature('yes', { run: () => true }),
      signature('no', { run: () => false }),
    ]);
    expect(names).toEqual(['yes']);
    expect(problems).toEqual([]);
  });

  it('may be asynchronous', async () => {
    expect((await run([signature('late', { run: async () => true })])).names).toEqual(['late']);
  });

  it('that throws costs its own signature only', async () => {
    const broken = signature('broken', {
      run() {
        throw new TypeError('Cannot read properties of undefined');
      },
    });
    const { names, problems, timings } = await run([broken, signature('fine', { run: () => true })]);
    expect(names).toEqual(['fine']);
    expect(problems[0]).toMatchObject({ code: 'SIGNATURE_FAILED', where: { signature: 'broken' } });
    expect(timings.map(({ name, state }) => [name, state])).toEqual([
      ['broken', 'failed'],
      ['fine', 'done'],
    ]);
  });

  it.each([
    ['text', () => 'yes' as never],
    ['a number', () => 1 as never],
  ])('that returns %s is a problem and no match', async (_, method) => {
    const { names, problems } = await run([signature('odd', { run: method })]);
    expect(names).toEqual([]);
    expect(codes(problems)).toEqual(['SIGNATURE_NOT_BOOLEAN']);
  });

  it('that pushes evidence and returns nothing has forgotten its return', async () => {
    const forgot = signature('forgot', {
      run() {
        this.data.push('x');
        return undefined;
      },
    });
    expect(codes((await run([forgot])).problems)).toEqual(['SIGNATURE_NOT_BOOLEAN']);
  });

  it('is stopped when its time is over', async () => {
    const config = { ...defaultConfig(), limits: { moduleSeconds: 1, signatureSeconds: 0.01, reportSeconds: 1 } };
    const { problems } = await run([signature('slow', { run: () => new Promise(() => {}) })], {}, { config });
    expect(codes(problems)).toEqual(['SIGNATURE_TIMEOUT']);
  });
});

describe('the match', () => {
  it('has the documented six fields first', async () => {
    const full = signature('full', {
      severity: 3,
      alert: true,
      references: ['https://example.com'],
      ttps: ['T1055'],
      run() {
        this.data.push({ file_name: 'a.exe' });
        return true;
      },
    });
    const { matches } = await run([full]);
    expect(Object.keys(matches[0]!).slice(0, 6)).toEqual([
      'severity',
      'description',
      'alert',
      'references',
      'data',
      'name',
    ]);
    expect(matches[0]).toEqual({
      severity: 3,
      description: 'Does full',
      alert: true,
      references: ['https://example.com'],
      data: [{ file_name: 'a.exe' }],
      name: 'full',
      confidence: 100,
      categories: [],
      families: [],
      ttps: ['T1055'],
      mbcs: [],
      markcount: 1,
    });
  });

  it('comes by severity, lowest first, and else in the order of the signatures', async () => {
    const run_ = () => true;
    const list = [
      ['c', 3],
      ['a', 1],
      ['b', 3],
      ['d', 1],
    ] as const;
    const { names } = await run(list.map(([name, severity]) => signature(name, { severity, run: run_ })));
    expect(names).toEqual(['a', 'd', 'c', 'b']);
  });

  it('takes severity and confidence from the configuration', async () => {
    const tuned = signature('tuned', { severity: 3, run: () => true });
    const section = {
      options: { severity: 1, confidence: 40 },
      position: { line: 1, column: 1 },
      positions: new Map(),
    };
    const { matches } = await run([{ ...tuned, section }]);
    expect(matches[0]).toMatchObject({ severity: 1, confidence: 40 });
  });

  it('keeps a severity in range whatever the signature sets while it runs', async () => {
    const wild = signature('wild', {
      severity: 2,
      run() {
        this.severity = 99;
        return true;
      },
    });
    expect((await run([wild])).matches[0]!.severity).toBe(2);
  });
});

describe('gates', () => {
  const always = { run: () => true };
  it('leaves out what is disabled and what is meant for another platform', async () => {
    const off = { ...signature('off', always), enabled: false };
    const linux = signature('linux_only', { ...always, platforms: ['linux'] });
    const windows = signature('windows_only', { ...always, platforms: ['Windows'] });
    expect((await run([off, linux, windows])).names).toEqual(['windows_only']);
    const info = { version: '2', started: null, ended: null, duration: -1, platform: 'linux' };
    expect((await run([off, linux, windows], { info })).names).toEqual(['linux_only']);
  });

  it('leaves out what hung before', async () => {
    const { names, timings } = await run([signature('hung', always)], {}, { skip: new Set(['signature hung']) });
    expect(names).toEqual([]);
    expect(timings).toEqual([{ name: 'hung', state: 'skipped', ms: 0 }]);
  });
});

describe('onCall', () => {
  it('is shown what it watches, in order', async () => {
    const seen = signature('seen', {
      watch: { apis: ['Reg*'] },
      onCall({ api, id }, { process_name }) {
        this.data.push([process_name, id, api]);
      },
      onComplete() {
        return this.data.length > 0;
      },
    });
    const { matches } = await run([seen], calls('RegOpenKeyExA', 'NtClose', 'RegCloseKey'));
    expect(matches[0]!.data).toEqual([
      ['sample.exe', 0, 'RegOpenKeyExA'],
      ['sample.exe', 2, 'RegCloseKey'],
    ]);
  });

  it('that returns true matches and sees no more calls; run is not asked', async () => {
    const first = signature('first', {
      onCall({ api }) {
        this.data.push(api);
        return true;
      },
      run: () => {
        throw new Error('not reached');
      },
    });
    const { matches, problems } = await run([first], calls('A', 'B'));
    expect(matches[0]!.data).toEqual(['A']);
    expect(problems).toEqual([]);
  });

  it('that throws goes on with the next call and loses no other signature a call', async () => {
    const shaky = signature('shaky', {
      onCall({ api }) {
        if (api === 'B') throw new Error('bad call');
        this.data.push(api);
      },
      onComplete: () => true,
    });
    const steady = signature('steady', {
      onCall({ api }) {
        this.data.push(api);
      },
      onComplete: () => true,
    });
    const { matches, problems } = await run([shaky, steady], calls('A', 'B', 'C'));
    expect(matches.map(({ name, data }) => [name, data])).toEqual([
      ['shaky', ['A', 'C']],
      ['steady', ['A', 'B', 'C']],
    ]);
    expect(problems).toEqual([
      {
        code: 'SIGNATURE_FAILED_AT_CALL',
        message: 'the signature shaky failed at call 1 of process 1000: bad call',
        where: { signature: 'shaky' },
      },
    ]);
  });

  it('that throws ten times is shown no more, and keeps what it found', async () => {
    const hopeless = signature('hopeless', {
      onCall({ id }) {
        this.data.push(id);
        throw new Error('always');
      },
      onComplete: () => true,
    });
    const { matches, problems, timings } = await run([hopeless], calls(...Array<string>(50).fill('A')));
    expect(matches[0]!.data).toHaveLength(10);
    expect(codes(problems)).toEqual(['SIGNATURE_FAILED_AT_CALL', 'SIGNATURE_STOPPED']);
    expect(timings[0]!.state).toBe('failed');
  });

  it('cannot fill the memory with evidence', async () => {
    let most = 0;
    const greedy = signature('greedy', {
      onCall({ id }) {
        this.data.push(id);
        most = Math.max(most, this.data.length);
      },
      onComplete: () => true,
    });
    const { matches, problems } = await run([greedy], calls(...Array<string>(1500).fill('A')));
    expect(most).toBeLessThan(1100);
    expect(matches[0]!.data).toHaveLength(1000);
    expect(matches[0]!.markcount).toBe(1500);
    expect(codes(problems)).toEqual(['SIGNATURE_EVIDENCE_CUT']);
  });

  it('has a time limit over all calls', async () => {
    const config = { ...defaultConfig(), limits: { moduleSeconds: 1, signatureSeconds: 2, reportSeconds: 1 } };
    let now = 0;
    const clock = () => now;
    let shown = 0;
    const slow = signature('slow', {
      onCall() {
        shown++;
        now += 900;
      },
    });
    const { problems } = await run([slow], calls(...Array<string>(50).fill('A')), { config, clock });
    expect(shown).toBe(3);
    expect(codes(problems)).toEqual(['SIGNATURE_TIMEOUT']);
  });

  it('that returns a promise is a problem, told once', async () => {
    const wrong = signature('wrong', { onCall: (async () => {}) as never });
    expect(codes((await run([wrong], calls('A', 'B', 'C'))).problems)).toEqual(['SIGNATURE_NOT_BOOLEAN']);
  });
});

it('a log that breaks in the middle of the pass leaves what was seen until then', async () => {
  const results = calls('A', 'B');
  const [process] = results.behavior!.processes;
  const first = process!.calls.slice(0, 1);
  const broken = {
    length: 2,
    *[Symbol.iterator]() {
      yield* first;
      throw new Error('disk gone');
    },
  };
  Object.assign(process!, { calls: broken });
  const count = signature('count', {
    onCall({ api }) {
      this.data.push(api);
    },
    onComplete: () => true,
  });
  const { matches, problems } = await run([count], results);
  expect(matches[0]!.data).toEqual(['A']);
  expect(problems[0]!.code).toBe('SIGNATURE_PASS_FAILED');
});

it('the fast pass shows what the plain one shows', async () => {
  const results = calls('RegOpenKeyExA', 'NtClose', 'NtCreateFile', 'RegCloseKey', 'connect', 'NtClose');
  const watches = [
    {},
    { apis: ['NtClose'] },
    { categories: ['registry'] },
    { apis: ['Reg*', 'connect'] },
    { apis: [] },
  ];
  const shown = [dispatchPlainly, dispatchCalls].map((dispatch) => {
    const log: string[] = [];
    const watchers = watches.map((watch, i) => ({
      name: String(i),
      watch,
      onCall: ({ id }: { id: number }) => log.push(`${i}:${id}`) > 8 && i === 0,
    }));
    void dispatch(results, watchers, {});
    return log;
  });
  expect(shown[1]).toEqual(shown[0]);
  expect(shown[0]!.length).toBeGreaterThan(8);
});

it('a pattern of a watch that throws costs its own signature only', async () => {
  const wanted = (test: (text: string) => boolean) => ({ regkey: { test, literals: [] } });
  const onCall = () => true;
  const broken = wanted(() => {
    throw new TypeError('no');
  });
  const results = given('sample.exe', ['RegOpenKeyExA', { regkey: 'a' }], ['RegOpenKeyExA', { regkey: 'b' }]);
  const { names, problems, timings } = await run(
    [
      signature('broken', { watch: { arguments: broken }, onCall }),
      signature('fine', { watch: { arguments: wanted((text) => text === 'b') }, onCall }),
    ],
    results,
  );
  expect(names).toEqual(['fine']);
  expect(problems.map(({ code, where }) => [code, where.signature])).toEqual([['SIGNATURE_FAILED', 'broken']]);
  expect(timings.map(({ state }) => state)).toEqual(['failed', 'done']);
});

it('shows a signature what those found that it looks at', async () => {
  const { matches, problems } = await run([
    signature('sum', {
      after: ['part_*'],
      onComplete() {
        this.data.push(...this.matched.map(({ name, data }) => ({ name, data })));
        return this.data.length > 0;
      },
    }),
    signature('part_a', {
      run() {
        this.data.push({ found: 1 });
        return true;
      },
    }),
    signature('part_b', { run: () => false }),
  ]);
  expect(matches.map(({ name, data }) => [name, data])).toEqual([
    ['sum', [{ name: 'part_a', data: [{ found: 1 }] }]],
    ['part_a', [{ found: 1 }]],
  ]);
  expect(problems).toEqual([]);
});

it('tells signatures that look at each other', async () => {
  const yes = { run: () => true };
  const { names, problems } = await run([
    signature('a', { after: ['b'], ...yes }),
    signature('b', { after: ['a'], ...yes }),
  ]);
  expect(names).toEqual(['a', 'b']);
  expect(problems.map(({ code }) => code)).toEqual(['SIGNATURE_MATCH_CYCLE']);
});

it('tells which of several watches wanted a call, and ends all of them together', async () => {
  const watches = [{ apis: ['NtClose'] }, { categories: ['registry'] }, { apis: ['Nt*', 'Reg*'] }];
  const seen: string[] = [];
  const many = signature('many', {
    watches,
    onCall({ api }, _process, which) {
      seen.push(`${api} ${which}`);
      return seen.length === 4;
    },
  });
  await run([many], calls('RegOpenKeyExA', 'NtClose', 'NtClose'));
  expect(seen).toEqual(['RegOpenKeyExA 1', 'RegOpenKeyExA 2', 'NtClose 0', 'NtClose 2']);
});

it('names techniques by the ids that are in force', async () => {
  const old = signature('old', { ttps: ['T1562.001', 'T1685', 'T1055', 'X1'], run: () => true });
  expect((await run([old])).matches[0]!.ttps).toEqual(['T1685', 'T1055', 'X1']);
});
