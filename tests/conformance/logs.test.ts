import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBehavior } from '../../src/behavior/behavior.ts';
import type { Problem } from '../../src/errors/problem.ts';
import { openCallLogs } from '../../src/formats/call-log/open.ts';
import type { Behavior } from '../../src/plugin/container.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { describeShared, readSharedJson, sharedData } from '../support/shared-data.ts';
import { canonical, compareBehavior, compareTree, type Dialect, type Tally } from './compare.ts';
import { cape, cuckoo0, cuckoo1, cuckoo2, cuckooFork, inZone } from './dialects.ts';

type Json = { [name: string]: unknown };

const tables: string[] = [];
afterAll(() => {
  if (tables.length > 0)
    process.stdout.write(`\nlogs against the originals' results, equal/compared\n${tables.join('\n')}\n`);
});

function readLogs(folder: string): { behavior: Behavior; problems: Problem[] } {
  const problems: Problem[] = [];
  const files = {
    list: (name: string) => readdirSync(join(folder, name)).map((file) => ({ name: file, path: `${name}/${file}` })),
    open: (path: string) => new FileSource(join(folder, path), path),
  };
  const problem = (found: Problem) => problems.push(found);
  return { behavior: readBehavior(openCallLogs(files, { problem }), { problem }), problems };
}

function expectEqual(title: string, tally: Tally): void {
  tables.push(`  ${tally.table(title)}`);
  expect(tally.unexplained, `${tally.unexplainedCount} differences without a reason`).toEqual([]);
}

const behaviorOf = (path: string): Json => {
  const json = readSharedJson(path) as Json;
  return (json['behavior'] ?? json) as Json;
};

function compareStats(ours: Behavior, theirs: Json, tally: Tally): void {
  for (const [pid, apis] of Object.entries(
    (theirs['apistats'] ?? {}) as { [pid: string]: { [api: string]: number } },
  )) {
    for (const [api, calls] of Object.entries(apis)) {
      const mine = ours.apistats?.[pid]?.[api];
      tally.check('api statistics', mine === calls, () => `${pid} ${api}: ${mine} not ${calls}`);
    }
  }
}

const CASES: readonly [folder: string, expected: string, dialect: Dialect, problems: string[]][] = [
  [
    'cuckoo/synthetic/v0.4.2',
    'cuckoo/synthetic/v0.4.2/expected-results.json',
    cuckoo0,
    ['CALLS_EMPTY', 'CALLS_SKIPPED_RECORDS', 'CALLS_TRUNCATED'],
  ],
  ['cuckoo/synthetic/v0.6', 'cuckoo/synthetic/v0.6/expected-behavior.json', cuckoo0, []],
  ['cuckoo/synthetic/v1.2', 'cuckoo/synthetic/v1.2/expected-behavior.json', cuckoo1, ['CALLS_SKIPPED_RECORDS']],
  [
    'cuckoo/synthetic/v2.0.7',
    'cuckoo/synthetic/v2.0.7/expected-behavior.json',
    cuckoo2,
    ['CALLS_SKIPPED_RECORDS', 'CALLS_SKIPPED_RECORDS', 'CALLS_TRUNCATED'],
  ],
  ['cuckoo/analysis-2.x', 'cuckoo/expected/behavior-752.json', cuckoo2, []],
  ['2-analyses/cuckoo-1.2_winxp_1', '2-analyses/cuckoo-1.2_winxp_1/reports/report.json.gz', inZone(cuckoo1, -5), []],
  [
    '2-analyses/cuckoo-1.0dev_winxp_1',
    '2-analyses/cuckoo-1.0dev_winxp_1/reports/report.json',
    inZone(cuckooFork, 8),
    [],
  ],
  [
    '2-analyses/cuckoo-1.0dev_winxp_2',
    '2-analyses/cuckoo-1.0dev_winxp_2/reports/report.json',
    inZone(cuckooFork, 8),
    [],
  ],
  ['2-analyses/cuckoo-2.0.7_win_pafish_1', '2-analyses/cuckoo-2.0.7_win_pafish_1/reports/report.json.gz', cuckoo2, []],
  [
    '2-analyses/cuckoo-2.0.7_win10_exe_210',
    '2-analyses/cuckoo-2.0.7_win10_exe_210/reports/report.json',
    inZone(cuckoo2, 1),
    [],
  ],
];

describeShared('logs against the results of Cuckoo', () => {
  it.each(CASES)('%s', (folder, expected, dialect, codes) => {
    const { behavior, problems } = readLogs(sharedData(folder));
    const theirs = behaviorOf(expected);
    const tally = compareBehavior(behavior, theirs, dialect);
    compareTree(behavior, (theirs['processtree'] ?? []) as Json[], tally, dialect.name === cuckooFork.name);
    compareStats(behavior, theirs, tally);
    expectEqual(folder, tally);
    expect(problems.map(({ code }) => code).sort()).toEqual(codes);
  });
});

/** Analyses without a report of their own: an independent BSON reader has counted their calls. */
describeShared('logs against counts of another reader', () => {
  const folders = [
    'cuckoo-1.2_winxp_1',
    'cuckoo-1.2_winxp_3_noreport',
    'cuckoo-1.x_win_saltar_1',
    'cuckoo-1.x_win_saltar_2',
    'cuckoo-2.0.7_win7_cerber_packed',
    'cuckoo-2.0dev_pdf_sample_analysis_storage',
    'cuckoo-1.0dev_winxp_1',
  ];
  /** Messages of the monitor that are no calls. */
  const messages = new Set(['__process__', '__thread__', '__action__', '__environ__']);
  it.each(folders)('%s', (folder) => {
    const { behavior, problems } = readLogs(sharedData(`2-analyses/${folder}`));
    let counted = 0;
    for (const { process_id } of behavior.processes) {
      const truth = readSharedJson(`2-analyses/${folder}/logs/${process_id}.bson.truth.json`) as {
        calls_by_api: { [api: string]: number };
      };
      const expected = Object.entries(truth.calls_by_api).filter(([api]) => !messages.has(api));
      expect(Object.entries(behavior.apistats?.[process_id] ?? {}).sort()).toEqual(expected.sort());
      counted += expected.reduce((sum, [, calls]) => sum + calls, 0);
    }
    expect(counted).toBeGreaterThan(40);
    expect(problems).toEqual([]);
  });
});

describeShared('systemtap logs against the results of Cuckoo', () => {
  const stap: Dialect = {
    ...cuckoo2,
    success: (call) => call['status'] === '',
    thread: (call) => Number(call['pid']),
    returned: (call) => String(call['return_value']),
    excuse: (ours, theirs) =>
      canonical(ours) === canonical(theirs).replaceAll(']"]', '"]')
        ? 'Cuckoo keeps the closing bracket of a list in a structure'
        : undefined,
    lists: [],
  };
  it('log_full.stap', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ovoscope-stap-'));
    try {
      mkdirSync(join(folder, 'logs'));
      writeFileSync(join(folder, 'logs/all.stap'), readFileSync(sharedData('cuckoo/stap/log_full.stap')));
      const { behavior, problems } = readLogs(folder);
      const theirs = behaviorOf('cuckoo/expected/behavior-stap-full.json');
      for (const process of theirs['processes'] as Json[]) {
        // Linux calls have no category in Cuckoo's results; ours is always "system".
        process['calls'] = (process['calls'] as Json[]).map((call) => ({ ...call, category: 'system' }));
      }
      const tally = compareBehavior(behavior, theirs, stap);
      compareTree(behavior, theirs['processtree'] as Json[], tally, false);
      expectEqual('log_full.stap', tally);
      expect(behavior.processes.map(({ command_line }) => command_line)).toEqual(
        (theirs['processes'] as Json[]).map((process) => process['command_line']),
      );
      expect(problems).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

interface Encoder {
  encodeProcess(process: unknown, options: { profile: string; signExtends: boolean }): { bytes(): Buffer };
  signExtendsIn(report: unknown): boolean;
}

describeShared("capemon logs, made from CAPE's reports, against those reports", () => {
  const reports = [
    'cape-2.2/0000a65749f5902c.json.gz',
    'cape-2.2/55dcd38773f4104b.json.gz',
    'cape-2.4/36d218f384010cce.json.gz',
    'cape-2.4/41ce492f04accef7.json.gz',
    'cape-2.4/515a6269965ccdf1.json.gz',
    'cape-2.4/5d61700feabba201.json.gz',
    'cape-2.4/873275144af88e9b.json.gz',
  ];
  const cases = reports.flatMap(
    (report) =>
      [
        [report, 'wire'],
        [report, 'lossless'],
      ] as const,
  );
  it.each(cases)('%s (%s)', async (path, profile) => {
    const encoder = (await import(sharedData('../tools/encode-capemon.ts'))) as Encoder;
    const report = readSharedJson(`3-reports/${path}`) as { behavior: Json };
    const folder = mkdtempSync(join(tmpdir(), 'ovoscope-cape-'));
    try {
      mkdirSync(join(folder, 'logs'));
      const signExtends = encoder.signExtendsIn(report);
      for (const process of report.behavior['processes'] as Json[]) {
        const bytes = encoder.encodeProcess(process, { profile, signExtends }).bytes();
        writeFileSync(join(folder, `logs/${String(process['process_id'])}.bson`), bytes);
      }
      const { behavior, problems } = readLogs(folder);
      const tally = compareBehavior(behavior, report.behavior, cape);
      compareTree(behavior, report.behavior['processtree'] as Json[], tally, false);
      expectEqual(`${path} ${profile}`, tally);
      expect(problems).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
