import { type BsonInput, bson } from '../tests/support/bson-writer.ts';

/** Part of a log: definitions and process first, then a body of calls to be repeated. */
export type Mix = () => { head: Buffer; body: Buffer; calls: number };

const text = (value: string): Buffer => Buffer.from(value);

/** Shares as in logs of real samples: registry and files in front, then memory, synchronisation, system, network. */
const SHARES: readonly [api: string, share: number][] = [
  ['RegOpenKeyExA', 14],
  ['RegQueryValueExA', 16],
  ['RegCloseKey', 10],
  ['NtCreateFile', 8],
  ['NtReadFile', 9],
  ['NtWriteFile', 7],
  ['NtClose', 12],
  ['LdrGetProcedureAddress', 9],
  ['NtAllocateVirtualMemory', 5],
  ['NtDelayExecution', 4],
  ['GetSystemMetrics', 4],
  ['connect', 1],
  ['NtResumeThread', 1],
];

const order = (): string[] => {
  const left = new Map(SHARES);
  const apis: string[] = [];
  while (left.size > 0) {
    for (const [api, share] of [...left]) {
      apis.push(api);
      if (share > 1) left.set(api, share - 1);
      else left.delete(api);
    }
  }
  return apis;
};

function info(
  index: number,
  name: string,
  category: string,
  args: BsonInput[],
  extra: { [name: string]: BsonInput },
): Buffer {
  return bson({ I: index, name, type: 'info', category, args: ['is_success', 'retval', ...args], ...extra });
}

const PATHS = Array.from(
  { length: 40 },
  (_, i) => `C:\\Users\\anna\\AppData\\Local\\Temp\\folder${i % 7}\\document-${i}.docx`,
);
const KEYS = Array.from(
  { length: 40 },
  (_, i) => `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component${i}\\Setting`,
);
const ROUNDS = 40;

function make(
  defs: { [api: string]: [category: string, args: BsonInput[], values: (i: number) => BsonInput[]] },
  document: (index: number, i: number, values: BsonInput[]) => { [name: string]: BsonInput },
  process: Buffer,
  extra: { [name: string]: BsonInput },
): ReturnType<Mix> {
  const names = Object.keys(defs);
  const head = [process, ...names.map((api, i) => info(20 + i, api, defs[api]![0], defs[api]![1], extra))];
  const body: Buffer[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const api of order()) {
      const i = body.length;
      body.push(bson(document(20 + names.indexOf(api), i, defs[api]![2](i))));
    }
  }
  return { head: Buffer.concat(head), body: Buffer.concat(body), calls: body.length };
}

/** As Cuckoo 2's monitor logs them. */
export const cuckoo2Mix: Mix = () => {
  const none = { flags_value: {}, flags_bitmask: {} };
  const names = ['time_low', 'time_high', 'pid', 'ppid', 'module_path', 'command_line', 'is_64bit', 'track', 'modules'];
  const process = Buffer.concat([
    info(0, '__process__', '__notification__', names, none),
    bson({
      I: 0,
      T: 1480,
      t: 0,
      h: 0n,
      args: [1, 0n, 1331199016, 30539554, 752, 2844, 'C:\\a.exe', 'a.exe', 0, 1, []],
    }),
  ]);
  const defs: Parameters<typeof make>[0] = {
    RegOpenKeyExA: [
      'registry',
      [['base_handle', 'p'], ['key_handle', 'p'], 'access', 'regkey', 'regkey_r'],
      (i) => [-2147483646, 0x80 + (i % 50) * 4, 131097, KEYS[i % 40]!, KEYS[i % 40]!.slice(19)],
    ],
    RegQueryValueExA: [
      'registry',
      [['key_handle', 'p'], 'regkey', 'regkey_r', 'reg_type', 'value'],
      (i) => [0x80 + (i % 50) * 4, KEYS[(i + 3) % 40]!, 'Setting', 4, i % 9],
    ],
    RegCloseKey: ['registry', [['key_handle', 'p']], (i) => [0x80 + (i % 50) * 4]],
    NtCreateFile: [
      'file',
      [['file_handle', 'p'], 'desired_access', 'status_info', 'filepath', 'filepath_r'],
      (i) => [0x100 + (i % 20) * 4, 0x120089, 1, PATHS[i % 40]!, `\\??\\${PATHS[i % 40]!}`],
    ],
    NtReadFile: [
      'file',
      [['file_handle', 'p'], 'buffer', 'offset', 'length'],
      (i) => [0x100 + (i % 20) * 4, Buffer.alloc(64, i), i * 64, 64],
    ],
    NtWriteFile: [
      'file',
      [['file_handle', 'p'], 'buffer', 'offset'],
      (i) => [0x100 + (i % 20) * 4, Buffer.alloc(128, i), i * 128],
    ],
    NtClose: ['system', [['handle', 'p']], (i) => [0x100 + (i % 20) * 4]],
    LdrGetProcedureAddress: [
      'system',
      [['module_address', 'p'], 'function_name', 'ordinal', ['function_address', 'p'], 'module'],
      (i) => [0x75bf0000, `Function${i % 200}`, 0, 0x75bf1000 + i, 'kernel32'],
    ],
    NtAllocateVirtualMemory: [
      'process',
      [
        ['process_handle', 'p'],
        ['base_address', 'p'],
        'region_size',
        'allocation_type',
        'protection',
        'process_identifier',
      ],
      (i) => [-1, 0x3e0000 + i * 4096, 4096, 4096, 4, 752],
    ],
    NtDelayExecution: ['synchronisation', ['milliseconds', 'skipped'], (i) => [i, 0]],
    GetSystemMetrics: ['misc', ['index'], (i) => [i % 40]],
    connect: ['network', [['s', 'p'], 'ip_address', 'port'], (i) => [0x1b4, `10.0.0.${i % 200}`, 443]],
    NtResumeThread: ['process', [['thread_handle', 'p'], 'suspend_count', 'process_identifier'], () => [0xb4, 1, 752]],
  };
  return make(defs, (I, i, values) => ({ I, T: 1480 + (i % 4), t: i, h: 0n, args: [1, 0n, ...values] }), process, none);
};

/** As CAPE's monitor logs them. */
export const capeMix: Mix = () => {
  const names = ['TimeLow', 'TimeHigh', 'ProcessIdentifier', 'ParentProcessIdentifier', 'ModulePath'];
  const marks = { C: 0x401000n, R: 0x7ff6a0001000n, P: 0x7ff6a0002000n };
  const process = Buffer.concat([
    info(0, '__process__', '__notification__', names, {}),
    bson({ I: 0, ...marks, T: 1480, t: 0, r: 0, args: [1, 0n, 1331199016, 30539554, 752, 2844, text('C:\\a.exe')] }),
  ]);
  const handle = (i: number): bigint => BigInt(0x100 + (i % 20) * 4);
  const defs: Parameters<typeof make>[0] = {
    RegOpenKeyExA: [
      'registry',
      [['Registry', 'p'], 'SubKey', ['Handle', 'p'], 'FullName'],
      (i) => [0xffffffff80000002n, text(KEYS[i % 40]!.slice(19)), handle(i), text(KEYS[i % 40]!)],
    ],
    RegQueryValueExA: [
      'registry',
      [['Handle', 'p'], 'ValueName', 'Type', 'Data', 'FullName'],
      (i) => [handle(i), text('Setting'), 4, i % 9, text(KEYS[(i + 3) % 40]!)],
    ],
    RegCloseKey: ['registry', [['Handle', 'p']], (i) => [handle(i)]],
    NtCreateFile: [
      'filesystem',
      [['FileHandle', 'p'], ['DesiredAccess', 'h'], 'FileName', 'CreateDisposition'],
      (i) => [handle(i), 0x120089, text(PATHS[i % 40]!), 1],
    ],
    NtReadFile: [
      'filesystem',
      [['FileHandle', 'p'], 'HandleName', 'Buffer', 'Length'],
      (i) => [handle(i), text(PATHS[i % 40]!), Buffer.alloc(64, i), 64],
    ],
    NtWriteFile: [
      'filesystem',
      [['FileHandle', 'p'], 'HandleName', 'Buffer', 'Length'],
      (i) => [handle(i), text(PATHS[i % 40]!), Buffer.alloc(128, i), 128],
    ],
    NtClose: ['system', [['Handle', 'p']], (i) => [handle(i)]],
    LdrGetProcedureAddress: [
      'system',
      ['ModuleName', ['ModuleHandle', 'p'], 'FunctionName', 'Ordinal', ['FunctionAddress', 'p']],
      (i) => [text('KERNEL32.dll'), 0x7ffe75bf0000n, text(`Function${i % 200}`), 0, 0x7ffe75bf1000n + BigInt(i)],
    ],
    NtAllocateVirtualMemory: [
      'process',
      [
        ['ProcessHandle', 'p'],
        ['BaseAddress', 'p'],
        ['RegionSize', 'p'],
        ['Protection', 'h'],
      ],
      (i) => [-1n, 0x3e0000n + BigInt(i) * 4096n, 4096n, 4],
    ],
    NtDelayExecution: ['system', ['Milliseconds', 'Status'], (i) => [i, text('Skipped')]],
    GetSystemMetrics: ['misc', ['SystemMetricIndex'], (i) => [i % 40]],
    connect: ['network', ['socket', 'ip', 'port'], (i) => [0x1b4, text(`10.0.0.${i % 200}`), 443]],
    NtResumeThread: ['threading', [['ThreadHandle', 'p'], 'SuspendCount', 'ProcessId'], () => [0xb4n, 1, 752]],
  };
  return make(
    defs,
    (I, i, values) => ({ I, ...marks, T: 1480 + (i % 4), t: i, r: 0, args: [1, 0n, ...values] }),
    process,
    {},
  );
};
