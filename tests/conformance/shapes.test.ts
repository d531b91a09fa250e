import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBehavior } from '../../src/behavior/behavior.ts';
import { openCallLogs } from '../../src/formats/call-log/open.ts';
import type { Behavior, Value } from '../../src/plugin/container.ts';
import { writeJson } from '../../src/report/json-writer.ts';
import { capeShape } from '../../src/report/shape-cape.ts';
import { cuckoo2Shape } from '../../src/report/shape-cuckoo2.ts';
import { FileSource } from '../../src/util/byte-source.ts';
import { describeShared, readSharedJson, sharedData } from '../support/shared-data.ts';
import { Tally } from './compare.ts';
import { cape } from './dialects.ts';

type Json = { [name: string]: unknown };

function readLogs(folder: string): Behavior {
  const files = {
    list: (name: string) => readdirSync(join(folder, name)).map((file) => ({ name: file, path: `${name}/${file}` })),
    open: (path: string) => new FileSource(join(folder, path), path),
  };
  const problem = () => undefined;
  return readBehavior(openCallLogs(files, { problem }), { problem });
}

/** What stands in the file, read back. */
const written = (shape: Json): Json => JSON.parse([...writeJson(shape, { indent: 0 })].join('')) as Json;

/** Why a value may differ from the original's; undefined where it may not. */
type Excuse = (path: string[], ours: unknown, theirs: unknown) => string | undefined;

/** Compares two JSON values to the last leaf; a key on one side only counts as a difference. */
function compare(tally: Tally, ours: unknown, theirs: unknown, excuse: Excuse, path: string[] = []): void {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    tally.check('lengths', ours.length === theirs.length, () => `${path.join('.')}: ${ours.length} ${theirs.length}`);
    for (const [i, item] of theirs.entries())
      if (i < ours.length) compare(tally, ours[i], item, excuse, [...path, `${i}`]);
  } else if (typeof ours === 'object' && typeof theirs === 'object' && ours && theirs && !Array.isArray(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const inner = [...path, key];
      const value = (side: object) => (Object.hasOwn(side, key) ? (side as Json)[key] : undefined);
      compare(tally, value(ours), value(theirs), excuse, inner);
    }
  } else {
    const reason = ours === theirs ? undefined : excuse(path, ours, theirs);
    tally.check(
      path.find((part) => !/^\d+$/.test(part)) ?? 'value',
      ours === theirs,
      () => `${path.join('.')}: ${JSON.stringify(ours)} not ${JSON.stringify(theirs)}`,
      reason,
    );
  }
}

function expectSame(ours: unknown, theirs: unknown, excuse: Excuse, least: number): void {
  const tally = new Tally();
  compare(tally, ours, theirs, excuse);
  expect(tally.unexplained, `${tally.unexplainedCount} differences without a reason`).toEqual([]);
  const compared = [...tally.counts.values()].reduce((sum, count) => sum + count.compared, 0);
  expect(compared).toBeGreaterThan(least);
}

/** Lists whose order the original takes from sets. */
function sorted(behavior: Json): Json {
  const sortLists = (summary: unknown) =>
    Object.fromEntries(
      Object.entries((summary ?? {}) as { [list: string]: unknown[] }).map(([name, list]) => [
        name,
        list.map((item) => JSON.stringify(item)).sort(),
      ]),
    );
  const generic = (behavior['generic'] as Json[])
    .map((process) => ({ ...process, summary: sortLists(process['summary']) }))
    .sort((a, b) => Number((a as Json)['pid']) - Number((b as Json)['pid']));
  return { ...behavior, summary: sortLists(behavior['summary']), generic };
}

/** 2^32 times 100 ns. */
const LOW_HALF = 429.4967296;

const cuckoo2Excuse =
  (zoneSeconds: number): Excuse =>
  (path, ours, theirs) => {
    const name = path.at(-1)!;
    if (name === 'time' || name === 'first_seen') {
      const difference = Number(theirs) - Number(ours) - zoneSeconds;
      if (Math.abs(difference) < 0.0011) return 'milliseconds, in UTC';
      if (Math.abs(difference + LOW_HALF) < 1.5) return 'the original loses 429.5 s in 64-bit processes';
    }
    if (name === 'tid' && ours === 0) return 'the thread that announced a process without calls is not kept';
    if (path.includes('flags') && `${String(theirs)}|GENERIC_READ` === ours) return 'the original loses the sign bit';
    if (theirs === null && ours === '') return 'never null';
    return undefined;
  };

describeShared('--shape cuckoo2 against the reports of Cuckoo 2', () => {
  it.each([
    ['cuckoo-2.0.7_win_pafish_1', 'report.json.gz', 0, 5_000],
    ['cuckoo-2.0.7_win10_exe_210', 'report.json', 3_600, 700],
  ])('%s', (folder, report, zoneSeconds, least) => {
    const theirs = (readSharedJson(`2-analyses/${folder}/reports/${report}`) as Json)['behavior'] as Json;
    const behavior = readLogs(sharedData(`2-analyses/${folder}`));
    const ours = written(cuckoo2Shape({ info: { dialect: 'cuckoo-2' } as never, behavior }))['behavior'] as Json;
    expectSame(sorted(ours), sorted(theirs), cuckoo2Excuse(zoneSeconds), least);
  });
});

interface Encoder {
  encodeProcess(process: unknown, options: { profile: string; signExtends: boolean }): { bytes(): Buffer };
  signExtendsIn(report: unknown): boolean;
}

type CapeCall = { api: string; arguments: { name: string; value: unknown }[] };

/** The reasons of the call comparison, which are about CAPE's values and words, by where the value stands. */
const capeExcuse =
  (report: Json): Excuse =>
  (path, ours, theirs) => {
    const [section, process, , call, , argument] = path;
    if (section === 'summary') return cape.excuseSummary!(path[1]!, theirs ?? ours, 'theirs', []);
    if (section !== 'processes' || call === undefined) return undefined;
    const their = (report['processes'] as { calls: CapeCall[] }[])[Number(process)]!.calls[Number(call)]!;
    const at = argument === undefined ? { name: 'return', value: undefined } : their.arguments[Number(argument)]!;
    if (!path.at(-1)!.startsWith('pretty_')) return cape.excuse!(ours as Value, theirs, at.name, their as never);
    return cape.pretty!.excuse(ours as string, theirs as string, at.name, at.value, their as never);
  };

/** The tree without processes that made no call, which CAPE leaves out. */
function withCalls(behavior: Json): unknown {
  const calling = new Set(
    (behavior['processes'] as Json[]).filter((p) => (p['calls'] as unknown[]).length > 0).map((p) => p['process_id']),
  );
  const prune = (nodes: Json[]): Json[] =>
    nodes
      .filter((node) => calling.has(node['pid']))
      .map((node) => ({ ...node, children: prune(node['children'] as Json[]) }));
  return prune(behavior['processtree'] as Json[]);
}

describeShared("--shape cape, of logs made from CAPE's reports, against those reports", () => {
  it.each(['36d218f384010cce', '41ce492f04accef7', '5d61700feabba201'])('%s', async (name) => {
    const encoder = (await import(sharedData('../tools/encode-capemon.ts'))) as Encoder;
    const report = readSharedJson(`3-reports/cape-2.4/${name}.json.gz`) as { behavior: Json };
    const folder = mkdtempSync(join(tmpdir(), 'ovoscope-cape-'));
    try {
      mkdirSync(join(folder, 'logs'));
      const signExtends = encoder.signExtendsIn(report);
      for (const process of report.behavior['processes'] as Json[]) {
        const bytes = encoder.encodeProcess(process, { profile: 'lossless', signExtends }).bytes();
        writeFileSync(join(folder, `logs/${String(process['process_id'])}.bson`), bytes);
      }
      const ours = written(capeShape({ behavior: readLogs(folder) }))['behavior'] as Json;
      const { processes, processtree, summary } = report.behavior;
      expectSame(
        { processes: ours['processes'], processtree: withCalls(ours), summary: ours['summary'] },
        { processes, processtree, summary },
        capeExcuse(report.behavior),
        5_000,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
