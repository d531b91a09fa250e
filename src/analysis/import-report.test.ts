import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeJson } from '../report/json-writer.ts';
import { MemorySource } from '../util/byte-source.ts';
import { type ImportedReport, type ImportOptions, importReport } from './import-report.ts';

const fromText = (text: string | Buffer, options?: ImportOptions): Promise<ImportedReport> =>
  importReport(new MemorySource(Buffer.from(text), 'report.json'), options);
const from = (report: object, options?: ImportOptions) => fromText(JSON.stringify(report), options);
const codes = (report: ImportedReport) => report.problems.map((problem) => problem.code);
const calls = (report: ImportedReport, process = 0) => [...report.results.behavior!.processes[process]!.calls];
const plain = (value: unknown) => JSON.parse([...writeJson(value, { indent: 0 })].join(''));

const call2 = () => ({
  category: 'file',
  status: 1,
  stacktrace: [],
  api: 'NtCreateFile',
  return_value: 0,
  arguments: { filepath: 'C:\\a', desired_access: '0x80100080', size: 7 },
  time: 1495448000.058,
  tid: 1240,
  flags: { desired_access: 'FILE_READ_ATTRIBUTES' },
});

const report2 = () => ({
  info: {
    version: '2.0.7',
    started: 1584895321.13811,
    ended: 'none',
    added: 1584895310.187981,
    duration: 165,
    score: 11.6,
    options: 'a=b',
    platform: null,
  },
  behavior: {
    generic: [
      {
        process_path: null,
        process_name: 'a.exe',
        pid: 7,
        summary: { mutex: ['m'] },
        first_seen: 1495448000.001,
        ppid: 1,
      },
    ],
    processes: [
      {
        process_path: 'C:\\a.exe',
        calls: [call2(), { ...call2(), status: 0, return_value: 3221225524, api: 'NtOpenFile' }],
        track: true,
        pid: 7,
        process_name: 'a.exe',
        command_line: '"C:\\a.exe"',
        modules: [{ basename: 'a.exe', imgsize: 4096, baseaddr: '0x400000', filepath: 'C:\\a.exe' }],
        time: 0,
        tid: 1240,
        first_seen: 1495448000.001,
        ppid: 1,
        type: 'process',
      },
    ],
    processtree: [
      {
        track: true,
        pid: 7,
        process_name: 'a.exe',
        command_line: 'a',
        first_seen: 1495448000.001,
        ppid: 1,
        children: [],
      },
    ],
    summary: {
      file_opened: ['C:\\a', 'C:\\b'],
      file_moved: [['C:\\b', 'C:\\c']],
      regkey_read: ['HKLM\\x'],
      mutex: ['m'],
      dll_loaded: ['k.dll'],
    },
    apistats: { 7: { NtCreateFile: 1, NtOpenFile: 1 } },
  },
  debug: { log: ['one\n', 'two\n'], errors: ['e'], cuckoo: ['c'], action: [] },
  signatures: [{ name: 's', severity: 2 }],
  network: {
    hosts: ['192.0.2.1'],
    dns: [{ request: 'a.example', type: 'A', answers: [{ type: 'A', data: '192.0.2.1' }] }],
  },
  suricata: { alerts: [] },
});

describe('a report of Cuckoo 2', () => {
  it('has the documented names and kinds of value', async () => {
    const report = await from(report2());
    expect(report).toMatchObject({ dialect: 'cuckoo-2', version: '2.0.7', problems: [] });
    const { behavior, info, debug, network, original } = report.results;
    expect(info).toEqual({
      version: '2.0.7',
      started: '2020-03-22 16:42:01',
      ended: null,
      added: '2020-03-22 16:41:50',
      duration: 165,
      options: 'a=b',
      platform: null,
      dialect: 'cuckoo-2',
    });
    expect(plain(behavior!.processes)).toEqual([
      {
        process_id: 7,
        process_name: 'a.exe',
        parent_id: 1,
        first_seen: '2017-05-22 10:13:20,001',
        process_path: 'C:\\a.exe',
        command_line: '"C:\\a.exe"',
        track: true,
        tid: 1240,
        threads: [1240],
        modules: [{ basename: 'a.exe', imgsize: 4096, baseaddr: '0x400000', filepath: 'C:\\a.exe' }],
        calls: [
          {
            id: 0,
            timestamp: '2017-05-22 10:13:20,058',
            thread_id: 1240,
            category: 'file',
            api: 'NtCreateFile',
            status: 'SUCCESS',
            return: '0x00000000',
            arguments: [
              { name: 'filepath', value: 'C:\\a' },
              { name: 'desired_access', value: '0x80100080' },
              { name: 'size', value: 7 },
            ],
            repeated: 0,
            stacktrace: [],
            flags: { desired_access: 'FILE_READ_ATTRIBUTES' },
          },
          expect.objectContaining({ id: 1, api: 'NtOpenFile', status: 'FAILURE', return: '0xc0000034' }),
        ],
      },
    ]);
    expect(behavior!.processtree).toEqual([
      {
        name: 'a.exe',
        pid: 7,
        parent_id: 1,
        children: [],
        command_line: 'a',
        track: true,
        first_seen: '2017-05-22 10:13:20,001',
      },
    ]);
    expect(behavior!.summary).toEqual({
      files: ['C:\\a', 'C:\\b', 'C:\\c'],
      keys: ['HKLM\\x'],
      mutexes: ['m'],
      ...report2().behavior.summary,
    });
    expect(behavior!.generic).toEqual([
      {
        pid: 7,
        ppid: 1,
        process_name: 'a.exe',
        process_path: null,
        first_seen: '2017-05-22 10:13:20,001',
        summary: { mutex: ['m'] },
      },
    ]);
    expect(behavior!.apistats).toEqual({ 7: { NtCreateFile: 1, NtOpenFile: 1 } });
    expect(debug).toEqual({ log: 'one\ntwo\n', errors: ['e'], cuckoo: ['c'], action: [] });
    expect(network!.dns[0]).toMatchObject({ request: 'a.example', hostname: 'a.example', ip: '192.0.2.1' });
    expect(original).toEqual({ signatures: [{ name: 's', severity: 2 }], score: 11.6 });
    expect(report.results.signatures).toBeUndefined();
    expect(report.results['suricata']).toEqual({ alerts: [] });
    report.close();
  });

  it.each([
    [0, '0x00000000'],
    [-1, '0xffffffff'],
    [-1073741772, '0xc0000034'],
    [-4294967296, '0xffffffff00000000'],
    [4294967296, '0x100000000'],
    ['0x77d50000', '0x77d50000'],
    [null, '0x00000000'],
    [1.5, '0x00000000'],
  ])('writes the returned %j as %s', async (value, text) => {
    const report = report2();
    Object.assign(report.behavior.processes[0]!.calls[0]!, { return_value: value });
    expect(calls(await from(report))[0]!.return).toBe(text);
  });

  it('keeps 64-bit integers of calls and of the rest exactly', async () => {
    const text = JSON.stringify(report2())
      .replace('"return_value":0', '"return_value":18446744073709551615')
      .replace('"size":7', '"size":9007199254740993')
      .replace('"alerts":[]', '"flow_id":1792040230122146999');
    const report = await fromText(text);
    const [first] = calls(report);
    expect(first!.return).toBe('0xffffffffffffffff');
    expect(first!.arguments[2]!.value).toBe(9007199254740993n);
    expect(report.results['suricata']).toEqual({ flow_id: 1792040230122146999n });
  });

  it('puts times right that Cuckoo wrote 2^32 ticks too early', async () => {
    const report = report2();
    report.behavior.processes[0]!.calls[0]!.time -= 429.4967296;
    report.behavior.processes[0]!.calls[1]!.time += 1 - 429.4967296;
    const imported = await from(report);
    expect(calls(imported).map((call) => call.timestamp)).toEqual([
      '2017-05-22 10:13:20,058',
      '2017-05-22 10:13:21,058',
    ]);
    expect(imported.problems).toMatchObject([{ code: 'REPORT_EARLY_TIMES' }]);
    expect(imported.problems[0]!.message).toContain('process 7 were');
  });
});

describe('a report of CAPE', () => {
  const cape = () => ({
    info: { version: '2.4-CAPE', options: { free: 'yes', timeout: 60 }, duration: 3, score: 1 },
    behavior: {
      processes: [
        {
          process_id: 10,
          process_name: 'a.exe',
          parent_id: 2,
          module_path: 'C:\\a.exe',
          first_seen: '2023-07-11 08:41:54,484',
          calls: [
            {
              timestamp: '2023-07-11 08:41:54,656',
              thread_id: '1400',
              caller: '0x74352329',
              parentcaller: '0x7434f1a7',
              category: 'memory',
              api: 'VirtualProtectEx',
              status: false,
              return: '0xffffffff',
              pretty_return: 'ACCESS_DENIED',
              arguments: [
                { name: 'Protection', value: '0x00000040', pretty_value: 'PAGE_EXECUTE_READWRITE' },
                { name: 'Protection', value: '0x1' },
              ],
              repeated: 4,
              id: 37,
            },
          ],
          threads: ['1400', '1920'],
          environ: { UserName: 'x' },
        },
      ],
      processtree: [
        { name: 'a.exe', pid: 10, parent_id: 2, module_path: 'C:\\a.exe', children: [], threads: ['1400'] },
      ],
      summary: { files: ['f'], keys: [], mutexes: [], resolved_apis: ['a.b'] },
    },
    target: {
      category: 'file',
      file: {
        name: 'x',
        pe: {
          imphash: 'i',
          imports: { KERNEL32: { dll: 'KERNEL32.dll' } },
          sections: [{ name: '.text', entropy: '6.50' }],
        },
      },
    },
    dropped: [{ name: ['a', 'b'], guest_paths: ['C:\\d'], pid: '' }],
    network: { hosts: [{ ip: '192.0.2.1', country_name: 'unknown' }] },
    malscore: 10.0,
    detections: [{ family: 'F', details: [{ Yara: 'h' }] }],
  });

  it('has the documented names and kinds of value', async () => {
    const report = await from(cape());
    expect(report).toMatchObject({ dialect: 'cape', version: '2.4-CAPE', problems: [] });
    const { results } = report;
    expect(plain(calls(report))).toEqual([
      {
        id: 0,
        timestamp: '2023-07-11 08:41:54,656',
        thread_id: 1400,
        category: 'memory',
        api: 'VirtualProtectEx',
        status: 'FAILURE',
        return: '0xffffffff',
        arguments: cape().behavior.processes[0]!.calls[0]!.arguments,
        repeated: 4,
        caller: '0x74352329',
        parentcaller: '0x7434f1a7',
        pretty_return: 'ACCESS_DENIED',
        original_id: 37,
      },
    ]);
    expect(results.behavior!.processes[0]).toMatchObject({
      process_path: 'C:\\a.exe',
      threads: [1400, 1920],
      environ: { UserName: 'x' },
    });
    expect(results.behavior!.apistats).toEqual({ 10: { VirtualProtectEx: 5 } });
    expect(results.behavior!.processtree[0]).toMatchObject({ process_path: 'C:\\a.exe', threads: ['1400'] });
    expect(results.info!.options).toBe('free=yes,timeout=60');
    expect(results.network).toMatchObject({
      hosts: ['192.0.2.1'],
      hosts_ex: [{ ip: '192.0.2.1', country_name: 'unknown' }],
      tcp: [],
    });
    expect(results.dropped).toEqual([
      { name: 'a', names: ['a', 'b'], guest_paths: ['C:\\d'], filepath: 'C:\\d', pid: '' },
    ]);
    expect(results.static).toEqual({
      pe_imphash: 'i',
      pe_imports: [{ dll: 'KERNEL32.dll' }],
      pe_sections: [{ name: '.text', entropy: 6.5 }],
    });
    expect(results.file).toBe(results.target!.file);
    expect(results.original).toEqual({
      signatures: [],
      score: 1,
      malscore: 10,
      detections: [{ family: 'F', details: [{ Yara: 'h' }] }],
    });
  });
});

describe('a report of Cuckoo 0.4', () => {
  it('has numbers for ids, and its nodes know their parents', async () => {
    const call = {
      category: 'system',
      status: 'SUCCESS',
      return: '0x00000000',
      timestamp: '2012-11-06 20:39:24,226',
      thread_id: '1756',
      repeated: 1,
      api: 'LdrGetDllHandle',
      arguments: [{ name: 'FileName', value: 'KERNEL32.DLL' }],
    };
    const report = await from({
      info: { version: '0.4.2', duration: '132 seconds' },
      file: { name: 'x.bin', md5: 'd5' },
      yara: [{ name: 'rule' }],
      behavior: {
        processes: [
          {
            process_id: '428',
            parent_id: '1924',
            process_name: 'x.bin',
            first_seen: '2012-11-06 20:39:24,226',
            calls: [call],
          },
        ],
        processtree: [{ pid: 428, name: 'x.bin', children: [{ pid: 932, name: 'iexplore.exe', children: [] }] }],
        summary: { files: ['C:\\'], keys: [], mutexes: [] },
      },
      network: null,
      debug: { log: 'text' },
    });
    const { info, target, behavior, network, debug } = report.results;
    expect(report.dialect).toBe('cuckoo-0.4');
    expect(report.problems).toEqual([]);
    expect(info!.duration).toBe(132);
    expect(target).toEqual({ category: 'file', file: { name: 'x.bin', md5: 'd5', yara: [{ name: 'rule' }] } });
    expect(behavior!.processes[0]).toMatchObject({ process_id: 428, parent_id: 1924, threads: [1756] });
    expect(behavior!.processtree).toMatchObject([
      { pid: 428, parent_id: 1924, children: [{ pid: 932, parent_id: 428 }] },
    ]);
    expect(calls(report)[0]).toMatchObject({ status: 'SUCCESS', repeated: 1, thread_id: 1756 });
    expect(network).toBeUndefined();
    expect(debug).toEqual({ log: 'text', errors: [] });
  });
});

describe('a damaged report', () => {
  it('keeps the calls before the place where it was cut', async () => {
    const text = JSON.stringify(report2());
    const at = text.indexOf('"NtOpenFile"');
    const report = await fromText(text.slice(0, at));
    expect(calls(report).map((call) => call.api)).toEqual(['NtCreateFile']);
    expect(report.problems).toMatchObject([{ code: 'JSON_STOPPED', where: { file: 'report.json', offset: at } }]);
    expect(report.results.info!.version).toBe('2.0.7');
  });

  it('skips what is no call, and keeps what can be read of a broken one', async () => {
    const text = JSON.stringify(report2()).replace(
      '"calls":[',
      '"calls":["5f0e", {"api": "Broken", "arguments": {"a": 1 2}, "tid": 5}, {"noapi": 1}, ',
    );
    const report = await fromText(text);
    expect(calls(report).map((call) => [call.id, call.api, call.arguments.length])).toEqual([
      [0, 'Broken', 1],
      [1, 'NtCreateFile', 3],
      [2, 'NtOpenFile', 3],
    ]);
    expect(codes(report).sort()).toEqual([
      'CALLS_SKIPPED_RECORDS',
      'CALLS_SKIPPED_RECORDS',
      'REPORT_BROKEN_CALL',
      'REPORT_NO_TIME',
    ]);
  });

  it('skips a call too long to be read, and reads those around it', async () => {
    const text = JSON.stringify(report2()).replace('"C:\\\\a"', `"${'x'.repeat(17 * 1024 * 1024)}"`);
    const report = await fromText(text);
    expect(calls(report).map((call) => call.api)).toEqual(['NtOpenFile']);
    expect(codes(report)).toEqual(['CALLS_SKIPPED_RECORDS']);
  });

  it('uses the last of two sections of one name', async () => {
    const [first, last] = [report2(), report2()];
    first.behavior.processes[0]!.process_name = 'first.exe';
    const text = `{"behavior": ${JSON.stringify(first.behavior)}, "behavior": ${JSON.stringify(last.behavior)}, "info": {}}`;
    const report = await fromText(text);
    expect(report.results.behavior!.processes).toHaveLength(1);
    expect(report.results.behavior!.processes[0]!.process_name).toBe('a.exe');
    expect(calls(report)).toHaveLength(2);
    expect(codes(report)).toEqual(['JSON_DUPLICATE_KEYS']);
  });

  it('drops what memory does not allow, and has the calls', async () => {
    const strings = Array.from({ length: 5000 }, (_, i) => `a string of some length ${i}`);
    const report = await from({ strings, ...report2() }, { budget: 40_000 });
    expect(report.results.strings!.length).toBeLessThan(1000);
    expect(calls(report)).toHaveLength(2);
    expect(report.results.behavior!.processes[0]!.process_id).toBe(7);
    expect(report.problems).toMatchObject([{ code: 'JSON_TOO_LARGE' }]);
    expect(report.problems[0]!.message).toMatch(/^report\.json: \d+ bytes from strings\[\d+\] on were not read/);
  });

  it('puts values of a wrong kind aside', async () => {
    const report = await from({ ...report2(), strings: 'no list', network: [1], dropped: null });
    expect(report.results).not.toHaveProperty('network');
    expect(report.results).not.toHaveProperty('strings');
    expect(report.results.original).toMatchObject({ strings: 'no list', network: [1] });
    expect(codes(report)).toEqual(['REPORT_ODD_VALUE', 'REPORT_ODD_VALUE']);
  });

  it('bears values of any kind everywhere', async () => {
    const report = await from({
      info: { version: 7, started: {}, duration: 'long', options: [1] },
      behavior: { processes: [null, { calls: { a: 1 }, pid: 'x' }], processtree: [1, {}], summary: [], generic: {} },
      debug: { log: 5, errors: [{ a: 1 }] },
      network: { hosts: [1, {}], dns: [null, {}] },
      target: { file: { name: [] } },
    });
    expect(report.dialect).toBe('cuckoo-2');
    expect(report.results.behavior!.processes).toMatchObject([{ process_id: 0, process_name: '', first_seen: '' }]);
    expect(calls(report)).toEqual([]);
    expect(report.results.debug).toEqual({ log: '', errors: ['{"a":1}'] });
    expect(report.results.network!.hosts).toEqual([]);
  });

  it('takes __proto__ for a key like others', async () => {
    const text = JSON.stringify(report2())
      .replace('"suricata"', '"__proto__":{"polluted":1},"suricata"')
      .replace('"filepath"', '"__proto__":"p","filepath"')
      .replace('"apistats":{"7":{', '"apistats":{"7":{"__proto__":2,');
    const report = await fromText(text);
    expect(calls(report)[0]!.arguments[0]).toEqual({ name: '__proto__', value: 'p' });
    expect(Object.keys(report.results)).toContain('__proto__');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ['[]', 'it holds a list'],
    ['7', 'it holds no object'],
    ['{}', 'it holds an empty object'],
    ['{"a":1,"b":2}', 'its keys are a, b'],
    ['', 'the text ends where a value should be'],
    ['{"task_id": "x", "network": {}, "signatures": []}', 'it looks like a result of Cuckoo 3'],
  ])('refuses %s', async (text, found) => {
    await expect(fromText(text)).rejects.toMatchObject({
      problem: { code: 'REPORT_UNKNOWN', message: expect.stringContaining(found) },
    });
  });
});

describe('a report that was written here', () => {
  it('comes back as it was', async () => {
    const first = await from(report2());
    const written = {
      ...first.results,
      info: { ...first.results.info, ovoscope: { version: '1' } },
      signatures: [{ name: 'mine' }],
    };
    const again = await fromText([...writeJson(written)].join(''));
    expect(again).toMatchObject({ dialect: 'cuckoo-2', version: '2.0.7', problems: [] });
    expect(again.results.original).toEqual({
      signatures: [{ name: 'mine' }],
      original: first.results.original,
    });
    const without = (report: ImportedReport) => plain({ ...report.results, original: undefined });
    expect(without(again)).toEqual(without(first));
  });
});

describe('a packed report', () => {
  let tempDir: string;
  beforeEach(() => {
    tempDir = mkdtempSync(join(tmpdir(), 'import-test-'));
  });
  afterEach(() => rmSync(tempDir, { recursive: true }));

  const packed = () => gzipSync(JSON.stringify(report2()));

  it('is unpacked into a folder that goes with it', async () => {
    const report = await fromText(packed(), { tempDir });
    expect(readdirSync(tempDir)).toHaveLength(1);
    expect(calls(report)).toHaveLength(2);
    report.close();
    expect(readdirSync(tempDir)).toEqual([]);
    expect(existsSync(tempDir)).toBe(true);
  });

  it('leaves nothing behind when it is no report', async () => {
    await expect(fromText(gzipSync('[]'), { tempDir })).rejects.toThrow('is no report');
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('keeps what was there before it was cut', async () => {
    const incompressible = Array.from({ length: 200 }, (_, i) => Math.sin(i).toString(36));
    const bytes = gzipSync(JSON.stringify({ ...report2(), strings: incompressible }));
    const report = await fromText(bytes.subarray(0, bytes.length - 400), { tempDir });
    expect(codes(report)).toEqual(['REPORT_GZIP', 'JSON_STOPPED']);
    expect(calls(report)).toHaveLength(2);
    report.close();
  });

  it.each([
    { limits: { unpackedBytes: 200_000 }, what: 'unpacks to more than 200000 bytes' },
    { limits: { ratio: 20, ratioFrom: 200_000 }, what: 'unpacks to more than 20 times its size' },
  ])('stops at $limits', async ({ limits, what }) => {
    const bomb = gzipSync(JSON.stringify({ ...report2(), strings: ['x'.repeat(30_000_000)] }));
    const report = await fromText(bomb, { tempDir, limits });
    expect(codes(report)).toEqual(['REPORT_GZIP_LIMIT', 'JSON_STOPPED']);
    expect(report.problems[0]!.message).toContain(what);
    expect(calls(report)).toHaveLength(2);
    report.close();
  });

  it('ends when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fromText(packed(), { tempDir, signal })).rejects.toThrow('enough');
    expect(readdirSync(tempDir)).toEqual([]);
  });
});
