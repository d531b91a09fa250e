import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBehavior } from '../src/behavior/behavior.ts';
import { silentBeacon } from '../src/engine/beacon.ts';
import { defaultConfig } from '../src/engine/config/types.ts';
import type { RunContext } from '../src/engine/context.ts';
import { dispatchCalls } from '../src/engine/dispatch.ts';
import type { Loaded } from '../src/engine/load.ts';
import { silentLog } from '../src/engine/log.ts';
import { ProblemList } from '../src/engine/problem-list.ts';
import { runSignatures } from '../src/engine/run-signatures.ts';
import { CallLog } from '../src/formats/call-log/log.ts';
import { monitorBson } from '../src/formats/monitor-bson/format.ts';
import { Signature } from '../src/plugin/signature.ts';
import { FileSource } from '../src/util/byte-source.ts';
import { cuckoo2Mix } from './call-mix.ts';

const CALLS = 500_000;
/** APIs that the no-op signatures watch, frequent and rare. */
const APIS = [
  'NtCreateFile',
  'RegOpenKeyExA',
  'NtWriteFile',
  'CreateRemoteThread',
  'NtAllocateVirtualMemory',
  'connect',
  'NtResumeThread',
  'CreateServiceA',
];

/** What the engine adds around event-driven signatures: isolation, time, the eye on hangs. */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  try {
    const { head, body, calls } = cuckoo2Mix();
    const path = join(folder, '1.bson');
    writeFileSync(path, Buffer.concat([head, ...Array.from({ length: Math.ceil(CALLS / calls) }, () => body)]));
    const log = new CallLog(new FileSource(path), monitorBson, { pid: 1 });
    const behavior = readBehavior([log]);
    const index = await best(() => {
      const again = new CallLog(new FileSource(path), monitorBson, { pid: 1 });
      readBehavior([again]);
      again.close();
    });
    let shown = 0;
    const bare = (count: number) =>
      best(() => {
        shown = 0;
        const watchers = Array.from({ length: count }, (_, i) => ({
          name: `n${i}`,
          watch: watchOf(i),
          onCall: () => ++shown < 0,
        }));
        dispatchCalls({ behavior }, watchers);
      });
    const engine = (count: number) =>
      best(async () => {
        const signatures = Array.from({ length: count }, (_, i) => loaded(i));
        await runSignatures(signatures, { behavior }, dispatchCalls, context());
      });
    const rows = [
      { label: 'index + summary', value: index * 1000, unit: `ms for ${CALLS} calls` },
      { label: `pass for ${APIS.length} no-op watchers`, value: (await bare(APIS.length)) * 1000, unit: 'ms' },
      { label: `pass for ${APIS.length} no-op signatures`, value: (await engine(APIS.length)) * 1000, unit: 'ms' },
      { label: 'pass for 200 no-op watchers', value: (await bare(200)) * 1000, unit: 'ms' },
      { label: '… calls that these were shown', value: shown, unit: '' },
      { label: 'pass for 200 no-op signatures', value: (await engine(200)) * 1000, unit: 'ms' },
    ];
    log.close();
    const added = ((rows[5]!.value - rows[2]!.value) / (rows[0]!.value + rows[2]!.value)) * 100;
    rows.push({ label: 'what 200 signatures add to index + summary + pass', value: added, unit: '%' });
    return { name: 'engine: what it adds around signatures', rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function watchOf(i: number): { apis: string[] } {
  return { apis: [APIS[i % APIS.length]!] };
}

function loaded(i: number): Loaded<Signature> {
  class NoOp extends Signature {
    override name = `n${i}`;
    override watch = watchOf(i);
    override onCall() {}
  }
  const file = { kind: 'signature', path: '', shown: '', stem: '', origin: 'user' } as const;
  return { name: `n${i}`, file, make: () => new NoOp(), specimen: new NoOp(), enabled: true, section: undefined };
}

function context(): RunContext {
  return {
    config: defaultConfig(),
    problems: new ProblemList(),
    beacon: silentBeacon(),
    log: silentLog,
    signal: undefined,
    clock: () => performance.now(),
    skip: new Set(),
    onProgress: () => {},
  };
}

/** Seconds of processor time of the fastest of seven; other processes of the machine disturb that less. */
async function best(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 7; i++) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, process.cpuUsage(before).user / 1e6);
  }
  return least;
}
