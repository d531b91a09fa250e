import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Loaded } from '../src/engine/load.ts';
import type { Behavior, Call, Match, Process, Results, Timing } from '../src/plugin/container.ts';
import type { Signature, Watch } from '../src/plugin/signature.ts';
import { type BsonInput, bson } from '../tests/support/bson-writer.ts';

/** The largest real report; it stands beside the repository. */
const REPORT = '../shared/data/3-reports/cape-2.4/5d61700feabba201.json.gz';
const GROWN_CALLS = 1_000_000;
const GENERATED = 10_000;

interface Outcome {
  matches: Match[];
  timings: Timing[];
  /** Of processor time: others may use the machine too. */
  seconds: number;
  /** MB above what was in use before. */
  memory: number;
}

/** The compiled copy: the signatures import it too. */
const dist = <T>(path: string): Promise<T> => import(pathToFileURL(resolve('dist/src', path)).href) as Promise<T>;

const { loadPlugins, preparePlugins } = await dist<typeof import('../src/engine/load.ts')>('engine/load.js');
const { importReport } = await dist<typeof import('../src/analysis/import-report.ts')>('analysis/import-report.js');
const { FileSource } = await dist<typeof import('../src/util/byte-source.ts')>('util/byte-source.js');
const { runSignatures } = await dist<typeof import('../src/engine/run-signatures.ts')>('engine/run-signatures.js');
const { dispatchCalls } = await dist<typeof import('../src/engine/dispatch.ts')>('engine/dispatch.js');
const { deepFreeze } = await dist<typeof import('../src/engine/freeze.ts')>('engine/freeze.js');
const { ProblemList } = await dist<typeof import('../src/engine/problem-list.ts')>('engine/problem-list.js');
const { silentBeacon } = await dist<typeof import('../src/engine/beacon.ts')>('engine/beacon.js');
const { silentLog } = await dist<typeof import('../src/engine/log.ts')>('engine/log.js');
const { defaultConfig } = await dist<typeof import('../src/engine/config/types.ts')>('engine/config/types.js');
const { CallLog } = await dist<typeof import('../src/formats/call-log/log.ts')>('formats/call-log/log.js');
const { monitorBson } = await dist<typeof import('../src/formats/monitor-bson/format.ts')>(
  'formats/monitor-bson/format.js',
);
const { readBehavior } = await dist<typeof import('../src/behavior/behavior.ts')>('behavior/behavior.js');
const plugin = await dist<typeof import('../src/plugin/signature.ts')>('plugin/signature.js');
const yamlSignatures = await dist<typeof import('../src/yaml-signatures/read-signatures.ts')>(
  'yaml-signatures/read-signatures.js',
);
const query = await dist<typeof import('../src/query/index.ts')>('query/index.js');

/** Signatures over the largest real report and over the same calls grown to a million: the library, and generated ones. */
export async function run() {
  if (!existsSync(REPORT)) throw new Error(`${REPORT} is absent`);
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  try {
    const path = join(folder, 'report.json');
    writeFileSync(path, gunzipSync(readFileSync(REPORT)));
    const report = await importReport(new FileSource(path));
    const results = deepFreeze(report.results) as Results;
    const calls = callsOf(results);
    const { signatures } = await loadPlugins(await preparePlugins([]));
    const library = signatures.filter(({ file }) => file.origin === 'built-in');
    const rows: { label: string; value: number; unit: string }[] = [];
    const note = (label: string, { seconds, memory, matches, timings }: Outcome) => {
      rows.push({ label, value: seconds, unit: 's' });
      rows.push({ label: '… memory above the container', value: memory, unit: 'MB' });
      rows.push({ label: '… matches', value: matches.length, unit: '' });
      const slow = timings.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
      for (const { name, ms } of slow.filter((each) => each.ms >= 20))
        rows.push({ label: `    ${name}`, value: ms, unit: 'ms' });
    };
    rows.push({ label: 'calls of the report', value: calls, unit: '' });
    note(`${library.length} signatures of the library`, await measure(library, results));
    note(`${GENERATED} generated signatures`, await measure(generated(results), results));
    const started = process.cpuUsage();
    const yaml = generatedYaml(results);
    rows.push({ label: `${yaml.length} signatures in YAML, to read them`, value: secondsSince(started), unit: 's' });
    note(`${yaml.length} signatures in YAML`, await measure(yaml, results));

    const grown = grow(results, folder, Math.ceil(GROWN_CALLS / calls));
    const behavior = { ...grown.behavior, summary: results.behavior!.summary };
    const large = deepFreeze({ ...results, behavior }) as Results;
    rows.push({ label: 'calls of the grown log', value: callsOf(large), unit: '' });
    note(`${library.length} signatures of the library`, await measure(library, large));
    note(`${GENERATED} generated signatures`, await measure(generated(results), large));
    grown.close();
    report.close();
    return { name: 'signatures: the library and generated ones', rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const callsOf = ({ behavior }: Results): number =>
  behavior!.processes.reduce((sum, { calls }) => sum + calls.length, 0);

async function measure(signatures: readonly Loaded<Signature>[], results: Results): Promise<Outcome> {
  // A container of its own, so that nothing is remembered from the run before.
  const fresh = Object.freeze({ ...results, behavior: results.behavior && freshBehavior(results.behavior) });
  const problems = new ProblemList();
  const context = {
    config: defaultConfig(),
    problems,
    beacon: silentBeacon(),
    log: silentLog,
    signal: undefined,
    clock: () => performance.now(),
    skip: new Set<string>(),
    onProgress: () => {},
  };
  gc();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = (name: string, ...rest: Parameters<typeof dispatchCalls>) => {
    dispatchCalls(...rest);
    most = Math.max(most, process.memoryUsage.rss());
    return name;
  };
  const started = process.cpuUsage();
  const { matches, timings } = await runSignatures(
    signatures,
    fresh,
    (...rest) => void watch('pass', ...rest),
    context,
  );
  const seconds = secondsSince(started);
  most = Math.max(most, process.memoryUsage.rss());
  for (const { code, message } of problems.items.slice(0, 5)) console.error(`${code}: ${message}`);
  return { matches, timings, seconds, memory: (most - before) / 2 ** 20 };
}

function secondsSince(started: NodeJS.CpuUsage): number {
  const used = process.cpuUsage(started);
  return (used.user + used.system) / 1e6;
}

function freshBehavior(behavior: Behavior): Behavior {
  const processes = behavior.processes.map((process) => Object.freeze({ ...process }));
  return Object.freeze({ ...behavior, processes, summary: Object.freeze({ ...behavior.summary }) });
}

function gc(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

/** Signatures as they are generated from lists of indicators: each asks for one pattern in one field. */
function generated(results: Results): Loaded<Signature>[] {
  const vocabulary = wordsOf(results);
  const random = generator(1);
  const word = () => vocabulary[random(vocabulary.length)]!;
  const name = () => `${word()}${random(100_000)}`;
  const quote = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const rare = () => (random(50) === 0 ? word() : name());
  const makers: ((i: number) => new () => Signature)[] = [
    (i) => asks(i, query.files, `C:\\Users\\anna\\AppData\\Roaming\\${name()}\\${word()}.exe`),
    (i) => asks(i, query.files, `*\\${rare()}\\*.dll`),
    (i) => asks(i, query.files, new RegExp(`\\\\${quote(rare())}[0-9a-f]{4}\\.(?:exe|dll|tmp)$`, 'i')),
    (i) => asks(i, query.keys, `*\\Software\\${rare()}*`),
    (i) => asks(i, query.keys, new RegExp(`\\\\(?:Run|RunOnce)\\\\${quote(rare())}`, 'i')),
    (i) => asks(i, query.mutexes, `Global\\${name()}`),
    (i) => asks(i, query.commands, new RegExp(`\\b${quote(rare())}\\b.{0,40}/c`, 'i')),
    (i) => watches(i, query.apis.setsValue, { regkey: `*\\${rare()}\\*` }),
    (i) => watches(i, query.apis.looksForFile, { filepath: new RegExp(`\\\\${quote(rare())}\\.(?:exe|dll)$`, 'i') }),
    (i) => watches(i, ['LdrGetProcedureAddress'], { function_name: rare() }),
    (i) => watches(i, query.apis.launches, { command_line: new RegExp(`\\b${quote(rare())}\\b`, 'i') }),
    (i) => asks(i, query.domains, `*.${name()}.example`),
    (i) => asks(i, query.urls, new RegExp(`^https?://[^/]+/${quote(rare())}\\.php`)),
    (i) => asks(i, query.resolvedApis, `*.${rare()}`),
  ];
  return Array.from({ length: GENERATED }, (_, i) => loaded(`generated_${i}`, makers[i % makers.length]!(i)));
}

/** The same in YAML: one pattern over a list, one over calls. */
function generatedYaml(results: Results): Loaded<Signature>[] {
  const vocabulary = wordsOf(results);
  const random = generator(2);
  const name = () => `${vocabulary[random(vocabulary.length)]!.replace(/[^\w.-]/g, '')}${random(100_000)}`;
  const texts = Array.from({ length: GENERATED }, (_, i) =>
    [
      `name: yaml_${i}\ndescription: Does it\nseverity: 2\nmatch:\n  any:`,
      `    - file_written: { regex: '\\\\${name()}\\d{1,4}\\.exe$' }`,
      `    - call: { action: setsValue, arguments: { regkey: '*\\${name()}\\*' } }`,
    ].join('\n'),
  );
  const { signatures } = yamlSignatures.readYamlSignatures(texts.join('\n---\n'), 'generated.yaml');
  return signatures.map(({ Class }, i) => loaded(`yaml_${i}`, Class));
}

function asks(i: number, list: typeof query.files, pattern: string | RegExp): new () => Signature {
  return class extends plugin.Signature {
    override name = `generated_${i}`;
    override run(results: Results): boolean {
      for (const value of list(results, pattern)) this.data.push({ value });
      return this.data.length > 0;
    }
  };
}

function watches(i: number, apis: readonly string[], wanted: NonNullable<Watch['arguments']>): new () => Signature {
  return class extends plugin.Signature {
    override name = `generated_${i}`;
    override watch = { apis, arguments: wanted };
    override onCall(call: Call, process: Process): void {
      this.data.push(query.evidence(call, process, ...Object.keys(wanted)));
    }
    override onComplete(): boolean {
      return this.data.length > 0;
    }
  };
}

function loaded(name: string, Class: new () => Signature): Loaded<Signature> {
  const file = { kind: 'signature', path: '', shown: '', stem: name, origin: 'user' } as const;
  return { name, file, make: () => new Class(), specimen: new Class(), enabled: true, section: undefined };
}

/** Names of folders, keys and functions, so that patterns are like what is looked through. */
function wordsOf(results: Results): string[] {
  const words = new Set<string>();
  for (const list of [query.files, query.keys, query.resolvedApis]) {
    for (const value of list(results))
      for (const word of value.split(/[\\./ ]+/)) if (word.length >= 5) words.add(word);
  }
  return [...words].slice(0, 5_000);
}

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}

/** The calls of a report as logs of a monitor, written several times over. */
function grow(results: Results, folder: string, times: number): { behavior: Behavior; close: () => void } {
  const logs = results.behavior!.processes.map((process, i) => {
    const path = join(folder, `${i}.bson`);
    writeLog(path, process, times);
    return new CallLog(new FileSource(path), monitorBson, { pid: process.process_id });
  });
  return { behavior: readBehavior(logs), close: () => logs.forEach((log) => void log.close()) };
}

function writeLog(path: string, process: Process, times: number): void {
  const info = (I: number, name: string, category: string, args: BsonInput[]) =>
    bson({
      I,
      name,
      type: 'info',
      category,
      args: ['is_success', 'retval', ...args],
      flags_value: {},
      flags_bitmask: {},
    });
  const names = ['time_low', 'time_high', 'pid', 'ppid', 'module_path', 'command_line', 'is_64bit', 'track', 'modules'];
  const pid = process.process_id;
  const start = [1, 0n, 1331199016, 30539554, pid, process.parent_id, process.process_path ?? process.process_name];
  const head = [
    info(0, '__process__', '__notification__', names),
    bson({ I: 0, T: 1, t: 0, h: 0n, args: [...start, process.command_line ?? '', 0, 1, []] }),
  ];
  const known = new Map<string, number>();
  const body: Buffer[] = [];
  for (const call of process.calls) {
    const args = call.arguments.map(({ name }) => name);
    const key = [call.api, call.category, ...args].join('\0');
    if (!known.has(key)) {
      known.set(key, 20 + known.size);
      head.push(info(known.get(key)!, call.api, call.category, args));
    }
    const values = call.arguments.map(({ value }) =>
      typeof value === 'string' ? value.replaceAll('\0', '') : String(value),
    );
    const succeeded = call.status === 'SUCCESS' ? 1 : 0;
    body.push(bson({ I: known.get(key)!, T: call.thread_id, t: body.length, h: 0n, args: [succeeded, 0n, ...values] }));
  }
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat(head));
  const bytes = Buffer.concat(body);
  for (let i = 0; i < times; i++) writeSync(file, bytes);
  closeSync(file);
}
