import type { ApkManifest } from '../formats/apk/manifest.ts';
import type { EvtxEvent } from '../formats/evtx/types.ts';
import type { YaraHit } from '../formats/yara/types.ts';
import type { FileRecord } from './container.ts';

export type { EvtxEvent } from '../formats/evtx/types.ts';
export type { SysmonEvent } from '../formats/sysmon/read.ts';
export type { YaraHit } from '../formats/yara/types.ts';

/** Beside `strings`: its first `ascii` entries are ASCII, the `utf16` others UTF-16LE. */
export interface StringsDetail {
  ascii: number;
  utf16: number;
  /** How many strings the sample has; more than are listed where a limit was passed. */
  found: { ascii: number; utf16: number };
  /** Byte offset in the sample of each entry of `strings`. */
  offsets: number[];
}

/** Something that one can act on: a place on the network, a file, a name. */
export interface Ioc {
  kind: 'url' | 'domain' | 'ip' | 'email' | 'hash' | 'wallet' | 'mutex' | 'path';
  /** Domains, e-mail domains and hashes in lower case, addresses in their shortest form; all else as it was seen. */
  value: string;
  /** Algorithm of a hash, currency of a wallet. */
  type?: string;
  /** Where in the container it stands, and what it was there; each pair once, in the order of the search. */
  seen: IocPlace[];
  /** How often it was seen. */
  count: number;
  /** Why it says little about the sample, where that is known: a safe list, an address that is not routed. */
  noise?: string;
}

export interface IocPlace {
  /** Path in the container: `network.dns`, `behavior.summary.mutex`, `strings`. */
  where: string;
  /**
   * `contacted`, `resolved` (its name was looked up), `answer` (of a look-up), `requested`, `dns_server`, `sender`,
   * `recipient`, `sample`, `dropped`, `written`, `deleted`, `created`, `executed`, `configured`, or `mentioned` in text.
   */
  role: string;
}

/** A script that a command line holds, what such a script carries, or a file that was extracted before. */
export interface Extracted {
  category: 'script' | 'shellcode' | 'blob' | 'config';
  /** Path in the analysis of a file with the same bytes; null where only the command line has them. */
  raw: string | null;
  info: { [name: string]: unknown };
  /** What runs it: `cmd`, `powershell`. */
  program?: string;
  /** The process whose command line it is. */
  pid?: number;
  first_seen?: string;
  /** The process that started one with this command line, where that one was not followed. */
  started_by?: number;
  /** The text, up to the limit of the module; null for what is no text. */
  content: string | null;
  /** Whether `content` is only the beginning. */
  truncated?: boolean;
  /** Of the text in UTF-8, or of the bytes. */
  sha256: string;
  size: number;
  yara?: YaraHit[];
}

/** Something that rules were run over. */
export interface YaraTarget {
  category: 'sample' | 'dropped' | 'buffer' | 'procmemory' | 'extracted' | 'urls';
  /** Path in the analysis; null for what is no file. */
  path: string | null;
  /** Of texts, and of buffers that are no file. */
  sha256?: string;
  url?: string;
  /** Rules that matched, in the order of the rules. */
  yara: YaraHit[];
}

/** What would happen again, or have to be there, after the machine is started anew; as Cuckoo's reboot.json has it. */
export interface RebootEvent {
  type: 'reboot';
  category: 'create_process' | 'regkey_written' | 'regkey_deleted';
  /**
   * `create_process`: path, arguments, name of the parent. `regkey_written`: key with the name of the value, type,
   * value. `regkey_deleted`: the key.
   */
  args:
    | [path: string, arguments: string[], parent: string]
    | [key: string, type: string | number | null, value: unknown]
    | string;
  /** Seconds since 1970 of the call that caused it. */
  time: number;
  /** The process that made the call. */
  pid: number;
}

/** The master secret of one TLS connection, all in lower-case hexadecimal. */
export interface TlsSecret {
  client_random: string;
  server_random: string;
  master_secret: string;
  /** The line that SSLKEYLOGFILE would have. */
  keylog: string;
  /** The line of Cuckoo's tlsmaster.txt, where the capture tells the session's id. */
  tlsmaster?: string;
}

/** A large buffer of a call: a file of the folder `buffer`, or bytes that only a call log holds. */
export interface BufferRecord extends FileRecord {
  /** Null where only the log has the bytes. */
  path: string | null;
  /** Where the log has them. */
  log?: string;
  offset?: number;
  /** Processes whose calls had them. */
  pids?: number[];
}

/** The dump of a process's memory, or of a block of it. */
export interface MemoryDump {
  /** Path in the analysis. */
  file: string;
  pid: number;
  /** Which dump of the process it is, as its name says. */
  num: number;
  regions: MemoryRegion[];
  /** http, https and other URLs, in ASCII and UTF-16, in the order of the dump. */
  urls: string[];
  /** How many strings of at least 6 characters it has. */
  strings: { ascii: number; utf16: number };
  /** PE images at the beginnings of regions. */
  images: MemoryImage[];
  /** Programs, and what is mapped in unusual ways, put back into the form of files. Nothing is written. */
  extracted: CarvedFile[];
  yara?: YaraHit[];
}

export interface MemoryRegion {
  /** `0x%08x`, as `end`, which is the address behind it. */
  addr: string;
  end: string;
  size: number;
  state: number;
  type: number;
  /** `r`, `rw`, `rwc`, `rx`, `rwx`, `rwxc`; null for all else. */
  protect: string | null;
  /** Where its bytes begin in the dump. */
  offset: number;
}

export interface MemoryImage {
  addr: string;
  size: number;
  is_dll: boolean;
  /** `i386`, `amd64`, or the number in hexadecimal. */
  machine: string;
  /** Seconds since 1970, by the header. */
  timestamp: number;
  /** Whether Windows mapped it from a file; what was written into memory is not. */
  is_mapped: boolean;
}

/** A file that no file was made of; named as Cuckoo names the one that it writes. */
export interface CarvedFile extends FileRecord {
  path: null;
  /** Where its image is in the memory. */
  addr: string;
}

/** An event of Process Monitor: its fields by the names of their elements; null where they are empty. */
export interface ProcmonEvent {
  [field: string]: string | null;
}

/**
 * What an Android program called, in lists by subject: `commands`, `sms`, `file_accessed`, …, and counted by function
 * (`api`), by kind (`types`) and by what was called through reflection (`reflected_api`). `raw` has the entries as
 * they were logged, `error` the beginnings of damaged lines.
 */
export interface Droidmon {
  api?: { [api: string]: number };
  types?: { [type: string]: number };
  reflected_api?: { [api: string]: number };
  [list: string]: unknown;
}

/** A row of a plugin of Volatility, in the fields of Cuckoo's reports. */
export interface MemoryRow {
  [field: string]: string | number | boolean | null | undefined | MemoryRow[];
}

/** What plugins of Volatility found, by the names of the plugins. */
export interface MemoryResults {
  [plugin: string]: { config: { filter: boolean }; data: MemoryRow[] };
}

/** An Android package. Reports of other sandboxes have more: what its code calls, its certificate. */
export interface ApkInfo {
  /** By the directory of the package; hash and type are null for what could not be unpacked. */
  files: { name: string; size: number; md5: string | null; type: string | null }[];
  /** Null where it cannot be read. */
  manifest: ApkManifest | null;
  [part: string]: unknown;
}

/** The event logs of a Windows guest. */
export interface EventLogs {
  logs: EventLog[];
  /** Those of each log in its order; Sysmon's are in `sysmon`. */
  events: EvtxEvent[];
}

export interface EventLog {
  /** Path in the analysis; of one in an archive, followed by its name there. */
  file: string;
  channel: string | null;
  /** How many events it has, and when the first and the last of them was logged. */
  events: number;
  first: string | null;
  last: string | null;
  /** How many events of each number. */
  ids: { [id: string]: number };
}
