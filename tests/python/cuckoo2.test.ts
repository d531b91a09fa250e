import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PythonSignatures } from '../../src/python/python-signatures.ts';
import type { PythonRun } from '../../src/python/types.ts';
import { capeResults, cuckoo2Results, evidenceOf, loadSet, prepare, problemsOf } from './fixture.ts';

let python: PythonSignatures;
let run: PythonRun;

beforeAll(async () => {
  prepare();
  python = await loadSet('cuckoo2');
  run = await python.run(cuckoo2Results());
}, 60_000);

afterAll(() => python?.close());

const marks = (name: string, of = run) => of.raw.find((one) => one.name === name)?.data as { [key: string]: never }[];
const generic = (fields: object) => ({ type: 'generic', ...fields });

describe('loading', () => {
  it('takes signatures as Cuckoo 2’s, and neither packages nor extractors', () => {
    expect(python.problems).toEqual([]);
    expect(new Set(python.signatures.map(({ dialect }) => dialect))).toEqual(new Set(['cuckoo2']));
    expect(python.signatures.find(({ name }) => name === 'direct_methods')).toMatchObject({
      callbacks: ['on_call', 'on_complete', 'on_call_NtWriteFile'],
      watch: { apis: ['NtOpenKey', 'NtWriteFile'] },
    });
    expect(python.signatures.find(({ name }) => name === 'filters_are_alternatives')!.ttps).toEqual(['T1112']);
  });

  it('refuses what Cuckoo 2 refuses', () => {
    expect(python.neverRun.map(({ message }) => message)).toEqual([
      'a Python signature is never run: it has run(), which Cuckoo 2 does not call: old_style',
      'a Python signature is never run: its enable() says no: says_no',
    ]);
    expect(run.raw.map(({ name }) => name)).not.toContain('for_android_only');
  });
});

describe('callbacks', () => {
  it('filters of APIs and categories are alternatives', () => {
    expect(marks('filters_are_alternatives')).toEqual([
      generic({ api: 'NtOpenKey', category: 'registry', status: 1, pid: 7, cid: 0 }),
      generic({ api: 'NtWriteFile', category: 'file', status: 0, pid: 7, cid: 1 }),
      generic({ api: 'NtWriteFile', category: 'file', status: 1, pid: 8, cid: 0 }),
    ]);
  });

  it('a method named for an API goes before on_call', () => {
    expect(marks('direct_methods')).toEqual([
      generic({ general: 'NtOpenKey' }),
      generic({ direct: 'secret' }),
      generic({ direct: 'more' }),
    ]);
  });

  it('init comes first, marks are of all kinds, equal ones once, and cut at markcount', () => {
    const call = {
      category: 'registry',
      status: 1,
      stacktrace: [],
      api: 'NtOpenKey',
      return_value: 0,
      arguments: { regkey: 'HKEY_CURRENT_USER\\X\\Run', desired_access: 131_097 },
      time: 1_684_971_930.25,
      tid: 100,
      flags: {},
    };
    expect(marks('marks')).toEqual([
      { type: 'call', pid: 7, cid: 0, call },
      { type: 'ioc', category: 'registry', ioc: 'HKEY_CURRENT_USER\\X\\Run', description: null },
      { type: 'volatility', plugin: 'pslist', name: 'x' },
      { type: 'config', config: { family: 'fam', url: ['http://evil.test'] } },
      generic({ started: 'init' }),
    ]);
    expect(run.matches.find(({ name }) => name === 'marks')!.markcount).toBe(6);
  });

  it('processes are shown before their calls', () => {
    expect(marks('sees_processes')).toEqual([
      generic({ pid: 7, name: 'a.exe', me: 7 }),
      generic({ pid: 8, name: 'b.exe', me: 8 }),
      generic({ names: ['a.exe', 'b.exe'] }),
      generic({ one: [8] }),
      generic({ by_pid: 'b.exe' }),
      generic({ calls: 3 }),
    ]);
  });

  it('hits of rules are shown with their strings', () => {
    expect(marks('sees_yara')).toEqual([
      generic({
        category: 'sample',
        path: '/a/binary',
        rule: 'Rule',
        author: 'someone',
        first: 'one',
        all: ['one', 'ÿtwo'],
      }),
    ]);
  });

  it('what was extracted is shown', () => {
    expect(marks('sees_extracted')).toEqual([
      generic({ category: 'script', program: 'powershell', info: { id: 1 }, raw: null }),
      generic({ category: 'config', program: null, info: { family: 'fam', id: 2 }, raw: null }),
      generic({ families: ['fam'] }),
    ]);
  });

  it('each match is told to the others, until they match themselves', () => {
    const told = marks('sees_others').map(({ name, matched }) => [name, matched]);
    expect(told).toHaveLength(3);
    expect(told.every(([, matched]) => matched)).toBe(true);
  });
});

describe('helper methods', () => {
  it('compare the summary', () => {
    expect(evidenceOf(run, 'asks_summary')).toEqual({
      type: 'generic',
      equal: 'c:\\one.exe',
      regex: 'C:\\two.dll',
      all: ['C:\\two.dll', 'c:\\one.exe'],
      actions: ['C:\\two.dll'],
      pid: ['C:\\two.dll'],
      key: 'HKEY_CURRENT_USER\\X\\Run',
      dll: 'kernel32.dll',
      mutex: 'Global\\One',
      command: 'vssadmin.exe delete shadows',
      files: ['C:\\two.dll'],
      keys: ['HKEY_CURRENT_USER\\X\\Run', 'HKEY_LOCAL_MACHINE\\Y\\Run'],
      mutexes: ['Global\\One'],
      dlls: ['kernel32.dll'],
      wmi: ['SELECT * FROM x'],
      lines: ['vssadmin.exe delete shadows'],
      summary: ['command_line', 'file_opened', 'files', 'keys', 'mutexes', 'wmi_query'],
      missing: [],
      generic: ['c:\\one.exe', 'C:\\two.dll', 'Global\\One'],
      helper: 'from a helper of the set',
    });
  });

  it('compare the network and know other parts', () => {
    const { whole, ...rest } = evidenceOf(run, 'asks_network');
    expect(rest).toEqual({
      type: 'generic',
      ip: '10.0.0.2',
      domain: 'evil.test',
      domains: ['evil.test', 'good.test'],
      url: 'http://evil.test/gate.php',
      alert: true,
      lists: [1, 1, 0],
      others: [2, 2, 1, 3, 0, 0, 0, 0, 0],
      volatility: { data: [] },
      virustotal: {},
      android: [1, [], {}],
      default: 3,
    });
    expect(whole).toEqual(['behavior', 'extracted', 'info', 'memory', 'network', 'suricata', 'target']);
  });

  it('know names and escapes of Python 2', () => {
    expect(evidenceOf(run, 'python_2')).toEqual({
      type: 'generic',
      text: true,
      key: 'HKEY_LOCAL_MACHINE\\Y\\Run',
    });
  });
});

describe('what goes wrong', () => {
  it('is told', () => {
    expect(problemsOf(run).map((text) => text.replace(/\(\/.*\//, '('))).toEqual([
      'PYTHON_FAILED: the Python signature bad_config failed in on_complete(): CuckooCriticalError: mark_config() needs an object with a family (callbacks.py:66)',
    ]);
  });
});

describe('an analysis of another sandbox', () => {
  it('has the names and values of Cuckoo 2', async () => {
    const cape = await python.run(capeResults());
    const all = evidenceOf(cape, 'asks_summary');
    expect(all).toMatchObject({ equal: null, regex: 'C:\\Users\\a\\two.dll', key: 'HKEY_CURRENT_USER\\X\\Run' });
    expect(all['lines']).toEqual(['cmd /c dir', 'C:\\Windows\\VSSADMIN.exe Delete shadows']);
    const [mark] = marks('marks', cape) as unknown as { call: { arguments: object; category: string } }[];
    expect(mark!.call.arguments).toEqual({ key_handle: '0x00000020', regkey: 'HKCU\\X\\Run' });
    expect(marks('filters_are_alternatives', cape)[1]).toMatchObject({ api: 'NtWriteFile', category: 'file' });
  });
});
