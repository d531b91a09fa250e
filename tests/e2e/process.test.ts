import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, userModule, Workplace } from './cli.ts';

beforeAll(build, 120_000);

const json = (text: string) => JSON.parse(text) as { [key: string]: never };
const report = (place: Workplace, path: string) => json(readFileSync(place.path(path), 'utf8'));

describe('ovoscope process', () => {
  it('turns an analysis into reports, and says what it found', async () => {
    const place = new Workplace();
    const { code, stdout, stderr } = await place.run(['process', place.analysis('one')]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('one  cuckoo-2 · 1 process');
    expect(stdout).toMatch(/verdict +no threat found/);
    expect(stdout).toMatch(/processes +a\.exe 752/);
    expect(stdout).toMatch(/reports +one\/reports\/report\.html .*\n +one\/reports\/report\.json /);
    const { info, behavior, problems } = report(place, 'one/reports/report.json') as never as {
      info: { dialect: string };
      behavior: { processes: { process_id: number; calls: unknown[] }[] };
      problems: { code: string }[];
    };
    expect(info.dialect).toBe('cuckoo-2');
    expect(behavior.processes.map(({ process_id }) => process_id)).toEqual([752]);
    expect(behavior.processes[0]!.calls.length).toBeGreaterThan(5);
    expect(problems.map((problem) => problem.code)).toEqual(['CAPTURE_MISSING', 'TARGET_MISSING']);
    expect(readdirSync(place.temporary)).toEqual([]);
  });

  it('writes the same bytes for the same input, but for the times it took', async () => {
    const place = new Workplace();
    place.analysis('one');
    for (const out of ['a', 'b']) await place.run(['process', 'one', '--out', out]);
    const [a, b] = ['a', 'b'].map((out) => readFileSync(place.path(`${out}/report.json`), 'utf8'));
    const timeless = (text: string) => text.replace(/"ms": [\d.]+/g, '"ms": 0');
    expect(timeless(a!)).toBe(timeless(b!));
  });

  it('takes its own report as input, and comes to the same calls', async () => {
    const place = new Workplace();
    await place.run(['process', place.analysis('one'), '--out', 'first']);
    const { code, stdout } = await place.run(['process', 'first/report.json', '--out', 'second', '--json']);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({ state: 'done', kind: 'report', processes: 1 });
    const behavior = (path: string) => report(place, path)['behavior'];
    expect(behavior('second/report.json')).toEqual(behavior('first/report.json'));
  });

  it('works through several analyses, each into a folder of its own, in the order given', async () => {
    const place = new Workplace();
    const paths = ['a/1', 'b/1', 'c'].map((name) => place.analysis(name));
    const { code, stdout } = await place.run(['process', ...paths, 'missing', '--out', 'out', '--jobs', '2', '--json']);
    const lines = stdout.trim().split('\n').map(json);
    expect(lines.map(({ path, state }) => [path, state])).toEqual([
      ['a/1', 'done'],
      ['b/1', 'done'],
      ['c', 'done'],
      ['missing', 'failed'],
    ]);
    expect(readdirSync(place.path('out')).sort()).toEqual(['1', '1-2', 'c']);
    expect(code).toBe(10);
  });

  it.each([
    ['all', undefined],
    ['none', 0],
    ['3', 3],
  ])('--calls %s decides how many calls are in the report', async (option, expected) => {
    const place = new Workplace();
    await place.run(['process', place.analysis('one'), '--calls', option, '--out', 'out']);
    const { behavior } = report(place, 'out/report.json') as never as { behavior: { processes: { calls: [] }[] } };
    const { length } = behavior.processes[0]!.calls;
    if (expected === undefined) expect(length).toBeGreaterThan(5);
    else expect(length).toBe(expected);
  });

  it.each([
    ['a missing input', ['missing'], 10, 'ANALYSIS_NOT_FOUND'],
    ['a folder that is no analysis', ['empty'], 11, 'ANALYSIS_NOT_RECOGNISED'],
    ['a file that is none', ['noise.bin'], 11, 'ANALYSIS_FILE_KIND'],
  ])('%s ends with its own exit code', async (_, args, code, problem) => {
    const place = new Workplace();
    mkdirSync(place.path('empty'));
    place.put('noise.bin', new Uint8Array(1000).fill(7));
    const ran = await place.run(['process', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(problem);
    expect(ran.stderr).not.toContain('    at ');
  });

  it('--fail-on ends with 30 where a verdict reaches the score', async () => {
    const place = new Workplace();
    place.analysis('one');
    const bad = userModule('Signature', "name = 'bad'; description = 'Is bad'; severity = 4; run() { return true; }");
    place.put('modules/signatures/bad.ts', bad);
    expect((await place.run(['process', 'one', '--fail-on', '7'])).code).toBe(30);
    expect((await place.run(['process', 'one', '--fail-on', '7.5'])).code).toBe(0);
  });

  it('does not follow a link that an analysis has in the place of its reports folder', async () => {
    const place = new Workplace();
    place.analysis('one');
    mkdirSync(place.path('outside'));
    symlinkSync('../outside', place.path('one/reports'));
    const { code, stdout } = await place.run(['process', 'one']);
    expect(code).toBe(0);
    expect(stdout).toContain('one.ovoscope/report.json');
    expect(readdirSync(place.path('outside'))).toEqual([]);
  });

  it('shows what a sample is called without doing what the name says', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put('one/task.json', JSON.stringify({ category: 'file', target: '/tmp/\u001b]0;owned\u0007\u202eexe.pdf' }));
    const { stdout } = await place.run(['process', 'one']);
    expect(stdout).toContain('⟦U+001B⟧]0;owned⟦U+0007⟧⟦U+202E⟧exe.pdf');
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('modules of the user', () => {
  it('in ./modules are found, run, and shown in both reports', async () => {
    const place = new Workplace();
    place.analysis('one');
    const found = `name = 'my_finding'; description = 'Finds what I look for'; severity = 3; watch = { apis: ['NtCreateFile'] };
      onCall({ id }: { id: number }) { this.data.push({ call: id }); }
      onComplete() { return this.data.length > 0; }`;
    place.put('modules/signatures/my_finding.ts', userModule('Signature', found));
    const { code, stdout, stderr } = await place.run(['process', 'one', '--out', 'out']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('3  my_finding');
    const { signatures } = report(place, 'out/report.json') as never as { signatures: { name: string; data: [] }[] };
    expect(signatures.find(({ name }) => name === 'my_finding')!.data).toHaveLength(2);
    expect(readFileSync(place.path('out/report.html'), 'utf8')).toContain('Finds what I look for');
  });

  it('that are wrong are told, and cost nothing else', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put('mine/signatures/broken.ts', 'export default class {');
    place.put(
      'mine/signatures/misspelt.ts',
      "import { Singature } from 'ovoscope';\nexport default class extends Singature {}\n",
    );
    const { code, stdout, stderr } = await place.run(['process', 'one', '--modules', 'mine']);
    expect(code).toBe(20);
    expect(stdout).toContain('report.json');
    expect(stderr).toMatch(/PLUGIN_SYNTAX +mine\/signatures\/broken\.ts:1:\d+ cannot be compiled/);
    expect(stderr).toMatch(/PLUGIN_IMPORT_FAILED +mine\/signatures\/misspelt\.ts.*Singature/);
  });

  it('that end the process while they are imported cost no other module, with several workers', async () => {
    const place = new Workplace();
    for (const name of ['one', 'two']) place.analysis(name);
    place.put('mine/signatures/ends.ts', 'process.exit(3);\n');
    place.put(
      'mine/signatures/zz.ts',
      userModule('Signature', "name = 'zz'; description = 'z'; run() { return true; }"),
    );
    const { code, stdout, stderr } = await place.run(['process', 'one', 'two', '--jobs', '2', '--modules', 'mine']);
    expect(code).toBe(20);
    expect(stdout.match(/\+0\.5 +zz/g)).toHaveLength(2);
    expect(stderr.match(/PLUGIN_IMPORT_FAILED/g)).toHaveLength(1);
  });

  it('that fail while they run cost their own part only, and the place is named', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put(
      'modules/processing/mine.ts',
      userModule('Processing', "key = 'mine';\n run() {\n throw new Error('own fault');\n }"),
    );
    const { code, stdout } = await place.run(['process', 'one', '--json']);
    expect(code).toBe(21);
    const { problems } = json(stdout) as never as { problems: { code: string; message: string }[] };
    const failed = problems.find((problem) => problem.code === 'MODULE_FAILED')!;
    expect(failed.message).toMatch(/mine failed: own fault \(modules\/processing\/mine\.ts:6:\d+\)/);
  });

  it('that hang are ended, and the analysis is done again without them', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put('ovoscope.toml', '[limits]\nmodule_seconds = 1\nsignature_seconds = 1\nreport_seconds = 1\n');
    const forever = 'for (;;);';
    place.put('modules/processing/stuck.ts', userModule('Processing', `key = 'stuck'; run() { ${forever} }`));
    const rest =
      "key = 'patient'; waits = true; async run() { await new Promise((r) => setTimeout(r, 100)); return 1; }";
    place.put('modules/processing/patient.ts', userModule('Processing', rest));
    const regex = "description = 'Backtracks'; onCall() { return /^(a+)+$/.test('a'.repeat(60) + '!'); }";
    place.put('modules/signatures/backtracks.ts', userModule('Signature', `name = 'backtracks'; ${regex}`));
    const body = `name = 'endless'; *run() { yield { path: 'x.txt', media: 'text/plain', body: this.body() }; } *body() { yield 'a'; ${forever} }`;
    place.put('modules/reporting/endless.ts', userModule('Reporting', body));
    const { code, stdout } = await place.run(['process', 'one', '--out', 'out', '--json']);
    const summary = json(stdout) as never as { state: string; keys: string[]; problems: { code: string }[] };
    expect(summary.state).toBe('done');
    expect(summary.keys).toContain('patient');
    expect(summary.problems.map((problem) => problem.code).filter((name) => name.endsWith('_HUNG'))).toEqual([
      'MODULE_HUNG',
      'SIGNATURE_HUNG',
      'REPORTING_HUNG',
    ]);
    expect(code).toBe(21);
    expect(readdirSync(place.path('out')).sort()).toEqual(['report.html', 'report.json']);
    expect(readdirSync(place.temporary)).toEqual([]);
  }, 60_000);

  it('that end the process, or fail where nobody waits, do not end the run', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put('modules/processing/quits.ts', userModule('Processing', "key = 'quits'; run() { process.exit(0); }"));
    const stray =
      "key = 'stray'; async run() { Promise.reject(new Error('nobody waits')); await new Promise((r) => setTimeout(r, 50)); return 1; }";
    place.put('modules/processing/stray.ts', userModule('Processing', stray));
    const { stdout } = await place.run(['process', 'one', '--json']);
    const summary = json(stdout) as never as { state: string; keys: string[]; problems: { code: string }[] };
    expect(summary.state).toBe('done');
    const found = summary.problems.map((problem) => problem.code);
    expect(found).toContain('RUN_MODULE_CRASHED');
    expect(found).toContain('RUN_STRAY_ERROR');
    expect(summary.keys).toContain('stray');
  });
});

describe('Ctrl-C', () => {
  async function interrupted(members: string): Promise<{ place: Workplace; code: number | null; stderr: string }> {
    const place = new Workplace();
    place.analysis('one');
    const marker = place.path('started');
    const head = `import { writeFileSync } from 'node:fs';\nconst started = () => writeFileSync(${JSON.stringify(marker)}, '');`;
    place.put('modules/reporting/slow.ts', userModule('Reporting', `name = 'slow'; ${members}`, head));
    // An archive, so that there is something unpacked to clean up too.
    execFileSync('tar', ['czf', 'one.tar.gz', 'one'], { cwd: place.folder });
    const { code, stderr } = await place.run(['process', 'one.tar.gz', '--out', 'out'], {
      onStart: async (child) => {
        while (!existsSync(marker)) await sleep(20);
        child.kill('SIGINT');
      },
    });
    return { place, code, stderr };
  }

  it.each([
    [
      'that waits',
      "async *run() { yield { path: 'slow.txt', media: 'text/plain', body: this.body() }; } async *body() { yield 'a'; started(); await new Promise(() => {}); }",
    ],
    [
      'that writes without end',
      "*run() { yield { path: 'slow.txt', media: 'text/plain', body: this.body() }; } *body() { for (let i = 0; ; i++) { if (i === 9) started(); yield 'a'.repeat(100); } }",
    ],
    [
      'that is stuck',
      "*run() { yield { path: 'slow.txt', media: 'text/plain', body: this.body() }; } *body() { yield 'a'; started(); for (;;); }",
    ],
  ])('ends a run %s, and leaves nothing half done', async (_, members) => {
    const { place, code, stderr } = await interrupted(members);
    expect(code).toBe(130);
    expect(stderr).toContain('one.tar.gz  cancelled');
    expect(readdirSync(place.temporary)).toEqual([]);
    const left = readdirSync(place.path('out'));
    expect(left.filter((name) => name !== 'report.json' && name !== 'report.html')).toEqual([]);
  });
});
