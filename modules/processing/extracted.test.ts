import { gzipSync } from 'node:zlib';
import type { Results } from 'ovoscope';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Extracted from './extracted.ts';

const encoded = (script: string) => Buffer.from(script, 'utf16le').toString('base64');

/** A container whose processes have these command lines. */
function running(...lines: (string | null)[]): Results {
  const processes = lines.map((command_line, i) => ({
    process_id: 100 + i,
    process_name: 'x.exe',
    parent_id: 1,
    first_seen: `2026-01-01 00:00:0${i},000`,
    command_line,
    calls: [] as never,
  }));
  return { behavior: { processes, processtree: [], summary: { files: [], keys: [], mutexes: [] } } };
}

const run = (results: Results, options = {}, files = {}) =>
  runModule(Extracted, memoryTask(files), { results, options });

test('the command of cmd, and what PowerShell was given in base64', async () => {
  const { value, problems } = await run(
    running('cmd.exe /c ping 1.2.3.4', `powershell.exe -e ${encoded('echo "Recursive"')}`),
  );
  expect(problems).toEqual([]);
  expect(value).toEqual([
    {
      category: 'script',
      program: 'cmd',
      pid: 100,
      first_seen: '2026-01-01 00:00:00,000',
      raw: null,
      info: {},
      content: 'ping 1.2.3.4',
      sha256: '10ad5dc0a5432e38e388e86ec33e4ef06a5fbeb9e26226a9a684ba967d937af0',
      size: 12,
    },
    expect.objectContaining({ program: 'powershell', pid: 101, content: 'echo "Recursive"', info: {} }),
  ]);
});

test('scripts in scripts, each once, with the process they come from', async () => {
  const inner = `powershell -w hidden -enc ${encoded(`iex "x"; cmd /c del y`)}`;
  const { value } = await run(running(null, `cmd /c start /min "" ${inner}`, inner, 'notepad.exe'));
  expect(value.map(({ program, pid, content, info }) => [program, pid, content?.slice(0, 12), info])).toEqual([
    ['cmd', 101, 'start /min "', {}],
    ['powershell', 101, 'iex "x"; cmd', { options: { windowstyle: 'hidden' } }],
    ['cmd', 101, 'del y', {}],
  ]);
});

test('what scripts carry', async () => {
  const carried = 'cmd /c echo "this is long enough to be a payload, as it has more than sixty-four letters"';
  const binary = Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(96, 0xe8)]).toString('base64');
  const line = `powershell -c "$x='${gzipSync(carried).toString('base64')}';$y='${binary}'"`;
  const { value } = await run(running(line));
  expect(value.map(({ category, content, info }) => [category, content?.slice(0, 10) ?? null, info])).toEqual([
    ['script', "$x='H4sIAA", {}],
    ['script', 'cmd /c ech', { encoding: ['base64', 'gzip'] }],
    ['script', 'echo "this', {}],
    ['blob', null, { encoding: ['base64'] }],
  ]);
});

test('command lines of processes that nobody followed', async () => {
  const results = running('x.exe');
  const summary = { command_line: ['cmd /c one'] };
  const generic = [{ pid: 7, ppid: 1, process_name: 'x', process_path: null, first_seen: '', summary }];
  const behavior = {
    ...results.behavior!,
    generic,
    summary: { files: [], keys: [], mutexes: [], executed_commands: ['cmd /c two'] },
  };
  const { value } = await run({ behavior });
  expect(value.map(({ content, pid, started_by }) => [content, pid, started_by])).toEqual([
    ['one', undefined, 7],
    ['two', undefined, undefined],
  ]);
});

test('limits', async () => {
  const { value, problems } = await run(running('cmd /c abcdef', 'cmd /c ghi', 'cmd /c jkl'), { count: 2, longest: 4 });
  expect(value.map(({ content, truncated, size }) => [content, truncated, size])).toEqual([
    ['abcd', true, 6],
    ['ghi', undefined, 3],
  ]);
  expect(problems.map(({ code }) => code)).toEqual(['EXTRACTED_TOO_MANY', 'EXTRACTED_CUT']);
});

test('a script in itself ends', async () => {
  let line = 'ping';
  for (let i = 0; i < 50; i++) line = `cmd /c ${line}`;
  const { value } = await run(running(line));
  expect(value).toHaveLength(9);
});

test('files that Cuckoo extracted', async () => {
  const files = {
    'extracted/0.bat': 'ping x',
    'extracted/1.bin': '\xe8',
    'extracted/1.bin.txt': 'call',
    'extracted/2.blob': '??',
  };
  const { value, problems } = await run(running('cmd /c ping x'), {}, files);
  expect(problems).toEqual([]);
  expect(value.map(({ category, raw, content, pid }) => [category, raw, content, pid])).toEqual([
    ['script', 'extracted/0.bat', 'ping x', 100],
    ['shellcode', 'extracted/1.bin', null, undefined],
    ['blob', 'extracted/2.blob', null, undefined],
  ]);
});

test('hits of rules are those of the same text', async () => {
  const {
    value: [plain],
  } = await run(running('cmd /c ping'));
  const hit = { name: 'r', meta: {}, strings: [], offsets: {} };
  const yara = [{ category: 'extracted' as const, path: null, sha256: plain!.sha256, yara: [hit] }];
  const { value } = await run({ ...running('cmd /c ping'), yara });
  expect([plain!.yara, value[0]!.yara]).toEqual([undefined, [hit]]);
});

test('survives any file', () =>
  expectSurvives(Extracted, { files: { 'extracted/0.bat': 'ping x' }, results: running('cmd /c y'), problems: [] }));
