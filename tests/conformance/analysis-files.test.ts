import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import DebugLogs from '../../modules/processing/debug.ts';
import Dropped from '../../modules/processing/dropped.ts';
import AnalysisInfo from '../../modules/processing/info.ts';
import Screenshots from '../../modules/processing/screenshots.ts';
import Target from '../../modules/processing/target.ts';
import { openAnalysis } from '../../src/analysis/open.ts';
import { runModule } from '../support/memory-task.ts';
import { describeShared, readSharedJson, sharedData } from '../support/shared-data.ts';

type Facts = { [name: string]: unknown };
interface Report {
  info: Facts;
  file: Facts;
  dropped: Facts[];
  screenshots: { path: string }[];
  debug: { log: string | string[]; cuckoo: string[]; action: string[] };
}

/** Fields of a file that the original program computed too. */
const COMMON = ['name', 'size', 'crc32', 'md5', 'sha1', 'sha256', 'sha512', 'type', 'filepath', 'pids'];
const common = (file: Facts) =>
  Object.fromEntries(COMMON.filter((name) => name in file).map((name) => [name, file[name]]));
const byHash = (files: Facts[]) =>
  files.map(common).sort((a, b) => (String(a['sha256']) < String(b['sha256']) ? -1 : 1));

async function open(path: string, report: string) {
  return { task: await openAnalysis(sharedData(path)), report: readSharedJson(report) as Report };
}

describeShared('what Cuckoo itself reported', () => {
  test('0.4.2: sample, dropped files, log and times', async () => {
    const path = 'cuckoo/synthetic/v0.4.2';
    const { task, report } = await open(path, `${path}/expected-results.json`);
    const { value } = await runModule(Target, task);
    expect(common({ ...value.file })).toEqual(common(report.file));
    // It cuts all of the characters ".bin" from the end of a name; robin.bin.bin was "ro".
    const dropped = report.dropped.map((file) => (file['name'] === 'ro' ? { ...file, name: 'robin.bin' } : file));
    expect(byHash((await runModule(Dropped, task)).value)).toEqual(byHash(dropped));
    expect((await runModule(DebugLogs, task)).value.log).toBe(report.debug.log);
    const { started, ended, duration } = (await runModule(AnalysisInfo, task)).value;
    expect({ started, ended, duration: `${duration} seconds` }).toEqual({
      started: report.info['started'],
      ended: report.info['ended'],
      duration: report.info['duration'],
    });
  });

  test.each([
    '2-analyses/cuckoo-2.0.7_win_pafish_1/reports/report.json.gz',
    '2-analyses/cuckoo-2.0.7_win10_exe_210/reports/report.json',
  ])('2.0.7: %s', async (path) => {
    const { task, report } = await open(path.slice(0, path.indexOf('/reports/')), path);
    const { value: info } = await runModule(AnalysisInfo, task);
    const same = [
      'id',
      'category',
      'custom',
      'duration',
      'machine',
      'options',
      'owner',
      'package',
      'platform',
      'route',
    ];
    expect(Object.fromEntries(same.map((name) => [name, info[name as 'id']]))).toEqual(
      Object.fromEntries(same.map((name) => [name, report.info[name]])),
    );
    // The report counts in seconds, and takes the host's clock for its zone; here it is what the file says.
    expect(info.started?.slice(14)).toBe(new Date(Number(report.info['started']) * 1000).toISOString().slice(14, 19));
    const { value: debug } = await runModule(DebugLogs, task);
    expect(debug.log).toBe([report.debug.log].flat().join(''));
    // The host went on writing while the report was made, in the middle of a line.
    const lines = report.debug.cuckoo.join('');
    expect(lines.length).toBeGreaterThan(1000);
    expect(debug.cuckoo?.join('\n').slice(0, lines.length)).toBe(lines);
  });

  test('2.0.7: dropped files with their origin', async () => {
    const path = '2-analyses/cuckoo-2.0.7_win_pafish_1';
    const { task, report } = await open(path, `${path}/reports/report.json.gz`);
    const { value, problems } = await runModule(Dropped, task);
    expect(byHash(value)).toEqual(byHash(report.dropped));
    expect(problems).toEqual([]);
    expect(value.length).toBeGreaterThan(0);
  });

  test('2.0.7: screenshots', async () => {
    const path = '2-analyses/cuckoo-2.0.7_win_pafish_1';
    const { task, report } = await open(path, `${path}/reports/report.json.gz`);
    const { value } = await runModule(Screenshots, task);
    const names = (shots: { path: string }[]) => shots.map((shot) => shot.path.slice(shot.path.lastIndexOf('/') + 1));
    expect(names(report.screenshots)).toEqual(expect.arrayContaining(names(value)));
    expect(value.length).toBeGreaterThan(0);
  });
});

describeShared('what CAPE reported', () => {
  test.each(['3-reports/cape-2.2/55dcd38773f4104b.json.gz', '3-reports/cape-2.4/36d218f384010cce.json.gz'])(
    'times and package from the log alone: %s',
    async (path) => {
      const { info, debug } = readSharedJson(path) as Report;
      const folder = mkdtempSync(join(tmpdir(), 'ovoscope-'));
      try {
        writeFileSync(join(folder, 'analysis.log'), String(debug.log));
        const { value } = await runModule(AnalysisInfo, await openAnalysis(folder));
        // The host takes its times a second or two before and after the guest.
        expect(value).toMatchObject({ version: '2-CAPE', package: info['package'], dialect: 'cape' });
        expect(secondsApart(value.started, info['started'])).toBeLessThanOrEqual(2);
        expect(Math.abs(value.duration - Number(info['duration']))).toBeLessThan(30);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

function secondsApart(a: unknown, b: unknown): number {
  return Math.abs(Date.parse(`${a}Z`) - Date.parse(`${b}Z`)) / 1000;
}
