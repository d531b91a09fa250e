import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { dumpOf, mappedPe } from '../../tests/support/memory-dump-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import ProcMemory from './procmemory.ts';

const run = (files: { [path: string]: string | Uint8Array }, given = {}) =>
  runModule(ProcMemory, memoryTask(files), given);
const { mapped, file } = mappedPe();
const IMAGE = 0x100_0000;
const page = (text: string) => Buffer.concat([Buffer.from(text), Buffer.alloc(0x1000 - text.length)]);

const DUMP = dumpOf([
  { address: 0x10000n, bytes: page('see http://evil.ru/x here'), state: 0x1000, type: 0x20000, protect: 4 },
  { address: 0x400000n, bytes: mapped, state: 0x1000, type: IMAGE, protect: 2 },
  { address: 0x7fff00000000n, bytes: mapped, state: 0x1000, type: 0x20000, protect: 0x40 },
]);

test('the region of Cuckoo’s own test', async () => {
  const { value } = await run({ 'memory/1-0.dmp': dumpOf([{ address: 0x400000n, bytes: Buffer.alloc(0x1000, 'A') }]) });
  expect(value[0]!.regions).toEqual([
    { addr: '0x00400000', end: '0x00401000', offset: 24, protect: null, size: 4096, state: 0, type: 0 },
  ]);
});

test('regions, strings, URLs and images', async () => {
  const { value, problems } = await run({ 'memory/1234-2.dmp': DUMP });
  expect(problems).toEqual([]);
  const sha1 = createHash('sha1').update(file).digest('hex');
  const image = { size: 0x3000, is_dll: false, machine: 'i386', timestamp: 0x5f000000 };
  expect(value).toMatchObject([
    {
      file: 'memory/1234-2.dmp',
      pid: 1234,
      num: 2,
      regions: [
        { addr: '0x00010000', end: '0x00011000', protect: 'rw' },
        { addr: '0x00400000', protect: 'r' },
        { addr: '0x7fff00000000', end: '0x7fff00003000', protect: 'rwx' },
      ],
      urls: ['http://evil.ru/x'],
      strings: { ascii: 5, utf16: 0 },
      images: [
        { ...image, addr: '0x00400000', is_mapped: true },
        { ...image, addr: '0x7fff00000000', is_mapped: false },
      ],
      extracted: [
        { name: `1234-${sha1.slice(0, 16)}.exe_`, path: null, addr: '0x00400000', sha1, size: 0x600 },
        { addr: '0x7fff00000000', sha1 },
      ],
    },
  ]);
  expect(value[0]).not.toHaveProperty('yara');
});

test('libraries that Windows mapped are listed, and not carved', async () => {
  const library = Buffer.from(mapped);
  library.writeUInt16LE(0x2102, 0x96);
  const { value } = await run({
    'memory/1.dmp': dumpOf([
      { address: 0x1000n, bytes: library, type: IMAGE },
      { address: 0x9000n, bytes: library, type: 0x20000 },
    ]),
  });
  expect(value[0]!.images.map(({ is_dll }) => is_dll)).toEqual([true, true]);
  expect(value[0]!.extracted.map(({ addr, name }) => [addr, name.slice(-5)])).toEqual([['0x00009000', '.dll_']]);
});

test('every name that there is, in the order of processes', async () => {
  const one = dumpOf([{ address: 0x1000n, bytes: Buffer.alloc(8) }]);
  const { value, problems } = await run({
    'memory/20-2.dmp': one,
    'memory/20-1.dmp': one,
    'memory/3.dmp': one,
    'memory/block-5-0x7f0000-1.dmp': 'http://evil.ru/ raw bytes',
    'memory/x.dmp': one,
    'memory/7.dmp.zip': 'PK',
    'memory/3-0011223344556677.exe_': 'MZ',
    'memory/3-1.py': '',
  });
  expect(value.map(({ pid, num, file }) => [pid, num, file])).toEqual([
    [3, 1, 'memory/3.dmp'],
    [5, 1, 'memory/block-5-0x7f0000-1.dmp'],
    [20, 1, 'memory/20-1.dmp'],
    [20, 2, 'memory/20-2.dmp'],
  ]);
  expect(value[1]).toMatchObject({ regions: [{ addr: '0x007f0000', size: 25, offset: 0 }], urls: ['http://evil.ru/'] });
  expect(problems.map(({ code, where }) => [code, where.file])).toEqual([
    ['PROCMEMORY_PACKED', 'memory/7.dmp.zip'],
    ['PROCMEMORY_NAME', 'memory/x.dmp'],
  ]);
});

test('damage costs what follows it', async () => {
  const { value, problems } = await run({
    'memory/1.dmp': DUMP.subarray(0, 0x1018 + 100),
    'memory/2.dmp': '',
    'memory/3.dmp': 'MDMP\x93\xa7',
  });
  expect(value.map(({ pid, regions }) => [pid, regions.length])).toEqual([
    [1, 2],
    [3, 0],
  ]);
  expect(problems.map(({ code, where }) => [code, where.file, where.offset])).toEqual([
    ['PROCMEMORY_DAMAGED', 'memory/1.dmp', 0x1018],
    ['PROCMEMORY_EMPTY', 'memory/2.dmp', 0],
    ['PROCMEMORY_DAMAGED', 'memory/3.dmp', 0],
  ]);
});

test('limits are told', async () => {
  const options = { regions: 2, urls: 0, bytes: 100, images: 1, image: 10 };
  const { problems } = await run({ 'memory/1.dmp': DUMP }, { options });
  expect(problems.map(({ code }) => code)).toEqual([
    'PROCMEMORY_DAMAGED',
    'PROCMEMORY_IMAGES',
    'PROCMEMORY_UNREAD',
    'PROCMEMORY_URLS',
  ]);
});

test('hits of rules', async () => {
  const yara = [{ category: 'procmemory', path: 'memory/1.dmp', yara: [{ name: 'r' }] }];
  const { value } = await run({ 'memory/1.dmp': DUMP }, { results: { yara } });
  expect(value[0]!.yara).toEqual([{ name: 'r' }]);
});

test('survives any file', () =>
  expectSurvives(ProcMemory, {
    files: { 'memory/1-1.dmp': DUMP, 'memory/block-5-0x7f0000-1.dmp': 'raw' },
    problems: ['PROCMEMORY_DAMAGED', 'PROCMEMORY_EMPTY', 'PROCMEMORY_IMAGES'],
  }));
