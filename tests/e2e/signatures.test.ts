import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldsPage } from '../../scripts/make-fields.ts';
import { build, userModule, Workplace } from './cli.ts';

beforeAll(build, 120_000);

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples', 'analysis');

/** A place whose containers nobody else uses. */
function workplace() {
  const place = new Workplace();
  const env = { OVOSCOPE_CACHE: place.path('cache') };
  return { place, run: (...args: string[]) => place.run(args, { env }) };
}

describe('ovoscope signatures new', () => {
  it('writes a signature that passes its tests, the type check and lint, and is explained', async () => {
    const { place, run } = workplace();
    expect(await run('signatures', 'new', 'starts_up')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('signatures', 'new', 'naps', '--calls')).toMatchObject({ code: 0, stderr: '' });
    const tests = await run('test');
    expect(tests).toMatchObject({ code: 0, stderr: '' });
    expect(tests.stdout).toMatch(/18 passed\n$/);
    expect(await run('signatures', 'lint', '--strict')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: '2 signatures: 0 errors, 0 advice\n',
    });
    const explained = await run('signatures', 'explain', 'naps', EXAMPLE);
    expect(explained.stdout).toContain('naps silent on analysis');
    expect(explained.stdout).toMatch(
      /✓ numberArgument\(call, 'milliseconds'\) {2}\d+ of \d+ {2}modules\/signatures\/naps\.ts:\d+/,
    );
    expect(explained.stdout).toContain('180000  invoice.exe(2412)');
    expect(explained.stdout).toMatch(/ran \d+ times, but never as far as: this\.data\.push/);

    // What an author's own compiler says, with the package installed.
    place.put('node_modules/.keep', '');
    symlinkSync(ROOT, place.path('node_modules/ovoscope'));
    symlinkSync(join(ROOT, 'node_modules', '@types'), place.path('node_modules/@types'));
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(String(execFileSync(process.execPath, [tsc, '-p', place.path('modules/tsconfig.json')]))).toBe('');
  }, 60_000);

  it.each([
    ['Bad-Name', /AUTHORING_NAME .*\n.*Did you mean "bad_name"/],
    ['creates_exe', /there is a signature called "creates_exe" already/],
    ['../up', /AUTHORING_NAME/],
  ])('refuses the name %s, and writes nothing', async (name, message) => {
    const { place, run } = workplace();
    const { code, stderr } = await run('signatures', 'new', name, '--dir', 'mine');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(place.path('mine'))).toBe(false);
  });

  it('writes over nothing', async () => {
    const { place, run } = workplace();
    place.put('modules/signatures/mine.test.ts', 'kept');
    const { code, stderr } = await run('signatures', 'new', 'mine');
    expect(code).toBe(2);
    expect(stderr).toContain('mine.test.ts is there already');
    expect(readFileSync(place.path('modules/signatures/mine.test.ts'), 'utf8')).toBe('kept');
    expect(existsSync(place.path('modules/signatures/mine.ts'))).toBe(false);
  });
});

const signature = (watch: string, body = 'this.data.push({ id: call.id }); return undefined;') =>
  userModule(
    'Signature',
    `name = 'mine'; description = 'Writes'; severity = 2;
     watch = { apis: ['${watch}'] };
     onCall(call) { ${body} }
     onComplete() { return this.data.length > 0; }`,
  );

describe('ovoscope test --corpus', () => {
  it('tells what a signature hits, what changed, and keeps the containers', async () => {
    const { place, run } = workplace();
    place.analysis('corpus/a/one');
    place.analysis('corpus/two');
    place.put('corpus/odd.json', '{"x": 1}');
    place.put('corpus/broken.zip', 'PK\u0003\u0004');
    place.put('modules/signatures/mine.ts', signature('NtWriteFile'));
    const first = await run('test', 'mine', '--corpus', 'corpus');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('2 analyses in');
    expect(first.stdout).toMatch(/mine {2}hits 2 of 2, 4 pieces of evidence\n {4}a\/one +2 .*\n {4}two +2/);

    place.put('modules/signatures/mine.ts', signature('NtSomethingElse'));
    const second = await run('test', 'mine', '--corpus', 'corpus');
    expect(second.stdout).toContain('(all kept from before)');
    expect(second.stdout).toMatch(/hits 0 of 2 {2}\(since last time: 2 gone\)\n {2}- a\/one +was 2\n {2}- two +was 2/);

    place.put('modules/signatures/mine.ts', signature('NtWriteFile', 'throw new Error("no")'));
    const third = await run('test', 'mine', '--corpus', 'corpus', '--json');
    expect(third.code).toBe(23);
    expect(JSON.parse(third.stdout)).toMatchObject({
      signature: 'mine',
      analyses: [],
      problems: [{ analysis: 'a/one' }, { analysis: 'two' }],
    });
  }, 60_000);

  it('ends a signature that loops, and goes on with the others', async () => {
    const { place, run } = workplace();
    place.analysis('corpus/one');
    place.put('ovoscope.toml', '[limits]\nsignature_seconds = 1\n');
    place.put('modules/signatures/mine.ts', signature('NtWriteFile', 'for (;;) {}'));
    place.put('modules/signatures/other.ts', signature('NtWriteFile').replace("'mine'", "'other'"));
    const { code, stdout } = await run('test', '--corpus', 'corpus');
    expect(code).toBe(23);
    expect(stdout).toContain('the signature mine was stopped after 1 s');
  }, 60_000);

  it('says where there is nothing', async () => {
    const { run } = workplace();
    expect(await run('test', 'x', '--corpus', 'missing')).toMatchObject({
      code: 12,
      stderr: expect.stringContaining('CORPUS_UNREADABLE'),
    });
  });
});

describe('ovoscope test --watch', () => {
  it('runs again when a file is saved', async () => {
    const { place, run } = workplace();
    await run('signatures', 'new', 'naps', '--calls');
    const bin = join(ROOT, 'bin', 'ovoscope.js');
    const env = { PATH: process.env['PATH'], HOME: place.folder, OVOSCOPE_CACHE: place.path('cache') };
    const child = spawn(process.execPath, [bin, 'test', '--watch'], { cwd: place.folder, env });
    let text = '';
    const path = place.path('modules/signatures/naps.ts');
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let rounds = 0;
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const waits = text.split('waiting for a save').length - 1;
      if (waits <= rounds) return;
      rounds = waits;
      if (rounds === 1) writeFileSync(path, readFileSync(path, 'utf8').replace('600_000', '60_000'));
      else if (/failed/.test(text)) child.kill('SIGINT');
    });
    expect(await ended).toBe(0);
    expect(text).toMatch(/9 passed[\s\S]*naps\.ts\n[\s\S]*✗ naps › ignores a minute[\s\S]*failed/);
  }, 60_000);
});

describe('ovoscope signatures', () => {
  it('explains what nearly matched, as text and as JSON', async () => {
    const { place, run } = workplace();
    const members = `name = 'keys_of_box'; description = 'Reads'; severity = 1;
      run(results) { const found = keys(results, '*\\\\Oracle\\\\VirtualBox Guest Additionz'); this.data.push(...found); return found.length > 0; }`;
    place.put(
      'modules/signatures/keys_of_box.ts',
      userModule('Signature', members, "import { keys } from 'ovoscope/query';"),
    );
    const { stdout, stderr } = await run('signatures', 'explain', 'keys_of_box', EXAMPLE);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/✗ keys\(results, …\) {2}0 of \d+ {2}modules\/signatures\/keys_of_box\.ts:\d+/);
    expect(stdout).toContain('nearly HKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox Guest Additions');
    const json = JSON.parse((await run('signatures', 'explain', 'keys_of_box', EXAMPLE, '--json')).stdout) as never;
    expect(json).toMatchObject({ state: 'silent', conditions: [{ what: 'keys(results, …)', held: 0 }] });
    expect(await run('signatures', 'explain', 'keys_of_bx', EXAMPLE)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "keys_of_box"'),
    });
  }, 60_000);

  it('lists by technique, category and severity', async () => {
    const { run } = workplace();
    const rows = JSON.parse(
      (await run('signatures', 'list', '--ttp', 'T1055', '--severity', '3-5', '--json')).stdout,
    ) as { ttps: string[]; severity: number }[];
    expect(rows.length).toBeGreaterThan(2);
    for (const { ttps, severity } of rows) {
      expect(ttps.some((id) => id.startsWith('T1055'))).toBe(true);
      expect(severity).toBeGreaterThanOrEqual(3);
    }
    expect((await run('signatures', 'list', '--severity', '9')).code).toBe(2);
  });

  it('tells what each costs', async () => {
    const { place, run } = workplace();
    place.analysis('corpus/one');
    place.put('modules/signatures/mine.ts', signature('NtWriteFile'));
    const { code, stdout } = await run('signatures', 'bench', 'mine', '--corpus', 'corpus', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      analyses: 1,
      signatures: [{ name: 'mine', share: expect.any(Number), calls: 2, hits: 1 }],
    });
    expect((await run('signatures', 'bench')).code).toBe(2);
  }, 60_000);

  it('points to what lint finds, unless a comment allows it', async () => {
    const { place, run } = workplace();
    place.put('modules/signatures/mine.ts', signature('CreateFileW'));
    const { code, stdout } = await run('signatures', 'lint');
    expect(code).toBe(23);
    expect(stdout).toMatch(
      /modules\/signatures\/mine\.ts:\d+:\d+ {2}error unknown-api {2}monitors do not report CreateFileW\n\d+ \| .*\n +\| +\^{11}\n +=.*NtCreateFile/,
    );
    place.put(
      'modules/signatures/mine.ts',
      signature('CreateFileW').replace('watch =', '// lint-allow unknown-api: a monitor of our own\nwatch ='),
    );
    const allowed = (await run('signatures', 'lint')).stdout;
    expect(allowed).toContain('1 allowed');
    expect(allowed).not.toContain('unknown-api');
  });
});

it('docs/reference/fields.md has every value that the example analysis has', () => {
  const page = readFileSync(join(ROOT, 'docs', 'reference', 'fields.md'), 'utf8').split('\n');
  const rows = fieldsPage(ROOT)
    .split('\n')
    .filter((line) => /^\| `[^`]+` \| [^|]* \| `/.test(line));
  expect(rows.length).toBeGreaterThan(100);
  expect(
    rows.filter((row) => !page.includes(row)),
    'run: node scripts/run.mjs scripts/make-fields.ts',
  ).toEqual([]);
});
