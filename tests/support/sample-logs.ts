import { type BsonInput, bson } from './bson-writer.ts';

const text = (value: string): Buffer => Buffer.from(value);

function info(index: number, name: string, category: string, args: BsonInput[], extra = {}): Buffer {
  return bson({ I: index, name, type: 'info', category, args: ['is_success', 'retval', ...args], ...extra });
}

/** A log as the monitor of Cuckoo 1.2 writes it. */
export function cuckoo1Log(): Buffer {
  const call = (index: number, t: number, args: BsonInput[]) => bson({ I: index, T: 256, t, args });
  return Buffer.concat([
    info(0, '__process__', '__init__', [
      'TimeLow',
      'TimeHigh',
      'ProcessIdentifier',
      'ParentProcessIdentifier',
      'ModulePath',
    ]),
    call(0, 0, [1, 0, -563062720, 30249569, 1024, 512, text('C:\\sample.exe')]),
    info(1, '__thread__', '__init__', ['ProcessIdentifier']),
    call(1, 0, [1, 0, 1024]),
    info(100, 'NtCreateFile', 'filesystem', [['FileHandle', 'p'], 'DesiredAccess', 'FileName']),
    call(100, 10, [1, 0, 0x20, -1073741824, text('\\??\\C:\\WINDOWS\\evil.exe')]),
    ...Array.from({ length: 5 }, (_, i) => call(100, 20 + i, [1, 0, 0x24, 1, text(`C:\\tmp\\${i >> 1}.txt`)])),
    info(101, 'RegOpenKeyExA', 'registry', [['Registry', 'p'], 'SubKey', ['Handle', 'p']]),
    call(101, 30, [1, 0, -2147483646, text('Software\\Microsoft'), 0x70]),
    call(101, 31, [1, 0, 0x70, text('Windows'), 0x74]),
    call(101, 32, [0, 2, 0x74, text('Missing \u00e9\u0416'), 0]),
    info(102, 'NtCreateMutant', 'synchronization', [['Handle', 'p'], 'MutexName', 'InitialOwner']),
    call(102, 40, [1, 0, 0x80, text('Local\\M'), 1]),
    info(103, 'system', 'process', ['Command']),
    bson({ I: 103, T: 300, t: 45, args: [1, 0, text('ver')], aux: { Note: text('more') } }),
  ]);
}

/** A log as the monitor of Cuckoo 2 writes it, with flags, a buffer, a service handle and an exception. */
export function cuckoo2Log(is64 = 0): Buffer {
  const none = { flags_value: {}, flags_bitmask: {} };
  const call = (index: number, t: number, args: BsonInput[], extra = {}) =>
    bson({ I: index, T: 1480, t, h: 0n, ...extra, args });
  const process = [
    'time_low',
    'time_high',
    'pid',
    'ppid',
    'module_path',
    'command_line',
    'is_64bit',
    'track',
    'modules',
  ];
  const module = { filepath: 'C:\\a.exe', basename: 'a.exe', baseaddr: '0x400000', imgsize: 28672 };
  const status = {
    status_info: [
      [2, 'FILE_CREATED'],
      [1, 'FILE_OPENED'],
    ],
  };
  const access = {
    desired_access: [
      [-2147483648, 'GENERIC_READ'],
      [0x40000000, 'GENERIC_WRITE'],
    ],
  };
  return Buffer.concat([
    info(0, '__process__', '__notification__', process, none),
    call(0, 0, [1, 0n, -696552683, 31035033, 752, 2844, 'C:\\a.exe', 'a.exe "x"', is64, 1, [module]]),
    info(10, 'NtCreateFile', 'file', [['file_handle', 'p'], ['desired_access', 'x'], 'status_info', 'filepath'], {
      flags_value: { ...status, desired_access: [] },
      flags_bitmask: { ...access, status_info: [] },
    }),
    call(10, 5, [1, 0n, 0x88, -1073741824, 2, 'C:\\new.txt']),
    call(10, 6, [0, 3221225524n, 0, -2147483648, 0, 'C:\\gone.txt'], { e: 2, E: -1073741772 }),
    info(11, 'NtWriteFile', 'file', [['file_handle', 'p'], 'buffer', 'offset'], none),
    bson({ type: 'buffer', buffer: Buffer.alloc(5000, 0x41), checksum: 'not checked' }),
    call(11, 7, [1, 0n, 0x88, Buffer.alloc(0), 0x1234567890abcdefn]),
    call(11, 8, [1, 0n, 0x88, Buffer.from([0xff, 0x00, 0x41]), -1n]),
    bson({ type: 'debug', msg: 'nothing' }),
    info(12, 'OpenServiceA', 'services', ['service_name'], none),
    call(12, 9, [1, 0x123450n, 'Svc']),
    info(13, 'DeleteService', 'services', [['service_handle', 'p']], none),
    call(13, 10, [1, 1n, 0x123450]),
    info(14, '__exception__', '__notification__', ['exception', 'registers', 'stacktrace'], none),
    call(14, 11, [1, 0n, { address: '0x401234', symbol: '' }, { eip: 4198964 }, ['a+0x1234']]),
    info(15, 'CoCreateInstance', 'ole', ['clsid', 'iid'], none),
    call(15, 12, [1, 0n, '{00000000-0000-0000-0000-000000000000}', ['{00000000-0000-0000-c000-000000000046}', 'x']]),
    info(16, 'RegOpenKeyExA', 'registry', ['regkey'], none),
    call(16, 13, [1, 0n, 'HKEY_CURRENT_USER\\Software']),
  ]);
}

/** A log as CAPE's monitor writes it. */
export function capeLog(): Buffer {
  const call = (index: number, t: number, r: number, args: BsonInput[]) =>
    bson({ I: index, C: 0x401000n, R: 0x401000n, P: -1n, T: 2360, t, r, args });
  const process = ['TimeLow', 'TimeHigh', 'ProcessIdentifier', 'ParentProcessIdentifier', 'ModulePath'];
  return Buffer.concat([
    info(0, '__process__', '__notification__', process),
    call(0, 0, 0, [1, 0n, 177632278, 30848032, 1976, 476, text('C:\\Windows\\lsass.exe')]),
    info(8, '__environ__', '__notification__', ['UserName', 'OSMajor']),
    call(8, 0, 0, [1, 0n, text('SYSTEM'), 6]),
    info(20, 'NtOpenKey', 'registry', [['KeyHandle', 'h'], ['DesiredAccess', 'h'], 'ObjectAttributes']),
    ...[0, 1, 2, 3].map((i) => call(20, 10 + i, i, [1, 0n, 0x40, -1, text(`HKEY_LOCAL_MACHINE\\K${i >> 1}`)])),
    info(21, 'NtProtectVirtualMemory', 'process', [
      ['ProcessHandle', 'p'],
      ['BaseAddress', 'p'],
      ['Size', 'p'],
    ]),
    ...[0, 1, 2, 3].map((i) => call(21, 20 + i, 0, [i & 1, 0n, -1n, 0x7ffe00000000n + BigInt(i), 4096n])),
    info(22, 'CreateProcessInternalW', 'process', ['ApplicationName', 'CommandLine', 'Argv']),
    call(22, 30, 0, [1, 1n, text('C:\\a.exe'), text('b c'), [text('b'), text('c')]]),
    call(22, 31, 0, [0, -1073741790n, '', text('\ud83c\udf0e'), []]),
  ]);
}

/** A log as Cuckoo 0.6 stored it. */
export function netlogLog(): Buffer {
  const u32 = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, i * 4);
    return bytes;
  };
  const string = (value: string, max = Buffer.byteLength(value)) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([u32(bytes.length, max), bytes]);
  };
  const message = (api: number, status: number, result: number, ms: number, ...body: Buffer[]) =>
    Buffer.concat([Buffer.from([api, status]), u32(result, 1480, ms), ...body]);
  return Buffer.concat([
    message(0, 1, 0, 0, u32(-563062720, 30249569, 1024, 512), string('C:\\sample.exe')),
    message(1, 1, 0, 0, u32(1024)),
    message(2, 1, 0, 5, string('\\??\\C:\\evil.exe')),
    ...[0, 1, 2, 3, 4, 5].map((i) => message(3, 1, 0, 10 + i, string(`C:\\dir${i >> 1}`))),
    ...[0, 1, 2, 3].map((i) =>
      message(2, i & 1, 0xc0000034, 20 + i, string(`C:\\gone${i}`, i === 3 ? 900 : undefined)),
    ),
  ]);
}

/** A log as Cuckoo 0.4 wrote it. */
export function csvLogText(): Buffer {
  const row = (ms: number, ...fields: string[]) =>
    `${[`2012-09-14 10:15:33,0${10 + ms}`, '2048', 'child.exe', '20', '1024', ...fields].map((f) => `"${f.replaceAll('"', '""')}"`).join(',')}\r\n`;
  const rows = Array.from({ length: 9 }, (_, i) =>
    row(
      i,
      'filesystem',
      'NtOpenFile',
      i & 1 ? 'SUCCESS' : 'FAILURE',
      '0x00000000',
      'FileHandle->0x00000020',
      `FileName->\\??\\C:\\f${i >> 2}.exe`,
    ),
  );
  return Buffer.from(
    [
      ...rows,
      row(
        20,
        'process',
        'ShellExecuteExW',
        'SUCCESS',
        '0x00000001',
        'Parameters->/c "echo hi, all" > C:\\o.txt',
        'none',
      ),
    ].join(''),
  );
}

/** A systemtap log with two processes, their calls in turn. */
export function stapLogText(): Buffer {
  const line = (us: number, who: string, pid: number, rest: string) =>
    `Mon Aug 28 14:29:32 2017.${String(600000 + us)} ${who}@b770fcf9[${pid}] ${rest}\n`;
  return Buffer.from(
    [
      line(1, 'python', 819, 'clone(CLONE_CHILD_CLEARTID, 0x0) = 820'),
      line(2, 'sh', 820, 'execve("/bin/sh", ["sh", "-c", "x\\x29"], ["A=b"])'),
      line(3, 'sh', 820, 'clone(CLONE_CHILD_CLEARTID, 0x0) = 821'),
      ...Array.from({ length: 4 }, (_, i) => [
        line(10 + i, 'sh', 820, `open("/tmp/${i}", O_RDONLY) = -2 (ENOENT)`),
        line(20 + i, 'ls', 821, 'rt_sigaction(SIGINT, {0x80069620, 0x0, [EMPTY]}, 0x0) = 0'),
      ]).flat(),
      line(90, 'python', 819, 'close(8) = 0'),
    ].join(''),
  );
}
