import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, Workplace } from './cli.ts';

beforeAll(build, 120_000);

describe('ovoscope diff', () => {
  it('compares a folder with a report, as text, JSON or a page', async () => {
    const place = new Workplace();
    place.analysis('one');
    await place.run(['process', 'one', '--out', 'out']);
    const text = await place.run(['diff', 'one', 'out/report.json']);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^A {2}one {2}[\s\S]*\n0 only in A, \d+ in both, 0 only in B\n/);
    const json = await place.run(['diff', 'one', 'out/report.json', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ a: { path: 'one' }, totals: { only_a: 0, only_b: 0 } });
    const html = await place.run(['diff', 'one', 'out/report.json', '--format', 'html', '--out', 'diff.html']);
    expect(html).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(place.path('diff.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it('says what is wrong with how it was called', async () => {
    const place = new Workplace();
    place.analysis('one');
    expect(await place.run(['diff', 'one', 'one', '--format', 'xml'])).toMatchObject({ code: 2 });
    expect(await place.run(['diff', 'one', 'missing'])).toMatchObject({ code: 10 });
    const unwritable = await place.run(['diff', 'one', 'one', '--out', 'no/such/file']);
    expect(unwritable.code).toBe(22);
    expect(unwritable.stderr).toContain('CLI_NOT_WRITTEN');
  });
});

describe('ovoscope process --redact', () => {
  it('writes reports without the names it was asked to take out', async () => {
    const place = new Workplace();
    place.put(
      'one/task.json',
      '{"id": 7, "category": "file", "target": "C:\\\\Users\\\\lenamarleen\\\\sample.exe", "owner": "lenamarleen"}',
    );
    place.analysis('two');
    place.put('two/task.json', readFileSync(place.path('one/task.json')));
    const { code, stdout } = await place.run([
      'process',
      'two',
      '--out',
      'out',
      '--redact',
      'user',
      '--redact',
      'host,internal-ips',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'REDACTED  names were replaced by pseudonyms: 1 user name, 0 names of computers, 0 internal addresses',
    );
    for (const name of ['report.json', 'report.html']) {
      const report = readFileSync(place.path(`out/${name}`), 'utf8');
      expect(report).not.toContain('lenamarleen');
      expect(report).toContain('user-1');
    }
    const again = await place.run(['process', 'out/report.json', '--out', 'again', '--redact', 'user']);
    expect(again.code).toBe(0);
  });

  it('says what it knows where it is asked for something else', async () => {
    const { code, stderr } = await new Workplace().run(['process', 'x', '--redact', 'users']);
    expect(code).toBe(2);
    expect(stderr).toContain('--redact has "users", but should be user, host, internal-ips');
  });
});

describe('ovoscope process --shape', () => {
  it.each([
    ['cuckoo2', { behavior: { processes: [{ pid: 752, ppid: expect.any(Number), calls: expect.any(Array) }] } }],
    [
      'cape',
      { behavior: { processes: [{ process_id: 752, module_path: expect.any(String) }] }, malscore: expect.any(Number) },
    ],
    ['ovoscope', { behavior: { processes: [{ process_id: 752 }] }, verdict: { band: expect.any(String) } }],
  ])('%s', async (shape, expected) => {
    const place = new Workplace();
    const { code } = await place.run(['process', place.analysis('one'), '--shape', shape, '--out', 'out']);
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(place.path('out/report.json'), 'utf8'))).toMatchObject(expected);
  });

  it('says which there are', async () => {
    const { code, stderr } = await new Workplace().run(['process', 'x', '--shape', 'cuckoo3']);
    expect(code).toBe(2);
    expect(stderr).toContain('--shape is cuckoo3, but should be ovoscope, cuckoo2 or cape');
  });
});

describe('destinations', () => {
  it('get the reports; one that fails is told, and costs nothing else', async () => {
    const place = new Workplace();
    place.analysis('one');
    place.put(
      'ovoscope.toml',
      '[[destinations]]\nkind = "webhook"\nname = "soc"\nurl = "http://127.0.0.1:9/x"\nsecret_env = "SOC_SECRET"\n[[destinations]]\nkind = "file"\nfolder = "sent"\n',
    );
    const { code, stdout } = await place.run(['process', 'one', '--out', 'out']);
    expect(stdout).toContain('DESTINATION_SECRET  nothing was sent to soc: the environment has no SOC_SECRET');
    expect(code).toBe(22);
    const [key] = readdirSync(place.path('sent'));
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(readFileSync(place.path(`sent/${key}/report.json`))).toEqual(readFileSync(place.path('out/report.json')));
  });

  it('that are wrong are told before anything is done', async () => {
    const place = new Workplace();
    place.put('ovoscope.toml', '[[destinations]]\nkind = "s3"\nurl = "https://s3.example"\n');
    const { code, stderr } = await place.run(['process', place.analysis('one')]);
    expect(code).toBe(2);
    expect(stderr).toContain('destinations.bucket is nothing, but should be the name of a bucket');
  });
});
