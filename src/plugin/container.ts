import type { Problem } from '../errors/problem.ts';
import type { CallList, ProcessModule, Value } from '../formats/call-log/values.ts';
import type {
  BufferRecord,
  Droidmon,
  EventLogs,
  Extracted,
  Ioc,
  MemoryDump,
  MemoryResults,
  ProcmonEvent,
  RebootEvent,
  StringsDetail,
  SysmonEvent,
  TlsSecret,
  YaraTarget,
} from './container-parts.ts';
import type {
  ImportedPart,
  MispEvent,
  SnortAlert,
  SuricataLists,
  VirusTotalNothing,
  VirusTotalReport,
} from './container-services.ts';

export type { Argument, Call, CallList, ProcessModule, Value } from '../formats/call-log/values.ts';
export type * from './container-parts.ts';
export type * from './container-services.ts';

export interface Process {
  process_id: number;
  process_name: string;
  parent_id: number;
  /** UTC, `YYYY-MM-DD HH:MM:SS,mmm`. */
  first_seen: string;
  calls: CallList;
  process_path?: string | null;
  command_line?: string | null;
  /** Whether the analyser chose to follow it (Cuckoo 2). */
  track?: boolean;
  modules?: ProcessModule[];
  /** Thread ids in order of appearance. */
  threads?: number[];
  /** User and computer names, paths and such of the guest (CAPE). */
  environ?: { [name: string]: string };
  bitness?: 32 | 64;
}

export interface ProcessNode {
  name: string;
  pid: number;
  parent_id: number;
  children: ProcessNode[];
  command_line?: string | null;
  process_path?: string | null;
  first_seen?: string;
  track?: boolean;
}

/** Lists of distinct values in first-seen order. `files`, `keys` and `mutexes` are always there. */
export interface Summary {
  files: string[];
  keys: string[];
  mutexes: string[];
  file_opened?: string[];
  file_created?: string[];
  file_recreated?: string[];
  file_read?: string[];
  file_written?: string[];
  file_deleted?: string[];
  file_failed?: string[];
  file_exists?: string[];
  /** Pairs of old and new path. */
  file_moved?: [string, string][];
  file_copied?: [string, string][];
  directory_created?: string[];
  directory_removed?: string[];
  directory_enumerated?: string[];
  dll_loaded?: string[];
  regkey_opened?: string[];
  regkey_read?: string[];
  regkey_written?: string[];
  regkey_deleted?: string[];
  mutex?: string[];
  command_line?: string[];
  connects_host?: string[];
  connects_ip?: string[];
  resolves_host?: string[];
  fetches_url?: string[];
  downloads_file?: string[];
  wmi_query?: string[];
  guid?: string[];
  /** Client random, server random, master secret, in hexadecimal. */
  tls_master?: [string, string, string][];
  read_files?: string[];
  write_files?: string[];
  delete_files?: string[];
  read_keys?: string[];
  write_keys?: string[];
  delete_keys?: string[];
  executed_commands?: string[];
  resolved_apis?: string[];
  created_services?: string[];
  started_services?: string[];
}

export interface GenericProcess {
  pid: number;
  ppid: number;
  process_name: string;
  process_path: string | null;
  first_seen: string;
  summary: Partial<Summary>;
}

export interface Behavior {
  /** By first_seen, then by file name. */
  processes: Process[];
  processtree: ProcessNode[];
  summary: Summary;
  generic?: GenericProcess[];
  /** Process id → API → number of calls, repeated ones included. */
  apistats?: { [pid: string]: { [api: string]: number } };
  /** What the monitor found tampered with. */
  anomaly?: { [name: string]: Value }[];
}

export interface Info {
  /** Version of the sandbox that recorded the analysis. */
  version: string;
  /** UTC, `YYYY-MM-DD HH:MM:SS`; null where the analysis doesn't say. */
  started: string | null;
  ended: string | null;
  /** Seconds; -1 where unknown. */
  duration: number;
  id?: number;
  category?: string;
  custom?: string | null;
  machine?: { [name: string]: Value } | string;
  package?: string | null;
  platform?: string | null;
  options?: string | null;
  owner?: string | null;
  route?: string | null;
  /** Sum of severities ÷ 5, as Cuckoo computes it; not capped. */
  score?: number;
  /** Which sandbox generation wrote the raw results. */
  dialect?: string;
  ovoscope?: { version: string };
}

export interface FileRecord {
  name: string;
  size: number;
  /** Eight upper-case hexadecimal digits. */
  crc32: string;
  md5: string;
  sha1: string;
  sha256: string;
  sha512: string;
  ssdeep: string | null;
  /** `T1` and 70 digits; null for what is too short or too uniform to have one. */
  tlsh?: string | null;
  /** As libmagic words it. */
  type: string | null;
  /** Path inside the analysis. */
  path?: string | null;
  [name: string]: unknown;
}

export interface DroppedFile extends FileRecord {
  /** Path in the guest. */
  filepath?: string | null;
  pids?: number[];
}

/** What CAPE's monitor says of a dump. */
export interface DumpOrigin {
  process_path: string;
  process_name: string;
  module_path: string;
  cape_type_code: number;
  /** In CAPE's words. */
  cape_type: string;
  /** Where it was injected into. */
  target_path?: string;
  target_process?: string;
  target_pid?: string;
  virtual_address?: string;
}

/** What CAPE's monitor dumped from memory: a program that was unpacked or injected, shellcode, or a whole process. */
export interface Payload extends FileRecord, DumpOrigin {
  /** What the monitor said of it, as it stands in files.json. */
  guest_paths: string[];
  /** The process it was dumped from; null where the monitor did not say. */
  pid: number | null;
}

export interface CapePayloads {
  payloads: Payload[];
  /** Of imported reports; Ovoscope extracts no configurations. */
  configs: { [name: string]: unknown }[];
}

export interface Target {
  category: string;
  file?: Partial<FileRecord>;
  url?: string;
  [name: string]: unknown;
}

export interface Screenshot {
  path: string;
  ocr?: string;
}

export interface Debug {
  log: string;
  errors: string[];
  cuckoo?: string[];
  action?: string[];
}

/** A signature that matched. The first six fields are the documented ones. */
export interface Match {
  severity: number;
  description: string;
  alert: boolean;
  references: string[];
  /** Evidence, in the order it was found. */
  data: unknown[];
  name: string;
  /** 0 to 100. */
  confidence?: number;
  categories?: string[];
  families?: string[];
  /** ATT&CK technique ids. */
  ttps?: string[];
  mbcs?: string[];
  /** How many pieces of evidence there were; more than `data` holds where a limit cut it. */
  markcount?: number;
  /** Where the signature is not one of ours: `python` for those of CAPE and Cuckoo 2. */
  source?: 'python';
  /** What CAPE multiplies its score with, where that isn't 1. */
  weight?: number;
}

export type Band = 'malicious' | 'suspicious' | 'no threat found' | 'inconclusive';

/** One line of the verdict's arithmetic. */
export interface LedgerRow {
  signature: string;
  description: string;
  severity: number;
  confidence: number;
  /** What it adds before the cap. */
  points: number;
}

export interface Verdict {
  /** 0 to 10. */
  score: number;
  band: Band;
  /** Why the band is what it is, in a sentence. */
  reason: string;
  /** Adds up to `sum`; `score` is `sum` capped at 10. */
  ledger: LedgerRow[];
  sum: number;
}

/** The account of one value: docs/rules.md tells its parts. */
export interface RuleAccount {
  value: string | null;
  type: string;
  total: number;
  threshold: number;
  blacklisted: boolean;
  ruleset: string;
  objects: { file: string; line: number; key: string; state: string; counted: boolean; points: number }[];
}

/** One module or signature that ran. */
export interface Timing {
  name: string;
  /** `done`; `failed` and `skipped` have a reason, or a problem that says why. */
  state: 'done' | 'failed' | 'skipped';
  /** Why a module had nothing to do. */
  reason?: string;
  /** Wall-clock milliseconds. */
  ms: number;
}

export interface Statistics {
  processing: Timing[];
  signatures: Timing[];
  reporting?: Timing[];
  python?: PythonStatistics;
}

/** How signatures of CAPE and Cuckoo 2 were run. */
export interface PythonStatistics {
  /** Signatures that ran; their timings are among the others. */
  signatures: number;
  /** What keeps the interpreter away from the host: the kernel as well, or the process's own limits alone. */
  confinement: 'bubblewrap' | 'process';
  /** Wall-clock milliseconds, with the start of the interpreter where it had to be started. */
  ms: number;
}

/** How many different names and addresses were replaced. */
export interface RedactionFacts {
  kinds: ('user' | 'host' | 'internal-ips')[];
  users: number;
  /** Names of computers, and machines that account ids name. */
  hosts: number;
  internal_ips: number;
}

/** What the engine knows about the network of an analysis; filled by the `network` module. */
export interface Network {
  http: { [name: string]: unknown }[];
  udp: { [name: string]: unknown }[];
  hosts: unknown[];
  dns: { [name: string]: unknown }[];
  tcp: { [name: string]: unknown }[];
  [name: string]: unknown;
}

/** The global container: one key per processing module, and what the engine adds. */
export interface Results {
  info?: Info;
  signatures?: Match[];
  behavior?: Behavior;
  static?: { [name: string]: unknown };
  dropped?: DroppedFile[];
  /** This and the next are in imported reports as CAPE wrote them. */
  CAPE?: CapePayloads | ImportedPart;
  procdump?: Payload[] | ImportedPart;
  /** The sample, where the analysis ran a file. */
  file?: Partial<FileRecord>;
  target?: Target;
  debug?: Debug;
  network?: Network;
  screenshots?: Screenshot[];
  strings?: string[];
  strings_ex?: StringsDetail;
  iocs?: Ioc[];
  extracted?: Extracted[];
  buffer?: BufferRecord[];
  procmemory?: MemoryDump[];
  procmon?: ProcmonEvent[];
  memory?: MemoryResults;
  baseline?: { memory: MemoryResults };
  droidmon?: Droidmon;
  /** As `ApkInfo`; in imported reports as the other sandbox wrote it. */
  apkinfo?: { [part: string]: unknown };
  reboot?: RebootEvent[];
  evtx?: EventLogs;
  /** This and the next four are in imported reports as the other sandbox wrote them. */
  sysmon?: SysmonEvent[] | ImportedPart;
  suricata?: SuricataLists | ImportedPart;
  snort?: { alerts: SnortAlert[] } | ImportedPart;
  virustotal?: VirusTotalReport | VirusTotalNothing | ImportedPart;
  misp?: MispEvent[] | ImportedPart;
  dumptls?: TlsSecret[];
  yara?: YaraTarget[];
  verdict?: Verdict;
  /** What rule files say, one account for each value they scored; `rules explain` prints the same. */
  rules?: RuleAccount[];
  /** What pseudonyms stand for in this copy of the container; absent where nothing was replaced. */
  redaction?: RedactionFacts;
  problems?: Problem[];
  statistics?: Statistics;
}
