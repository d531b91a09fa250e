import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serialize } from 'bson';
import { afterAll, describe, expect, it } from 'vitest';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Dialect } from './dialect.ts';
import { openAnalysis } from './open.ts';

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'open-')));
afterAll(() => rmSync(dir, { recursive: true }));

let count = 0;

function folder(files: { readonly [path: string]: string | Uint8Array }): string {
  const root = join(dir, `case-${count++}`);
  mkdirSync(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function failure(path: string): Promise<OvoscopeError> {
  try {
    (await openAnalysis(path)).close();
  } catch (error) {
    if (error instanceof OvoscopeError) return error;
    throw error;
  }
  throw new Error(`${path} was opened`);
}

describeShared('real analyses', () => {
  const cases: [path: string, dialect: Dialect, logs: string[]][] = [
    ['2-analyses/cape-2.4_AL_AcceptEx.exe', 'cape', []],
    ['2-analyses/cape-2.4_AL_apihooks.exe', 'cape', []],
    ['2-analyses/cape-2.4_AL_bits.ps1', 'cape', []],
    ['2-analyses/cape-2.4_AL_etw-dns-app.exe', 'cape', []],
    ['2-analyses/cape-2.4_AL_ipv6_network.exe', 'cape', []],
    // Its monitor is the one of 2.x already.
    ['2-analyses/cuckoo-1.0dev_winxp_1', 'cuckoo-2', ['632.bson', '668.bson']],
    ['2-analyses/cuckoo-1.0dev_winxp_2', 'cuckoo-2', ['668.bson', '920.bson']],
    ['2-analyses/cuckoo-1.2_winxp_1', 'cuckoo-1', ['252.bson', '312.bson', '1256.bson']],
    ['2-analyses/cuckoo-1.2_winxp_3_noreport', 'cuckoo-1', ['216.bson', '252.bson', '720.bson']],
    ['2-analyses/cuckoo-1.x_win_saltar_1', 'cuckoo-1', ['1472.bson']],
    ['2-analyses/cuckoo-1.x_win_saltar_2', 'cuckoo-1', ['3704.bson']],
    ['2-analyses/cuckoo-2.0.6_win7_jigsaw_1075900_partial', 'cuckoo-2', []],
    ['2-analyses/cuckoo-2.0.6_win7_jigsaw_1075903_partial', 'cuckoo-2', []],
    ['2-analyses/cuckoo-2.0.6_win7_jigsaw_1075904_partial', 'cuckoo-2', []],
    ['2-analyses/cuckoo-2.0.6_win7_jigsaw_1075910_partial', 'cuckoo-2', []],
    ['2-analyses/cuckoo-2.0.7_win10_exe_210', 'cuckoo-2', ['608.bson', '4428.bson']],
    ['2-analyses/cuckoo-2.0.7_win_pafish_1', 'cuckoo-2', ['480.bson', '1332.bson']],
    ['2-analyses/cuckoo-2.0dev_pdf_sample_analysis_storage', 'cuckoo-2', ['752.bson']],
    ['cuckoo/analysis-2.x', 'cuckoo-2', ['752.bson']],
    ['cuckoo/synthetic/v0.4.2', 'cuckoo-0.4', ['1024.csv', '2048.csv', '3000.csv', '4000.csv']],
    ['cuckoo/synthetic/v0.6', 'cuckoo-0.6', ['1024.raw', '2048.raw', '3000.raw', '4000.raw']],
    ['cuckoo/synthetic/v1.2', 'cuckoo-1', ['1024.bson', '2048.bson', '3000.bson', '4000.bson']],
    ['cuckoo/synthetic/v2.0.7', 'cuckoo-2', ['1200.bson', '1300.bson', '1400.bson']],
  ];
  it.each(cases)('%s is of %s', async (path, dialect, logs) => {
    const analysis = await openAnalysis(sharedData(path));
    expect(analysis).toMatchObject({ kind: 'folder', dialect, problems: [] });
    expect(analysis.logs().map((log) => log.name)).toEqual(logs);
    analysis.close();
  });

  it('tells what the task was', async () => {
    const { info, defaultOut } = await openAnalysis(sharedData('2-analyses/cuckoo-2.0.7_win7_cerber_packed'));
    expect(info).toMatchObject({
      id: 15,
      category: 'file',
      package: 'exe',
      platform: 'windows',
      machine: 'cuckoo1',
      options: { procmemdump: 'yes', route: 'internet' },
      started_on: '2023-08-19T16:25:05.317667',
      completed_on: '2023-08-19T16:29:14.337760',
      file_name: '8b6bc16fd137c09a08b02bbe1bb7d670.bin',
    });
    expect(defaultOut).toMatch(/cuckoo-2\.0\.7_win7_cerber_packed\/reports$/);
  });

  it('tells what the task of 0.4 was, and finds its sample', async () => {
    const { info, sample } = await openAnalysis(sharedData('cuckoo/synthetic/v0.4.2'));
    expect(info).toMatchObject({
      category: 'file',
      target: '/tmp/sample.exe',
      file_name: 'sample.exe',
      file_type: 'ASCII text',
      started_on: '2012-09-14T10:15:30.500',
      completed_on: '2012-09-14T10:17:30.500',
    });
    expect(sample?.size).toBe(52);
  });

  it('opens a report without reading it', async () => {
    const path = sharedData('3-reports/cape-2.4/36d218f384010cce.json.gz');
    const analysis = await openAnalysis(path);
    expect(analysis).toMatchObject({
      kind: 'report',
      dialect: 'report',
      path,
      defaultOut: `${path}.ovoscope`,
      info: {},
    });
    expect(analysis.logs()).toEqual([]);
    expect(analysis.list('').map((file) => file.name)).toEqual(['36d218f384010cce.json.gz']);
  });

  it('names what it found instead of an analysis', async () => {
    expect((await failure(sharedData('2-analyses'))).code).toBe('ANALYSIS_SEVERAL');
    expect((await failure(sharedData('1-rawlogs'))).message).toContain('found bson/, drakvuf/');
    expect((await failure(sharedData('5-static/archives/sflock/7z_plain.7z'))).code).toBe('ANALYSIS_ARCHIVE_KIND');
    expect((await failure(sharedData('cuckoo/pcap/status-code.pcap'))).message).toContain('a network capture');
  });
});

const CALL = { I: 0, T: 1, t: 0, args: [1, 0] };
const capeCall = { I: 0, C: 1, R: 2, P: 3, T: 1, t: 0, r: 0, args: [1, 0] };
const info = (...args: unknown[]) => ({
  I: 0,
  name: '__process__',
  type: 'info',
  category: 'x',
  args: ['is_success', 'retval', ...args],
});
const flags = { flags_value: {}, flags_bitmask: {} };
const bson = (...docs: object[]) => Buffer.concat(docs.map((doc) => serialize(doc)));

describe('the dialect', () => {
  const cases: [string, Dialect, { readonly [path: string]: string | Uint8Array }][] = [
    ['an old monitor', 'cuckoo-1', { 'logs/1.bson': bson(info('TimeLow', 'ModulePath'), CALL) }],
    [
      'an old monitor beside a dump of CAPE',
      'cape',
      { 'logs/1.bson': bson(info('ModulePath'), CALL), 'CAPE/abc': 'x' },
    ],
    ['the monitor of 2.x', 'cuckoo-2', { 'logs/1.bson': bson(info('time_low', 'module_path'), CALL) }],
    [
      'the monitor of 2.x with old names',
      'cuckoo-2',
      { 'logs/1.bson': bson({ ...info('ModulePath'), ...flags }, CALL) },
    ],
    ['capemon, by its calls', 'cape', { 'logs/1.bson': bson(info('ModulePath'), capeCall) }],
    ['capemon, by its arguments', 'cape', { 'logs/1.bson': bson(info('ModulePath', ['Handle', 'h'])) }],
    ['a monitor outside the guest', 'cape', { 'logs/1.bson': bson({ type: 'new_process', name: 'a', starttime: 1 }) }],
    [
      'the first log that tells',
      'cuckoo-2',
      { 'logs/1.bson': '', 'logs/2.bson': 'junk', 'logs/30.bson': bson(info('module_path')) },
    ],
    ['other files, where no log tells', 'cuckoo-2', { 'logs/1.bson': '', 'task.json': '{}' }],
    ['nothing that tells', 'unknown', { 'logs/1.bson': 'junk' }],
    ['csv', 'cuckoo-0.4', { 'logs/1.csv': '' }],
    ['raw', 'cuckoo-0.6', { 'logs/1.raw': '', 'logs/1.csv': '' }],
    ['stap', 'linux-stap', { 'logs/all.stap': '' }],
    ['files.json of 2.x', 'cuckoo-2', { 'files.json': '{"path": "a", "pids": [], "filepath": null}\n' }],
    ['files.json of CAPE', 'cape', { 'files.json': '{"path": "a", "pids": [], "metadata": "", "category": ""}\n' }],
    ['the log of an old analyser', 'cuckoo-1', { 'analysis.log': '2018-02-06 16:40:24,009 [root] DEBUG: Starting\n' }],
    [
      'the log of a new analyser',
      'cuckoo-2',
      { 'analysis.log': '2018-02-06 16:40:24,009 [analyzer] DEBUG: Starting\n' },
    ],
    [
      'the log of CAPE',
      'cape',
      { 'analysis.log': '2018-02-06 16:40:24,009 [root] INFO: Date set to: 20230101T00:00:00\n' },
    ],
    ['analysis.conf of 0.4', 'cuckoo-0.4', { 'analysis.conf': '[analysis]\nfile_path = a\n' }],
    ['analysis.conf of CAPE', 'cape', { 'analysis.conf': '[analysis]\ntarget = a\nid = 3\n' }],
    ['a capture alone', 'unknown', { 'dump.pcap': '' }],
  ];
  it.each(cases)('of %s is %s', async (_what, dialect, files) => {
    expect((await openAnalysis(folder(files))).dialect).toBe(dialect);
  });

  it('leaves logs of another kind aside, and says so', async () => {
    const analysis = await openAnalysis(folder({ 'logs/1.bson': bson(info('module_path')), 'logs/all.stap': '' }));
    expect(analysis.logs().map((log) => log.name)).toEqual(['1.bson']);
    expect(analysis.problems).toMatchObject([{ code: 'ANALYSIS_OTHER_LOGS', where: { file: 'logs/all.stap' } }]);
  });

  it('gives every kind of log where it is not known', async () => {
    const analysis = await openAnalysis(folder({ 'logs/2.bson': 'junk', 'logs/x.stap': '', 'logs/readme.txt': '' }));
    expect(analysis.logs().map((log) => log.name)).toEqual(['2.bson', 'x.stap']);
  });

  it("finds CAPE's renamed logs", async () => {
    const log = bson(info('ModulePath'), capeCall);
    const files = {
      'logs/10.bson.raw': log,
      'logs/10.bson.compressed': log,
      'logs/9.bson': log,
      'logs/9.bson.raw': log,
      'logs/8.bson.compressed': log,
    };
    const analysis = await openAnalysis(folder(files));
    expect(analysis.dialect).toBe('cape');
    expect(analysis.logs().map((each) => each.name)).toEqual(['8.bson.compressed', '9.bson', '10.bson.raw']);
  });
});

describe('openAnalysis', () => {
  it('goes down to the only analysis, two levels at most', async () => {
    const files = { 'Report/1/task.json': '{}', 'Report/1/logs/3.bson': '', 'Results/a.json': '' };
    const root = folder(files);
    const analysis = await openAnalysis(root);
    expect(analysis.list('', { recursive: true }).map((file) => file.path)).toEqual(['logs/3.bson', 'task.json']);
    expect(analysis.defaultOut).toBe(join(root, 'Report/1/reports'));
    expect(analysis.info['id']).toBe(1);
    expect((await failure(folder({ 'a/b/c/task.json': '{}' }))).code).toBe('ANALYSIS_NOT_RECOGNISED');
  });

  it('does not choose between analyses', async () => {
    const error = await failure(folder({ '1/task.json': '{}', '2/task.json': '{}' }));
    expect(error.problem).toMatchObject({
      code: 'ANALYSIS_SEVERAL',
      message: expect.stringContaining('holds 2 analyses: 1, 2'),
    });
  });

  it('says what it looked for, and what it found', async () => {
    const { problem } = await failure(folder({ 'a.txt': '', 'b/c': '' }));
    expect(problem.message).toContain('logs/*.bson');
    expect(problem.message).toContain('found b/, a.txt');
  });

  it('points to the report where there is nothing else', async () => {
    const { problem } = await failure(folder({ 'reports/report.json': '{}' }));
    expect(problem.hint).toContain('open reports/report.json itself');
  });

  it.each([
    ['nothing', 'absent', 'ANALYSIS_NOT_FOUND'],
    ['a path through a file', 'file/x', 'ANALYSIS_NOT_FOUND'],
    ['an empty file', 'empty', 'ANALYSIS_FILE_KIND'],
    ['text', 'file', 'ANALYSIS_FILE_KIND'],
    ['a JSON list', 'list', 'ANALYSIS_FILE_KIND'],
    ['a gzip of text', 'gz', 'ANALYSIS_FILE_KIND'],
    ['a path with a NUL', 'a\0b', 'ANALYSIS_UNREADABLE'],
  ])('refuses %s', async (_what, name, code) => {
    const root = folder({ file: 'text', empty: '', list: '[1]', gz: gzipSync('text') });
    expect((await failure(join(root, name))).code).toBe(code);
  });

  it('refuses a device', async () => {
    expect((await failure('/dev/null')).message).toContain('neither a file nor a folder');
  });

  it.each([
    ['plain', '  \n{"info": {}}'],
    ['with a byte order mark', '\ufeff{}'],
    ['packed', gzipSync('{"info": {}}')],
  ])('takes an object of JSON for a report: %s', async (_what, content) => {
    const root = folder({ 'any.name': content });
    const analysis = await openAnalysis(join(root, 'any.name'));
    expect(analysis.kind).toBe('report');
    const source = analysis.open('any.name');
    expect(source.size).toBe(Buffer.byteLength(content));
    source.close();
  });

  it('does not begin when it is aborted already', async () => {
    const reason = new Error('no');
    await expect(openAnalysis(folder({ 'task.json': '{}' }), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});

describe('files of an analysis', () => {
  const root = folder({
    'task.json': '{}',
    'files/b': 'ü'.repeat(10),
    'files/a': '',
    'files/sub/c': 'x',
    'filesystem/d': 'x',
  });

  it('are listed by folder and by name', async () => {
    const analysis = await openAnalysis(root);
    const paths = (...args: Parameters<typeof analysis.list>) => analysis.list(...args).map((file) => file.path);
    expect(paths('files')).toEqual(['files/a', 'files/b']);
    expect(paths('files/')).toEqual(['files/a', 'files/b']);
    expect(paths('files', { recursive: true })).toEqual(['files/a', 'files/b', 'files/sub/c']);
    expect(paths('')).toEqual(['task.json']);
    expect(paths('absent')).toEqual([]);
  });

  it('are read as text up to a limit, whole characters only', async () => {
    const analysis = await openAnalysis(root);
    expect(analysis.text('files/b')).toBe('ü'.repeat(10));
    expect(analysis.text('./files//b', 5)).toBe('üü');
    expect(analysis.text('files/a')).toBe('');
    expect(analysis.text('files/x')).toBeUndefined();
  });
});
