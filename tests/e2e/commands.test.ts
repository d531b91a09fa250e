import { beforeAll, describe, expect, it } from 'vitest';
import { build, userModule, Workplace } from './cli.ts';

beforeAll(build, 120_000);

const lines = (text: string) => text.trimEnd().split('\n');

describe('ovoscope', () => {
  it('without arguments shows what there is, as a mistake', async () => {
    const { code, stdout } = await new Workplace().run([]);
    expect(code).toBe(2);
    expect(stdout).toContain('Usage: ovoscope');
  });

  it.each([['--help'], ['process', '--help'], ['calls', '-h'], ['--version']])(
    '%s %s is no mistake',
    async (...args) => {
      const { code, stdout, stderr } = await new Workplace().run(args.filter((arg) => arg !== undefined));
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Usage: ovoscope|^\d+\.\d+\.\d+/);
    },
  );

  it.each([
    [['proces']],
    [['process']],
    [['process', 'x', '--wat']],
    [['process', 'x', '--jobs', '0']],
    [['process', 'x', '--calls', 'some']],
    [['process', 'x', '--fail-on', '11']],
    [['list']],
    [['list', 'things']],
    [['config']],
    [['calls', 'x', '--limit', 'many']],
    [['process', 'x', '--config', 'missing.toml']],
  ])('%j is wrong usage, told without a stack', async (args) => {
    const { code, stderr, stdout } = await new Workplace().run(args);
    expect(code).toBe(2);
    expect(stderr + stdout).not.toContain('    at ');
    expect(stderr + stdout).not.toBe('');
  });

  it('has no colours in a pipe, and none where they are unwanted', async () => {
    const place = new Workplace();
    place.analysis('one');
    const plain = await place.run(['process', 'one']);
    expect(plain.stdout).not.toContain('\u001b');
    const coloured = await place.run(['process', 'one'], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[');
    const unwanted = await place.run(['process', 'one', '--no-color'], { env: { FORCE_COLOR: '1' } });
    expect(unwanted.stdout).not.toContain('\u001b');
  });
});

describe('ovoscope calls', () => {
  const run = async (...args: string[]) => {
    const place = new Workplace();
    place.analysis('one');
    return place.run(['calls', 'one', ...args]);
  };
  const parsed = (stdout: string) => lines(stdout).map((line) => JSON.parse(line) as { [key: string]: unknown });

  it('prints calls below their process', async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).toEqual([0, '']);
    expect(lines(stdout)[0]).toMatch(/^a\.exe \(752\), \d+ calls {2}a\.exe "x"$/);
    expect(stdout).toMatch(/ 0 {2}\S+ {2}file +NtCreateFile +ok .*filepath=C:\\new\.txt/);
    expect(stdout).toMatch(/NtCreateFile +FAIL/);
  });

  it('prints one JSON object per line, with exact integers', async () => {
    const { stdout } = await run('--json', '--api', 'NtWriteFile');
    const calls = parsed(stdout);
    expect(calls.map(({ process_id, api }) => [process_id, api])).toEqual([
      [752, 'NtWriteFile'],
      [752, 'NtWriteFile'],
    ]);
    expect(stdout).toContain(String(0x1234567890abcdefn));
  });

  it.each<[string[], string[]]>([
    [['--api', 'Reg*'], ['RegOpenKeyExA']],
    [['--category', 'file', '--status', 'fail'], ['NtCreateFile']],
    [['--arg', 'GONE.txt'], ['NtCreateFile']],
    [
      ['--limit', '2'],
      ['NtCreateFile', 'NtCreateFile'],
    ],
    [
      ['--offset', '1', '--limit', '2'],
      ['NtCreateFile', 'NtWriteFile'],
    ],
    [['--from', '0.013'], ['RegOpenKeyExA']],
    [['--pid', '4'], []],
    [['--pid', '752', '--process', 'A.EXE', '--api', 'OpenService?'], ['OpenServiceA']],
  ])('%j chooses', async (args, apis) => {
    const { code, stdout } = await run('--json', ...args);
    expect(code).toBe(0);
    expect(stdout === '' ? [] : parsed(stdout).map(({ api }) => api)).toEqual(apis);
  });

  it('says what is wrong with its input', async () => {
    const { code, stderr } = await new Workplace().run(['calls', 'missing']);
    expect([code, stderr.split(' ')[0]]).toEqual([10, 'ANALYSIS_NOT_FOUND']);
  });

  it('ends quietly when nobody reads on', async () => {
    const place = new Workplace();
    place.analysis('one');
    const { code, stderr } = await place.run(['calls', 'one'], { onStart: (child) => child.stdout!.destroy() });
    expect(stderr).toBe('');
    expect([0, 130]).toContain(code);
  });
});

describe('ovoscope list', () => {
  it.each(['processing', 'signatures', 'reporting'])('lists %s, for people and as JSON', async (kind) => {
    const place = new Workplace();
    const text = await place.run(['list', kind]);
    const data = await place.run(['list', kind, '--json']);
    const rows = JSON.parse(data.stdout) as { name: string; file: string; enabled: boolean }[];
    expect([text.code, text.stderr, data.stderr]).toEqual([0, '', '']);
    expect(rows.length).toBeGreaterThan(0);
    for (const { name } of rows) expect(text.stdout).toContain(name);
  });

  it('shows modules of the user, where from, and what is wrong', async () => {
    const place = new Workplace();
    place.put(
      'modules/signatures/mine.ts',
      userModule('Signature', "name = 'mine'; description = 'Mine'; enable = false; run() { return true; }"),
    );
    place.put('modules/signatures/bad.ts', 'export const x = 1;');
    const { stdout, stderr } = await place.run(['list', 'signatures']);
    expect(stdout).toMatch(/1 {2}mine +Mine {2}\(disabled, modules\/signatures\/mine\.ts\)/);
    expect(stderr).toContain('PLUGIN_NO_EXPORT');
  });
});

describe('ovoscope config check', () => {
  it('says that there is none, or that it is in order', async () => {
    const place = new Workplace();
    expect((await place.run(['config', 'check'])).stdout).toContain('There is no ovoscope.toml here');
    place.put('ovoscope.toml', 'jobs = 2\n[signatures.creates_exe]\nenabled = false\n');
    const { code, stdout } = await place.run(['config', 'check']);
    expect(code).toBe(0);
    expect(stdout).toContain('is in order');
  });

  it('tells all mistakes with file, line and column', async () => {
    const place = new Workplace();
    place.put('my.toml', 'jbos = 2\ncalls = 1.5\n');
    const { code, stderr } = await place.run(['config', 'check', '--config', 'my.toml']);
    expect(code).toBe(2);
    expect(stderr).toContain('my.toml:1:1: unknown option "jbos"\n  → Did you mean "jobs"?');
    expect(stderr).toContain('my.toml:2:1: calls is 1.5');
  });

  it('knows the modules; and so does process, before it does anything', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put('ovoscope.toml', '\n[processing.behaviour]\nenabled = false\n');
    for (const args of [
      ['config', 'check'],
      ['process', 'one'],
    ]) {
      const { code, stderr } = await place.run(args);
      expect(code).toBe(2);
      expect(stderr).toContain('ovoscope.toml:2:1: there is no processing module called "behaviour"');
      expect(stderr).toContain('Did you mean "behavior"?');
    }
  });
});

describe('ovoscope test', () => {
  const SIGNATURE = userModule(
    'Signature',
    "name = 'finds_x'; description = 'Finds x'; run(results: any) { for (const f of results.behavior?.summary.files ?? []) if (f.endsWith('x')) this.data.push({ f }); return this.data.length > 0; }",
  );
  const test = (evil: string) => `
    import { SignatureTester, given } from 'ovoscope/testing';
    import FindsX from './finds_x.ts';
    new SignatureTester().run(FindsX, {
      detects: [{ name: 'a file', results: given('a.exe', ['NtCreateFile', { filepath: 'C:\\\\${evil}' }]), data: [{ f: 'C:\\\\x' }] }],
      ignores: [given('a.exe', ['NtCreateFile', { filepath: 'C:\\\\y' }])],
    });`;

  it('runs the tests beside modules', async () => {
    const place = new Workplace();
    place.put('modules/signatures/finds_x.ts', SIGNATURE);
    place.put('modules/signatures/finds_x.test.ts', test('x'));
    const { code, stdout } = await place.run(['test']);
    expect(stdout).toMatch(/modules\/signatures\/finds_x\.test\.ts\n {2}✓ /);
    expect(stdout).toMatch(/\d+ passed\n$/);
    expect(code).toBe(0);
  });

  it('shows what failed, and ends with 23', async () => {
    const place = new Workplace();
    place.put('modules/signatures/finds_x.ts', SIGNATURE);
    place.put('modules/signatures/finds_x.test.ts', test('z'));
    const { code, stdout } = await place.run(['test', 'finds_x']);
    expect(code).toBe(23);
    expect(stdout).toMatch(/✗ .*\n +\S/);
    expect(stdout).toMatch(/\d failed/);
  });

  it('has what tests expect of a runner', async () => {
    const place = new Workplace();
    const text = `
      declare const describe: any, it: any, beforeEach: any, afterAll: any;
      let n = 0;
      describe('outer', () => {
        beforeEach(() => { n++; });
        it('first', async () => { await null; if (n !== 1) throw new Error('n is ' + n); });
        describe('inner', () => { it('second', () => { if (n !== 2) throw new Error('n is ' + n); }); });
        it.skip('left out', () => { throw new Error('not run'); });
        it('fails', () => { throw new Error('as it should'); });
      });`;
    place.put('mine/signatures/x.test.ts', text);
    const { stdout } = await place.run(['test', '--modules', 'mine', '--json']);
    const results = lines(stdout).map((line) => JSON.parse(line) as { name: string; state: string; error?: string });
    expect(results.map(({ name, state }) => [name, state])).toEqual([
      ['outer › first', 'passed'],
      ['outer › inner › second', 'passed'],
      ['outer › left out', 'skipped'],
      ['outer › fails', 'failed'],
    ]);
    expect(results[3]!.error).toMatch(/as it should\n.*x\.test\.ts:9/);
  });

  it('says so when there are none', async () => {
    const { code, stderr } = await new Workplace().run(['test']);
    expect(stderr).toContain('CLI_NO_TESTS');
    expect(code).toBe(2);
  });
});
