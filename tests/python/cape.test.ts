import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PythonSignatures } from '../../src/python/python-signatures.ts';
import type { PythonRun } from '../../src/python/types.ts';
import { capeResults, evidenceOf, loadSet, prepare, problemsOf } from './fixture.ts';

let python: PythonSignatures;
let run: PythonRun;

beforeAll(async () => {
  prepare();
  python = await loadSet('cape');
  run = await python.run(capeResults());
}, 60_000);

afterAll(() => python?.close());

const signature = (name: string) => python.signatures.find((one) => one.name === name)!;

describe('loading', () => {
  it('finds the signatures of a set in the order of its files, with their fields', () => {
    expect(python.signatures.map(({ name }) => name)).toEqual([
      'helpers_files',
      'helpers_network',
      'helpers_processes',
      'helpers_paths',
      'needs_sections',
      'stays_silent',
      'documented_form',
      'for_linux_only',
      'filters_all_hold',
      'filters_none',
      'matches_at_a_call',
      'arguments',
      'throws_at_calls',
      'throws_in_run',
      'evented_without_on_call',
      'evented_with_on_complete_only',
      'for_urls_only',
      'builds_on_others',
      'too_new',
      'disabled_by_itself',
      'odd_evidence',
      'extends_a_base_of_the_set',
    ]);
    expect(signature('helpers_files')).toMatchObject({
      dialect: 'cape',
      severity: 1,
      confidence: 100,
      categories: ['test'],
      authors: ['Ovoscope'],
      references: ['https://example.test/files'],
      minimum: '1.2',
      callbacks: ['run'],
      platform: undefined,
    });
    expect(signature('helpers_files').file).toMatch(/sets\/cape\/modules\/signatures\/all\/helpers\.py$/);
    expect(signature('helpers_files').line).toBe(10);
    expect(signature('filters_all_hold')).toMatchObject({
      callbacks: ['on_call', 'on_complete'],
      watch: { apis: ['NtOpenKey', 'NtWriteFile'], categories: ['registry'], processes: ['a.exe'] },
      platform: 'windows',
    });
    expect(signature('for_linux_only').platform).toBe('linux');
  });

  it('tells of files that can’t be imported, with line, and leaves only them out', () => {
    expect(python.problems.map(({ code, where, message }) => [code, where.line, message.replace(/ \(.*/, '')])).toEqual(
      [
        [
          'PYTHON_IMPORT_FAILED',
          3,
          "signatures were left out, because importing their file failed: ModuleNotFoundError: No module named 'a_module_that_nobody_has'",
        ],
        [
          'PYTHON_IMPORT_FAILED',
          4,
          "signatures were left out, because importing their file failed: SyntaxError: expected ':'",
        ],
      ],
    );
    expect(python.problems[0]!.where.file).toMatch(/all\/broken\.py$/);
  });

  it('says which are never run, and why', () => {
    expect(python.neverRun.map(({ message }) => message)).toEqual([
      'a Python signature is never run: it has no callback that would ever be called: evented_with_on_complete_only',
      'a Python signature is never run: its minimum version is 9.0, and this runs signatures of 2.5: too_new',
    ]);
  });
});

describe('matches', () => {
  it('are those that CAPE would find, by severity in the order of the interpreter', () => {
    expect(run.raw.map(({ name }) => name)).toEqual([
      'helpers_files',
      'helpers_network',
      'helpers_processes',
      'helpers_paths',
      'documented_form',
      'filters_all_hold',
      'filters_none',
      'matches_at_a_call',
      'arguments',
      'throws_at_calls',
      'evented_without_on_call',
      'builds_on_others',
      'odd_evidence',
      'extends_a_base_of_the_set',
    ]);
  });

  it('have the fields of matches, and say that they are Python’s', () => {
    expect(run.matches.find(({ name }) => name === 'helpers_processes')).toMatchObject({
      severity: 3,
      description: 'Asks for processes and their calls',
      alert: false,
      references: [],
      confidence: 100,
      ttps: ['T1055'],
      mbcs: ['E1055'],
      source: 'python',
    });
    expect(run.matches.find(({ name }) => name === 'helpers_processes')).not.toHaveProperty('weight');
    expect(run.matches.find(({ name }) => name === 'odd_evidence')).toMatchObject({ severity: 5, weight: 0 });
  });

  it('have evidence of both kinds, with a call’s process and number', () => {
    const match = run.matches.find(({ name }) => name === 'arguments')!;
    expect(match.markcount).toBe(3);
    expect(match.data.slice(1)).toEqual([
      {
        process: { process_name: 'a.exe', process_id: 7 },
        signs: [
          { type: 'api', value: 'one' },
          { type: 'api', value: 'two' },
        ],
      },
      { process: null, signs: [{ type: 'file', value: 'three' }] },
    ]);
    expect(run.matches.find(({ name }) => name === 'matches_at_a_call')!.data).toEqual([
      { type: 'call', pid: 7, cid: 0 },
    ]);
  });

  it('have evidence that JSON can hold', () => {
    const { data } = run.raw.find(({ name }) => name === 'odd_evidence')!;
    expect(data[0]).toEqual({ set: ['a', 'b'], bytes: 'ÿ\0', infinite: 'inf', '1': ['tuple'] });
    expect(JSON.stringify(data[1])).toContain('[too deep]');
  });
});

describe('helper methods', () => {
  it('compare files, keys and the rest of the summary', () => {
    expect(evidenceOf(run, 'helpers_files')).toEqual({
      equal: 'c:\\users\\a\\one.exe',
      regex: 'C:\\Users\\a\\two.dll',
      anchored: null,
      all: ['C:\\Users\\a\\two.dll', 'c:\\users\\a\\one.exe'],
      none: null,
      read: 'C:\\Users\\a\\two.dll',
      write: 'c:\\users\\a\\one.exe',
      delete: 'C:\\gone.txt',
      key: 'HKEY_CURRENT_USER\\X\\Run',
      read_key: 'HKEY_LOCAL_MACHINE\\Policies\\z',
      write_key: 'HKEY_\\Run\\Evil',
      delete_key: null,
      mutex: 'Global\\One',
      mutex_case: null,
      mutex_regex: 'Global\\One',
      started: 'svc',
      created: 'SVC',
      command: 'C:\\Windows\\VSSADMIN.exe Delete shadows',
      command_case: null,
      odd: 'c:\\ünï\\ſix.exe',
      fold: 'c:\\ünï\\ſix.exe',
    });
  });

  it('compare hosts, domains, URLs and alerts, and never touch the network', () => {
    expect(evidenceOf(run, 'helpers_network')).toEqual({
      ip: '10.0.0.2',
      ip_regex: ['10.0.0.1', '10.0.0.2'],
      domain: 'evil.test',
      url: 'http://evil.test/gate.php',
      alert: true,
      banned: false,
      blacklist: false,
      by_host: ['10.0.0.1'],
      is_ip: [true, false],
      no_network: [null, [false, null]],
    });
  });

  it('look at processes and their calls', () => {
    expect(evidenceOf(run, 'helpers_processes')).toEqual({
      first: 'a.exe',
      environ: 'someone',
      environ_missing: null,
      names: ['b.exe', null, null],
      pids: [7, 8],
      process: true,
      process_all: 8,
      api: 'NtOpenKey',
      api_process: null,
      api_all: ['NtClose', 'NtOpenKey', 'NtWriteFile'],
      argument: 'secret',
      argument_api: 'secret',
      argument_category: null,
      yara: [['sample', 'binary', 'Example']],
      lengths: [3, 3, 3],
      positions: ['NtOpenKey', 2, [1, 2]],
      tree: 'b.exe',
    });
  });

  it('know paths, and data of the set that its signatures name', () => {
    expect(evidenceOf(run, 'helpers_paths')).toEqual({
      words: ['alpha', 'beta', 'gamma'],
      unnamed: false,
      pcap: '/analysis/dump.pcap',
      conf: '/analysis/analysis.conf',
      printable: 'a\\x01\\x80b',
      detections: [{ family: 'Fam', details: [{ Behavior: 'x' }] }],
    });
  });

  it('read arguments of a call as CAPE gives them', () => {
    expect(run.raw.find(({ name }) => name === 'arguments')!.data[0]).toEqual({
      buffer: 'secret',
      missing: null,
      twice: 'second',
      raw: '736563726574',
      raw_number: 6,
      raw_handle: '0x00000010',
      check: 'secret',
      check_case: false,
      check_api: false,
      status: true,
      thread: '100',
    });
  });

  it('know what matched before', () => {
    expect(evidenceOf(run, 'builds_on_others')).toEqual({
      first: true,
      run: true,
      silent: false,
      data: [{ type: 'call', pid: 7, cid: 0 }],
    });
  });

  it('give the container to a run() that takes it', () => {
    expect(evidenceOf(run, 'documented_form')).toEqual({ file_name: 'c:\\users\\a\\one.exe' });
  });
});

describe('calls', () => {
  it('are shown where all filters hold', () => {
    expect(run.raw.find(({ name }) => name === 'filters_all_hold')!.data).toEqual([
      { api: 'NtOpenKey', cid: 0, pid: 7, process: 'a.exe' },
    ]);
  });

  it('are all shown where there is no filter, whatever on_call says but True', () => {
    expect(evidenceOf(run, 'filters_none')).toEqual({ seen: 5 });
  });
});

describe('what goes wrong', () => {
  it('is told with file and line, once for each signature, and costs nobody else', () => {
    expect(problemsOf(run).map((text) => text.replace(/\(\/.*\//, '('))).toEqual([
      "PYTHON_FAILED: the Python signature throws_at_calls failed at call 0 of process 7 and 1 more times: KeyError: 'missing' (evented.py:99)",
      'PYTHON_FAILED: the Python signature throws_in_run failed in run(): ZeroDivisionError: division by zero (evented.py:111)',
      'PYTHON_NEEDS: a Python signature could not decide, because this analysis has no "nothing_like_it": needs_sections',
    ]);
  });

  it('is in the timings', () => {
    const states = new Map(run.timings.map(({ name, state }) => [name, state]));
    expect(states.get('throws_in_run')).toBe('failed');
    expect(states.get('needs_sections')).toBe('done');
    expect(states.has('for_linux_only')).toBe(false);
    expect(states.has('disabled_by_itself')).toBe(false);
    expect(run.timings.every(({ ms }) => ms >= 0)).toBe(true);
  });
});

describe('several analyses', () => {
  it('know nothing of each other, though a class keeps its lists', async () => {
    const again = await python.run(capeResults());
    const match = (of: PythonRun) => of.raw.find(({ name }) => name === 'matches_at_a_call')!;
    expect(match(again)).toEqual(match(run));
    expect(match(again)).toMatchObject({
      description: 'Matches once',
      families: ['Leaky'],
      ttps: ['T1112', 'T1112.9'],
    });
    expect(again.raw).toEqual(run.raw);
  });

  it('may leave signatures out, and be on other platforms', async () => {
    const some = await python.run(capeResults(), { disabled: new Set(['filters_none']), platform: 'linux' });
    const names = some.raw.map(({ name }) => name);
    expect(names).toContain('for_linux_only');
    expect(names).toContain('helpers_files');
    expect(names).not.toContain('filters_none');
    expect(names).not.toContain('filters_all_hold');
  });

  it('of URLs run what is for URLs', async () => {
    const results = { ...capeResults(), target: { category: 'url', url: 'http://evil.test/' } };
    const names = (await python.run(results)).raw.map(({ name }) => name);
    expect(names).toContain('for_urls_only');
  });

  it('without any behavior are no failure', async () => {
    const { info, target } = capeResults();
    const empty = await python.run({ info: info!, target: target! });
    expect(empty.raw.map(({ name }) => name)).toContain('filters_none');
    expect(evidenceOf(empty, 'filters_none')).toEqual({ seen: 0 });
    expect(evidenceOf(empty, 'helpers_files')['equal']).toBeNull();
  });
});
