import { fileURLToPath } from 'node:url';
import type { Argument, Call, Process, Results } from '../../src/plugin/container.ts';
import { type PythonOptions, type PythonRunOptions, PythonSignatures } from '../../src/python/python-signatures.ts';
import type { PythonRun } from '../../src/python/types.ts';
import { MemoryCalls } from '../../src/testing/memory-calls.ts';
import { compilePythonScript } from '../support/python-script.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A folder of signatures that were written for these tests. */
export const setFolder = (name: string): string => fileURLToPath(new URL(`./sets/${name}`, import.meta.url));

let script: string | undefined;

/** Compiles what runs in the interpreter's process, and keeps interpreters of tests out of the user's cache. */
export function prepare(): void {
  script = compilePythonScript();
  process.env['OVOSCOPE_CACHE'] = temporaryFolder('python-cache');
}

export function loadSet(name: string, options: PythonOptions = {}): Promise<PythonSignatures> {
  return PythonSignatures.load([setFolder(name)], { script: script!, ...options });
}

export async function runSet(
  name: string,
  results: Results,
  options: PythonRunOptions & { load?: PythonOptions } = {},
): Promise<PythonRun> {
  const python = await loadSet(name, options.load);
  try {
    return await python.run(results, options);
  } finally {
    await python.close();
  }
}

/** The evidence of a signature, objects of one field each merged into one. */
export function evidenceOf(run: PythonRun, name: string): { [key: string]: unknown } {
  const match = run.raw.find((one) => one.name === name);
  if (match === undefined) throw new Error(`${name} did not match; ${run.raw.map((one) => one.name).join(', ')} did`);
  return Object.assign({}, ...match.data);
}

export function problemsOf(run: PythonRun): string[] {
  return run.problems.map(({ code, message }) => `${code}: ${message}`);
}

type CallParts = Partial<Omit<Call, 'arguments'>> & { arguments?: { [name: string]: Argument['value'] } | Argument[] };

function callOf(id: number, api: string, category: string, parts: CallParts): Call {
  const { arguments: given = {}, ...rest } = parts;
  const list = Array.isArray(given) ? given : Object.entries(given).map(([name, value]) => ({ name, value }));
  return {
    id,
    timestamp: '2023-05-24 23:45:30,250',
    thread_id: 100,
    category,
    api,
    status: 'SUCCESS',
    return: '0x00000000',
    repeated: 0,
    ...rest,
    arguments: list,
  };
}

function processOf(pid: number, name: string, calls: Call[], more: Partial<Process> = {}): Process {
  return {
    process_id: pid,
    process_name: name,
    parent_id: 4,
    first_seen: '2023-05-24 23:45:30,000',
    process_path: `C:\\${name}`,
    threads: [100],
    ...more,
    calls: new MemoryCalls(calls),
  };
}

/** An analysis as CAPE's monitor records it: three calls of a.exe, two of b.exe. */
export function capeResults(): Results {
  const written = [
    { name: 'FileHandle', value: '0x00000010' },
    { name: 'Buffer', value: 'secret' },
    { name: 'Length', value: 6 },
    { name: 'Twice', value: 'first' },
    { name: 'Twice', value: 'second' },
  ];
  return {
    info: {
      version: '2.4-CAPE',
      started: null,
      ended: null,
      duration: 3,
      id: 1,
      dialect: 'cape',
      options: 'a=1,b=x=y',
    },
    target: {
      category: 'file',
      file: { name: 'a.exe', path: 'binary', yara: [{ name: 'Example', meta: {}, strings: [] }] },
    },
    behavior: {
      processes: [
        processOf(
          7,
          'a.exe',
          [
            callOf(0, 'NtOpenKey', 'registry', {
              arguments: { KeyHandle: '0x00000020', ObjectAttributes: 'HKCU\\X\\Run' },
            }),
            callOf(1, 'NtWriteFile', 'filesystem', { arguments: written }),
            callOf(2, 'NtClose', 'system', { status: 'FAILURE', arguments: { Handle: '0x00000010' } }),
          ],
          { environ: { UserName: 'someone' } },
        ),
        processOf(8, 'b.exe', [
          callOf(0, 'NtClose', 'system', {}),
          callOf(1, 'RegCloseKey', 'registry', { arguments: { Handle: '0x00000020' } }),
        ]),
      ],
      processtree: [
        {
          name: 'a.exe',
          pid: 7,
          parent_id: 4,
          children: [{ name: 'b.exe', pid: 8, parent_id: 7, children: [] }],
        },
      ],
      summary: {
        files: ['c:\\users\\a\\one.exe', 'C:\\Users\\a\\two.dll', 'c:\\ünï\\ſix.exe', 'D:\\other'],
        keys: ['HKEY_CURRENT_USER\\X\\Run', 'HKEY_CURRENT_USER\\X\\Run\\y'],
        mutexes: ['Global\\One'],
        read_files: ['C:\\Users\\a\\two.dll'],
        write_files: ['c:\\users\\a\\one.exe'],
        delete_files: ['C:\\gone.txt'],
        read_keys: ['HKEY_LOCAL_MACHINE\\Policies\\z'],
        write_keys: ['HKEY_CURRENT_USER\\X\\Run', 'HKEY_\\Run\\Evil'],
        delete_keys: [],
        executed_commands: ['cmd /c dir', 'C:\\Windows\\VSSADMIN.exe Delete shadows'],
        started_services: ['svc'],
        created_services: ['other', 'SVC'],
      },
    },
    network: {
      http: [{ uri: 'http://evil.test/gate.php', host: 'evil.test' }],
      udp: [],
      hosts: ['10.0.0.1', '10.0.0.2'],
      hosts_ex: [
        { ip: '10.0.0.1', hostname: 'evil.test' },
        { ip: '10.0.0.2', hostname: '' },
      ],
      dns: [],
      tcp: [],
      domains: [{ domain: 'evil.test', ip: '10.0.0.1' }],
    },
    suricata: {
      alerts: [
        { sid: 7, signature: 'ET POLICY something' },
        { sid: 8, signature: 'ET TROJAN something' },
      ],
    },
  } as unknown as Results;
}

/** An analysis as Cuckoo 2's monitor records it: three calls of a.exe, one of b.exe. */
export function cuckoo2Results(): Results {
  return {
    info: {
      version: '2.0.7',
      started: null,
      ended: null,
      duration: 3,
      id: 1,
      dialect: 'cuckoo-2',
      platform: 'windows',
    },
    target: {
      category: 'file',
      file: {
        name: 'a.exe',
        path: '/a/binary',
        yara: [
          {
            name: 'Rule',
            meta: { author: 'someone' },
            strings: ['b25l', '/3R3bw=='],
            offsets: {
              a: [
                [0, 0],
                [9, 1],
              ],
            },
          },
        ],
      },
    },
    behavior: {
      processes: [
        processOf(7, 'a.exe', [
          callOf(0, 'NtOpenKey', 'registry', {
            arguments: { regkey: 'HKEY_CURRENT_USER\\X\\Run', desired_access: 131_097 },
          }),
          callOf(1, 'NtWriteFile', 'file', {
            arguments: { buffer: 'secret', file_handle: '0x00000010' },
            status: 'FAILURE',
          }),
          callOf(2, 'NtClose', 'system', { arguments: { handle: '0x00000010' } }),
        ]),
        processOf(8, 'b.exe', [callOf(0, 'NtWriteFile', 'file', { arguments: { buffer: 'more' } })]),
      ],
      processtree: [{ name: 'a.exe', pid: 7, parent_id: 4, children: [] }],
      summary: {
        files: [],
        keys: [],
        mutexes: [],
        command_line: ['vssadmin.exe delete shadows'],
        wmi_query: ['SELECT * FROM x'],
        file_opened: ['c:\\one.exe', 'C:\\two.dll'],
      },
      generic: [
        {
          pid: 7,
          ppid: 4,
          process_name: 'a.exe',
          process_path: 'C:\\a.exe',
          first_seen: '',
          summary: {
            file_opened: ['c:\\one.exe', 'C:\\two.dll'],
            regkey_opened: ['HKEY_CURRENT_USER\\X\\Run', 'HKEY_LOCAL_MACHINE\\Y\\Run'],
            mutex: ['Global\\One'],
            dll_loaded: ['kernel32.dll'],
          },
        },
        {
          pid: 8,
          ppid: 7,
          process_name: 'b.exe',
          process_path: null,
          first_seen: '',
          summary: { file_deleted: ['C:\\two.dll'] },
        },
      ],
    },
    network: {
      http: [{ uri: 'http://evil.test/gate.php' }],
      udp: [],
      hosts: ['10.0.0.1', '10.0.0.2'],
      dns: [{ request: 'evil.test' }],
      tcp: [],
      domains: [
        { domain: 'evil.test', ip: '10.0.0.1' },
        { domain: 'good.test', ip: '' },
      ],
      http_ex: [{}],
      https_ex: [{}, {}],
    },
    suricata: { alerts: [{ signature: 'ET TROJAN something' }] },
    extracted: [
      { category: 'script', program: 'powershell', info: { id: 1 }, raw: null, yara: [] },
      { category: 'config', info: { family: 'fam', id: 2 }, raw: null, yara: [] },
    ],
    memory: { pslist: { data: [] } },
  } as unknown as Results;
}
