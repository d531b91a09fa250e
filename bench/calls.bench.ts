import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBehavior } from '../src/behavior/behavior.ts';
import { dispatchCalls } from '../src/engine/dispatch.ts';
import { Bson, readInt32, valueSize } from '../src/formats/bson/walk.ts';
import { IndexCache } from '../src/formats/call-log/index-cache.ts';
import { CallLog } from '../src/formats/call-log/log.ts';
import { monitorBson } from '../src/formats/monitor-bson/format.ts';
import { FileSource } from '../src/util/byte-source.ts';
import { capeMix, cuckoo2Mix, type Mix } from './call-mix.ts';

interface Row {
  label: string;
  value: number;
  unit: string;
}

const CALLS = 1_000_000;
const MANY = 5_000_000;

/** Index and summary of long logs, random access, and event-driven signatures over them. */
export async function run(): Promise<{ name: string; rows: Row[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  try {
    return {
      name: 'calls: index, summary, access, dispatch (rates per second of processor time)',
      rows: [
        ...measure("Cuckoo 2's monitor", writeLog(join(folder, '1.bson'), cuckoo2Mix, CALLS)),
        ...measure("CAPE's monitor", writeLog(join(folder, '2.bson'), capeMix, CALLS)),
        ...measureMany(writeLog(join(folder, '3.bson'), cuckoo2Mix, MANY), folder),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes a log that repeats a mix of calls until it has so many of them. */
function writeLog(path: string, mix: Mix, calls: number): string {
  const { head, body, calls: inBody } = mix();
  const fd = openSync(path, 'w');
  writeSync(fd, head);
  const block = Buffer.concat(Array.from({ length: 64 }, () => body));
  let written = 0;
  for (; written + inBody * 64 <= calls; written += inBody * 64) writeSync(fd, block);
  for (; written < calls; written += inBody) writeSync(fd, body);
  closeSync(fd);
  return path;
}

function measure(name: string, path: string): Row[] {
  const size = new FileSource(path).size;
  const walk = best(5, () => plainWalk(path));
  let log: CallLog | undefined;
  const pass = best(5, () => {
    log?.close();
    log = new CallLog(new FileSource(path), monitorBson, { pid: 1 });
    readBehavior([log]);
  });
  const behavior = readBehavior([log!]);
  const list = behavior.processes[0]!.calls;
  const calls = Object.values(behavior.apistats!)
    .flatMap((stats) => Object.values(stats))
    .reduce((a, b) => a + b, 0);
  const watchers = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      name: `no-op ${i}`,
      watch: { apis: [NAMES[i % NAMES.length]!] },
      onCall: () => false,
    }));
  const none = best(5, () => dispatchCalls({ behavior }, watchers(NAMES.length)));
  const many = best(5, () => dispatchCalls({ behavior }, watchers(200)));
  const decode = best(3, () => {
    let args = 0;
    for (const call of list) args += call.arguments.length;
    return args;
  });
  log!.close();
  return [
    { label: `${name}: calls in the log`, value: calls, unit: `calls, ${(size / 1e6).toFixed(0)} MB` },
    { label: `${name}: plain walk over the documents (reference)`, value: calls / walk, unit: 'calls/s' },
    { label: `${name}: index + summary`, value: calls / pass, unit: 'calls/s' },
    { label: `${name}: index + summary ÷ plain walk, in time`, value: pass / walk, unit: '×' },
    { label: `${name}: every argument of every call decoded`, value: calls / decode, unit: 'calls/s' },
    { label: `${name}: pass over the log for ${NAMES.length} signatures`, value: none * 1000, unit: 'ms' },
    {
      label: `${name}: what 200 add to index + summary + that pass`,
      value: ((many - none) / (pass + none)) * 100,
      unit: '%',
    },
    { label: `${name}: what 200 add to that pass alone`, value: ((many - none) / none) * 100, unit: '%' },
  ];
}

/** APIs that the no-op signatures watch, frequent and rare. */
const NAMES = [
  'NtCreateFile',
  'RegOpenKeyExA',
  'NtWriteFile',
  'CreateRemoteThread',
  'NtAllocateVirtualMemory',
  'connect',
  'NtResumeThread',
  'CreateServiceA',
];

function measureMany(path: string, folder: string): Row[] {
  const source = new FileSource(path);
  const before = process.resourceUsage().maxRSS / 1024;
  const log = new CallLog(source, monitorBson, { pid: 1 });
  const took = cpu(() => readBehavior([log]));
  const cache = new IndexCache(join(folder, 'cache'));
  cache.remember(log);
  const warm = new CallLog(new FileSource(path), monitorBson, { pid: 1 });
  const load = time(() => cache.provide(warm));
  const list = warm.calls(0);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const at = Math.floor((list.length - 100) * ((i * 0.618034) % 1));
    times.push(time(() => list.slice(at, at + 100).map((call) => call.arguments)));
  }
  times.sort((a, b) => a - b);
  log.close();
  warm.close();
  return [
    { label: 'five million calls: index + summary', value: list.length / took, unit: 'calls/s' },
    { label: 'five million calls: memory before', value: before, unit: 'MB' },
    { label: 'five million calls: loading the index again', value: load * 1000, unit: 'ms' },
    { label: 'five million calls: 100 calls anywhere, median', value: times[100]! * 1000, unit: 'ms' },
    { label: 'five million calls: 100 calls anywhere, slowest of 200', value: times[199]! * 1000, unit: 'ms' },
  ];
}

/** Visits every element of every document without making values. */
function plainWalk(path: string): number {
  const source = new FileSource(path);
  const bytes = Buffer.allocUnsafe(1 << 20);
  let elements = 0;
  let at = 0;
  while (at < source.size) {
    const got = source.read(bytes, at);
    let p = 0;
    while (p + 4 <= got && p + readInt32(bytes, p) <= got) {
      const end = p + readInt32(bytes, p);
      elements += countElements(bytes, p);
      p = end;
    }
    at += p;
  }
  source.close();
  return elements;
}

function countElements(b: Buffer, p: number): number {
  const end = p + readInt32(b, p) - 1;
  let count = 0;
  let q = p + 4;
  while (q < end) {
    const type = b[q++]!;
    while (b[q] !== 0) q++;
    q++;
    count++;
    if (type === Bson.array || type === Bson.document) count += countElements(b, q);
    q += valueSize(b, type, q, end);
  }
  return count;
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Processor seconds of the quickest of several runs: what the machine's other work disturbed least. */
function best(runs: number, work: () => unknown): number {
  return Math.min(...Array.from({ length: runs }, () => cpu(work)));
}

function cpu(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
