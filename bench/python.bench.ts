import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBehavior } from '../src/behavior/behavior.ts';
import { CallLog } from '../src/formats/call-log/log.ts';
import { monitorBson } from '../src/formats/monitor-bson/format.ts';
import type { Results } from '../src/plugin/container.ts';
import { PythonSignatures } from '../src/python/python-signatures.ts';
import { FileSource } from '../src/util/byte-source.ts';
import { compilePythonScript } from '../tests/support/python-script.ts';
import { capeMix } from './call-mix.ts';

const CALLS = 40_000;
const FILES = 450;
/** Frequent and rare ones; a fifth of the calls of the log are of these. */
const APIS = ['NtCreateFile', 'NtWriteFile', 'CreateServiceA', 'NtResumeThread', 'NtAllocateVirtualMemory', 'connect'];

/** Signatures in Python: a set as large as the public one, over as many calls as a large report has. */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'ovoscope-bench-'));
  process.env['OVOSCOPE_CACHE'] = join(folder, 'cache');
  try {
    const { head, body, calls } = capeMix();
    const path = join(folder, '1.bson');
    writeFileSync(path, Buffer.concat([head, ...Array.from({ length: Math.ceil(CALLS / calls) }, () => body)]));
    const log = new CallLog(new FileSource(path), monitorBson, { pid: 1 });
    const results = { info: { dialect: 'cape' }, behavior: readBehavior([log]) } as unknown as Results;
    writeSet(join(folder, 'set'));
    const options = { script: compilePythonScript() };
    const load = () => PythonSignatures.load([join(folder, 'set')], options);

    const [cold, python] = await timed(load);
    const signatures = python.signatures.length;
    const [first] = await timed(() => python.run(results));
    const warm = await best(() => python.run(results));
    const [second] = await timed(() => python.run({}));
    await python.close();
    const [known, again] = await timed(load);
    const [snapshot] = await timed(() => again.confinement());
    const { matches, problems } = await again.run(results);
    await again.close();
    log.close();
    if (problems.length > 0) throw new Error(problems[0]!.message);
    return {
      name: `python: ${signatures} signatures in ${FILES} files, ${CALLS} calls, ${matches.length} matches`,
      rows: [
        { label: 'cold: interpreter started, all files imported, snapshot written', value: cold, unit: 'ms' },
        { label: 'what is in the set, from the snapshot', value: known, unit: 'ms' },
        { label: 'interpreter started from the snapshot', value: snapshot, unit: 'ms' },
        { label: 'first analysis', value: first, unit: 'ms' },
        { label: 'further analyses, best of 5', value: warm, unit: 'ms' },
        { label: 'an empty analysis, memory set back included', value: second, unit: 'ms' },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Half of them look at calls of a few APIs, a quarter at the summary, a quarter decide by an expression. */
function writeSet(folder: string): void {
  mkdirSync(join(folder, 'modules', 'signatures', 'windows'), { recursive: true });
  for (let i = 0; i < FILES; i++) {
    const lines = ['from lib.cuckoo.common.abstracts import Signature', ...evented(2 * i), ...plain(2 * i + 1)];
    writeFileSync(join(folder, 'modules', 'signatures', 'windows', `set_${i}.py`), `${lines.join('\n')}\n`);
  }
}

function evented(number: number): string[] {
  const apis = [APIS[number % APIS.length]!, APIS[(number >> 2) % APIS.length]!];
  return [
    ...head(number),
    '    evented = True',
    `    filter_apinames = {"${apis.join('", "')}"}`,
    '    def on_call(self, call, process):',
    '        name = self.get_argument(call, "FileName")',
    `        if name and name.endswith("${number}.exe"):`,
    '            self.mark_call()',
    '    def on_complete(self):',
    '        return self.has_matches()',
  ];
}

function plain(number: number): string[] {
  const isRegex = number % 4 === 1;
  const pattern = isRegex
    ? String.raw`.*\\(?:document-${number}|run-${number})\.docx$`
    : String.raw`C:\file-${number}.exe`;
  return [
    ...head(number),
    '    def run(self):',
    `        found = self.check_file(pattern=r"${pattern}", regex=${isRegex ? 'True' : 'False'}, all=True)`,
    '        self.data.append({"file": sorted(found or [])})',
    '        return bool(found)',
  ];
}

function head(number: number): string[] {
  return [
    `class Set${number}(Signature):`,
    `    name = "set_${number}"`,
    `    description = "Generated ${number}"`,
    '    severity = 2',
    '    categories = ["generated"]',
    '    minimum = "1.2"',
  ];
}

async function timed<T>(task: () => Promise<T>): Promise<[ms: number, value: T]> {
  const start = performance.now();
  const value = await task();
  return [performance.now() - start, value];
}

async function best(task: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) least = Math.min(least, (await timed(task))[0]);
  return least;
}
