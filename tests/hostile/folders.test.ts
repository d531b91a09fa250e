import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Analysis, openAnalysis } from '../../src/analysis/open.ts';
import { OvoscopeError } from '../../src/errors/problem.ts';
import { codes, Workbench } from './workbench.ts';

const bench = new Workbench();
afterAll(() => bench.remove());

let count = 0;

/** An analysis in storage/analyses/<n>, so that storage/binaries can lie where Cuckoo has it. */
function folder(files: { readonly [path: string]: string }): string {
  const root = join(bench.dir, `case-${count++}`, 'storage', 'analyses', '7');
  for (const [path, content] of Object.entries({ 'task.json': '{"id": 7}', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const paths = (analysis: Analysis) => analysis.list('', { recursive: true }).map((file) => file.path);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof OvoscopeError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

describe('an analysis folder', () => {
  it('does not follow links, to files or to folders', async () => {
    const root = folder({ 'logs/1.bson': 'x' });
    symlinkSync(bench.sentinel, join(root, 'dump.pcap'));
    symlinkSync(bench.dir, join(root, 'files'));
    symlinkSync('task.json', join(root, 'within'));
    symlinkSync('/nowhere', join(root, 'dangling'));
    const analysis = await openAnalysis(root);
    expect(paths(analysis)).toEqual(['logs/1.bson', 'task.json']);
    expect(codes(analysis.problems)).toEqual(['ANALYSIS_FILE_REFUSED']);
    expect(analysis.problems.map(({ where }) => where.file)).toEqual(['dangling', 'dump.pcap', 'files', 'within']);
    expect(analysis.text('dump.pcap')).toBeUndefined();
    expect(refusal(() => analysis.open('files/sentinel'))).toBe('ANALYSIS_NO_FILE');
  });

  it('does not wait for pipes, and reads no sockets or devices', async () => {
    const root = folder({});
    execFileSync('mkfifo', [join(root, 'analysis.log')]);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const analysis = await openAnalysis(root);
    server.close();
    expect(paths(analysis)).toEqual(['task.json']);
    expect(analysis.problems.map(({ message }) => message)).toEqual([
      'analysis.log was not read: it is a pipe',
      'socket was not read: it is a socket',
    ]);
  });

  it.each(['../sentinel', '/etc/passwd', 'logs/../../../sentinel', '', '.', 'logs', 'no\0pe'])(
    'reaches nothing outside itself: %j',
    async (path) => {
      const analysis = await openAnalysis(folder({ 'logs/1.bson': 'x' }));
      expect(analysis.find(path)).toBeUndefined();
      expect(analysis.text(path)).toBeUndefined();
      expect(refusal(() => analysis.open(path))).toBe('ANALYSIS_NO_FILE');
    },
  );

  it('lists nothing outside itself', async () => {
    const analysis = await openAnalysis(folder({}));
    for (const path of ['..', '/', '/etc', '../..', 'absent'])
      expect(analysis.list(path, { recursive: true })).toEqual([]);
  });

  it('refuses a file that became a link after the folder was listed', async () => {
    const root = folder({ 'files/a': 'good' });
    const analysis = await openAnalysis(root);
    rmSync(join(root, 'files/a'));
    symlinkSync(bench.sentinel, join(root, 'files/a'));
    expect(refusal(() => analysis.open('files/a'))).toBe('ANALYSIS_FILE_REFUSED');
  });

  it('refuses a file whose folder became a link after it was listed', async () => {
    const root = folder({ 'files/a': 'good' });
    const elsewhere = folder({ 'files/a': 'secret' });
    const analysis = await openAnalysis(root);
    renameSync(join(root, 'files'), join(root, 'moved'));
    symlinkSync(join(elsewhere, 'files'), join(root, 'files'));
    expect(refusal(() => analysis.open('files/a'))).toBe('ANALYSIS_FILE_REFUSED');
  });

  it('refuses a file that became a pipe, without waiting for it', async () => {
    const root = folder({ 'files/a': 'good' });
    const analysis = await openAnalysis(root);
    rmSync(join(root, 'files/a'));
    execFileSync('mkfifo', [join(root, 'files/a')]);
    expect(refusal(() => analysis.open('files/a'))).toBe('ANALYSIS_FILE_REFUSED');
  });

  it('stops at its limits and says so', async () => {
    const root = folder(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`files/${i}`, 'x'])));
    const analysis = await openAnalysis(root, { limits: { files: 10 } });
    expect(paths(analysis).length).toBeLessThanOrEqual(10);
    expect(codes(analysis.problems)).toEqual(['ANALYSIS_LIMIT']);
    const deep = await openAnalysis(folder({ 'a/b/c/d/e': 'x', 'a/f': 'x' }), { limits: { depth: 2 } });
    expect(paths(deep)).toEqual(['a/f', 'task.json']);
    expect(codes(deep.problems)).toEqual(['ANALYSIS_LIMIT']);
  });

  it('shows names that are not text escaped, and opens them', async () => {
    const root = folder({});
    const names: [Buffer, string][] = [
      [Buffer.from('a\x1b[2Jb'), 'a\\x1b[2Jb'],
      [Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62]), 'a\\xed\\xa0\\x80b'],
      [Buffer.from('back\\slash'), 'back\\x5cslash'],
      [Buffer.from('r\u202etxt.exe'), 'r\\u202etxt.exe'],
      [Buffer.from('ü 七.txt'), 'ü 七.txt'],
    ];
    for (const [raw] of names) writeFileSync(Buffer.concat([Buffer.from(`${root}/`), raw]), raw);
    const analysis = await openAnalysis(root);
    expect(
      paths(analysis)
        .filter((path) => path !== 'task.json')
        .sort(),
    ).toEqual(names.map(([, shown]) => shown).sort());
    for (const [raw, shown] of names) {
      const source = analysis.open(shown);
      expect(source.size).toBe(raw.length);
      source.close();
    }
    expect(analysis.find('a\x1b[2Jb')?.path).toBe('a\\x1b[2Jb');
  });

  it('opens a folder that is itself given by a link', async () => {
    const root = folder({});
    const latest = join(dirname(root), 'latest');
    symlinkSync('7', latest);
    const analysis = await openAnalysis(latest);
    expect(analysis.path).toBe(latest);
    expect(analysis.info['id']).toBe(7);
  });

  it('reads hard links, which are files like others', async () => {
    const root = folder({ 'files/a': 'x' });
    linkSync(join(root, 'files/a'), join(root, 'files/b'));
    expect(paths(await openAnalysis(root))).toContain('files/b');
  });

  it('does not write reports through a link', async () => {
    const root = folder({});
    symlinkSync(bench.dir, join(root, 'reports'));
    expect((await openAnalysis(root)).defaultOut).toBe(`${root}.ovoscope`);
  });
});

describe('the sample', () => {
  function withBinaries(target: (binaries: string) => string): string {
    const root = folder({});
    const binaries = join(root, '../../binaries');
    mkdirSync(binaries);
    writeFileSync(join(binaries, 'abc'), 'sample');
    symlinkSync(target(binaries), join(root, 'binary'));
    return root;
  }

  it('is a plain file called binary', async () => {
    const analysis = await openAnalysis(folder({ binary: 'MZ' }));
    expect(analysis.sample).toEqual({ path: 'binary', name: 'binary', size: 2 });
    expect(analysis.problems).toEqual([]);
  });

  it('is not followed where it is a link, with a hint', async () => {
    const analysis = await openAnalysis(withBinaries((binaries) => join(binaries, 'abc')));
    expect(analysis.sample).toBeUndefined();
    expect(analysis.problems).toMatchObject([
      { code: 'ANALYSIS_SAMPLE_LINK', hint: expect.stringContaining('allowSampleLink') },
    ]);
  });

  it('is followed into storage/binaries when that is allowed', async () => {
    const root = withBinaries((binaries) => join(binaries, 'abc'));
    const analysis = await openAnalysis(root, { allowSampleLink: true });
    expect(analysis.sample?.size).toBe(6);
    expect(analysis.text('binary')).toBe('sample');
    expect(analysis.problems).toEqual([]);
  });

  it.each([
    ['another file', () => bench.sentinel],
    ['storage/binaries itself', (binaries: string) => binaries],
    ['a climb out of storage/binaries', (binaries: string) => join(binaries, '../analyses/7/task.json')],
    ['nothing', (binaries: string) => join(binaries, 'absent')],
  ])('is not followed to %s even when that is allowed', async (_what, target) => {
    const analysis = await openAnalysis(withBinaries(target), { allowSampleLink: true });
    expect(analysis.sample).toBeUndefined();
    expect(codes(analysis.problems)).toEqual(['ANALYSIS_SAMPLE_LINK']);
  });
});
