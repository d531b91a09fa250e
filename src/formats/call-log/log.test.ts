import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BsonInput, bson } from '../../../tests/support/bson-writer.ts';
import { capeLog, cuckoo1Log, cuckoo2Log } from '../../../tests/support/sample-logs.ts';
import { FileSource, MemorySource } from '../../util/byte-source.ts';
import { monitorBson } from '../monitor-bson/format.ts';
import { IndexCache } from './index-cache.ts';
import { CallLog, type CallLogOptions } from './log.ts';

function open(bytes: Uint8Array, options: CallLogOptions = {}): CallLog {
  const log = new CallLog(new MemorySource(bytes, 'logs/7.bson'), monitorBson, { pid: 7, ...options });
  log.scan();
  return log;
}

const info = (index: number, name: string, args: BsonInput[]): Buffer =>
  bson({ I: index, name, type: 'info', category: 'system', args: ['is_success', 'retval', ...args] });
const call = (index: number, t: number, ...args: BsonInput[]): Buffer =>
  bson({ I: index, T: 1, t, args: [1, 0, ...args] });

describe('a log of a 1.x monitor', () => {
  const log = open(cuckoo1Log());
  const calls = [...log.calls(0)];

  it('introduces its process', () => {
    expect(log.streams[0]!.header).toMatchObject({ pid: 1024, ppid: 512, name: 'sample.exe', path: 'C:\\sample.exe' });
  });
  it('folds equal neighbours, whatever their time and thread', () => {
    expect(calls.map(({ api, repeated }) => [api, repeated])).toEqual([
      ['NtCreateFile', 0],
      ['NtCreateFile', 1],
      ['NtCreateFile', 1],
      ['NtCreateFile', 0],
      ['RegOpenKeyExA', 0],
      ['RegOpenKeyExA', 0],
      ['RegOpenKeyExA', 0],
      ['NtCreateMutant', 0],
      ['system', 0],
    ]);
  });
  it('keeps arguments in the order of the log, numbers as numbers and pointers as text', () => {
    expect(calls[0]!.arguments).toEqual([
      { name: 'FileHandle', value: '0x00000020' },
      { name: 'DesiredAccess', value: 0xc0000000 },
      { name: 'FileName', value: 'C:\\WINDOWS\\evil.exe' },
    ]);
  });
  it('appends what stands in aux', () => {
    expect(calls.at(-1)!.arguments).toEqual([
      { name: 'Command', value: 'ver' },
      { name: 'Note', value: 'more' },
    ]);
  });
});

describe("a log of Cuckoo 2's monitor", () => {
  const calls = [...open(cuckoo2Log()).calls(0)];
  const of = (api: string) => calls.filter((c) => c.api === api);

  it('reads FILETIME halves unsigned', () => {
    expect(calls[0]!.timestamp).toBe('2023-05-24 23:45:36,374');
  });
  it('says flags in words, also those above 2^31', () => {
    expect(of('NtCreateFile').map(({ flags }) => flags)).toEqual([
      { desired_access: 'GENERIC_READ|GENERIC_WRITE', status_info: 'FILE_CREATED' },
      { desired_access: 'GENERIC_READ', status_info: '' },
    ]);
  });
  it('gives a buffer to the call that follows it, and keeps 64-bit numbers exact', () => {
    const [first, second] = of('NtWriteFile');
    expect(first!.buffer).toBe(createHash('sha1').update('A'.repeat(5000)).digest('hex'));
    expect(second!.buffer).toBeUndefined();
    expect(first!.arguments[2]!.value).toBe(0x1234567890abcdefn);
  });
  it('knows the service behind a handle', () => {
    expect(of('DeleteService')[0]!.arguments).toContainEqual({ name: 'service_name', value: 'Svc' });
  });
  it('places an exception in its module', () => {
    expect(of('__exception__')[0]!.arguments[0]!.value).toMatchObject({ module: 'a.exe', offset: 0x1234 });
  });
  it('names class and interface ids', () => {
    expect(of('CoCreateInstance')[0]!.flags).toEqual({ clsid: 'EmptyField', iid: ['IID_IUnknown', null] });
  });
});

describe('a 64-bit process of Cuckoo 2', () => {
  it('writes pointers with 16 digits and leaves negative numbers', () => {
    const calls = [...open(cuckoo2Log(1)).calls(0)];
    expect(calls[0]!.arguments[0]!.value).toBe('0x0000000000000088');
    expect(calls.find(({ api }) => api === 'NtWriteFile' && api)!.arguments[0]!.value).toBe('0x0000000000000088');
  });
});

describe("a log of CAPE's monitor", () => {
  const log = open(capeLog());
  const calls = [...log.calls(0)];

  it('adds the repetitions that the monitor counted to those it finds', () => {
    expect(calls.slice(0, 2).map(({ repeated }) => repeated)).toEqual([2, 6]);
  });
  it('has callers, the environment with its numbers, and surrogates put together', () => {
    expect(calls[0]).toMatchObject({ caller: '0x00401000', parentcaller: '0xffffffffffffffff' });
    expect(log.streams[0]!.header.environ).toEqual({ UserName: 'SYSTEM', OSMajor: '6' });
    expect(calls.at(-1)!.arguments[1]!.value).toBe('\u{1f30e}');
  });
  it('keeps the width of a failed call’s status', () => {
    expect(calls.at(-1)!.return).toBe('0xc0000022');
  });
});

describe('long logs', () => {
  const head = Buffer.concat([
    info(0, '__process__', ['TimeLow', 'TimeHigh', 'ProcessIdentifier', 'ParentProcessIdentifier', 'ModulePath']),
    call(0, 0, 0, 30000000, 7, 1, Buffer.from('C:\\a.exe')),
    info(1, 'Common', ['n']),
    info(2, 'Rare', ['n']),
  ]);
  const body = Array.from({ length: 20_000 }, (_, i) => call(i % 9000 === 8999 ? 2 : 1, i, i));
  const log = open(Buffer.concat([head, ...body]));
  const list = log.calls(0);

  it('are cut into blocks, and any call is found', () => {
    expect(log.streams[0]!.blocks.length).toBeGreaterThan(3);
    for (const id of [0, 4095, 4096, 8191, 8192, 19_999]) {
      expect(list.at(id)).toMatchObject({ id, arguments: [{ name: 'n', value: id }] });
    }
    expect(list.slice(4090, 4100).map((c) => c.id)).toEqual([
      4090, 4091, 4092, 4093, 4094, 4095, 4096, 4097, 4098, 4099,
    ]);
  });
  it('are read by API without the blocks that lack it', () => {
    expect([...list.ofApi('Rare')].map(({ id }) => id)).toEqual([8999, 17_999]);
    let blocks = 0;
    list.scan(
      (api) => (api === 'Rare' ? true : undefined),
      () => undefined,
      () => blocks++,
    );
    expect(blocks).toBe(2);
    expect(list.counts((api) => api === 'Rare')).toBe(2);
  });
  it('are read by time', () => {
    const start = log.streams[0]!.header.startMs;
    expect([...list.query({ from: start + 5000, to: start + 5002 })].map(({ id }) => id)).toEqual([5000, 5001, 5002]);
  });
  it('stay cheap where one call repeats without end', () => {
    const same = Array.from({ length: 50_000 }, (_, i) => call(1, i, 5));
    const hammered = open(Buffer.concat([head, call(1, 0, 1), ...same, call(2, 9, 1), ...same]));
    const calls = [...hammered.calls(0)];
    expect(calls.map(({ repeated }) => repeated)).toEqual([0, 49_999, 0, 49_999]);
    for (const { offset, end } of hammered.streams[0]!.blocks) expect(end - offset).toBeLessThan(1 << 21);
  });
});

describe('damage', () => {
  it('a log without a process goes by its file name', () => {
    const log = open(Buffer.concat([info(1, 'Beep', []), call(1, 5)]));
    expect(log.streams[0]!.header.pid).toBe(7);
    expect(log.problems.map(({ code }) => code)).toEqual(['CALLS_NO_PROCESS']);
  });
  it('counts unusable records by reason', () => {
    const log = open(Buffer.concat([cuckoo1Log(), call(77, 1), call(77, 2), call(101, 3), bson({ type: 'odd' })]));
    expect(log.problems.map(({ message }) => message.replace(/^.*?: /, ''))).toEqual([
      expect.stringMatching(/^2 records .* never explains/),
      expect.stringMatching(/^1 record .* another number of arguments/),
      expect.stringMatching(/^1 record .* no known monitor writes/),
    ]);
  });
  it('stops at a length that cannot be', () => {
    const log = open(Buffer.concat([cuckoo1Log(), Buffer.from([0xff, 0xff, 0xff, 0x7f, 1, 2])]));
    expect(log.problems).toMatchObject([{ code: 'CALLS_DAMAGED', where: { offset: cuckoo1Log().length } }]);
    expect(log.streams[0]!.length).toBe(9);
  });
  it('a limit is told, and what came before is kept', () => {
    const log = open(cuckoo1Log(), { limits: { calls: 3 } });
    expect(log.problems.map(({ code }) => code)).toEqual(['CALLS_LIMIT']);
    expect(log.streams[0]!.length).toBeGreaterThanOrEqual(3);
    expect(open(cuckoo1Log(), { limits: { definitions: 3 } }).problems[0]!.message).toContain(
      '3 different API definitions',
    );
  });
  it('a call that is kept outlives its block', () => {
    const calls = [...open(cuckoo2Log()).calls(0)];
    expect(calls.map((c) => c.arguments.length)).toEqual(calls.map((c) => JSON.parse(text(c)).arguments.length));
  });
});

const text = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v));

describe('the index cache', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ovoscope-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fill = Buffer.concat([
    info(9, 'Filler', ['b']),
    ...Array.from({ length: 100 }, (_, i) => call(9, i, Buffer.alloc(4000, i))),
  ]);

  it('gives the calls of an unchanged log without a pass over it', () => {
    const path = join(folder, '7.bson');
    writeFileSync(path, Buffer.concat([cuckoo1Log(), fill]));
    const cache = new IndexCache(join(folder, 'cache'));
    const first = new CallLog(new FileSource(path), monitorBson, { pid: 7 });
    cache.provide(first);
    const second = new CallLog(new FileSource(path), monitorBson, { pid: 7 });
    second.scan = () => expect.fail('the log was read again');
    cache.provide(second);
    expect([...second.calls(0)].map(text)).toEqual([...first.calls(0)].map(text));
    first.close();
    second.close();
  });
  it('does not give the calls of a log that has changed', () => {
    const path = join(folder, '7.bson');
    writeFileSync(path, Buffer.concat([cuckoo1Log(), fill]));
    const cache = new IndexCache(join(folder, 'cache'));
    cache.provide(new CallLog(new FileSource(path), monitorBson));
    writeFileSync(path, Buffer.concat([cuckoo1Log(), fill, call(9, 1, Buffer.from('x'))]));
    const again = new CallLog(new FileSource(path), monitorBson);
    cache.provide(again);
    expect(again.streams[0]!.length).toBe(110);
    again.close();
  });
});
