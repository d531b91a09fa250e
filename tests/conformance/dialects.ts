import type { Value } from '../../src/plugin/container.ts';
import { type Dialect, printable, toMs } from './compare.ts';

type Json = { [name: string]: unknown };

const listed = (call: Json) =>
  new Map((call['arguments'] as { name: string; value: unknown }[]).map(({ name, value }) => [name, value]));

/** Text as the originals print it: by character, or by byte where they never decoded it. */
function asText(value: Value): unknown[] {
  if (typeof value !== 'string')
    return [Array.isArray(value) ? `[${value.map((v) => `'${String(v)}'`).join(', ')}]` : String(value)];
  const byCharacter = printable(value);
  const byByte = printable(Buffer.from(value, 'utf8').toString('latin1'));
  return byCharacter === byByte ? [byCharacter] : [byCharacter, byByte];
}

const seconds = (value: unknown): number =>
  typeof value === 'number' ? value * 1000 : Date.parse(`${String((value as { $dt: string }).$dt)}Z`);

const CUCKOO_1_LISTS = ['files', 'keys', 'mutexes'];

/** Cuckoo 0.4 to 0.6. */
export const cuckoo0: Dialect = {
  name: 'cuckoo-0',
  pid: (p) => Number(p['process_id']),
  ppid: (p) => Number(p['parent_id']),
  startMs: (p) => toMs(String(p['first_seen'])),
  timeMs: (c) => toMs(String(c['timestamp'])),
  success: (c) => c['status'] === 'SUCCESS' || c['status'] === true,
  thread: (c) => Number(c['thread_id']),
  returned: (c) => String(c['return']),
  arguments: listed,
  ordered: true,
  print: asText,
  excuse: (ours, theirs) => (typeof ours === 'string' && stripped(ours) === theirs ? STRIPPED : undefined),
  excuseSummary: summaryExcuse,
  lists: CUCKOO_1_LISTS,
};

/** Cuckoo 1.0 to 1.2. */
export const cuckoo1: Dialect = { ...cuckoo0, name: 'cuckoo-1', ordered: false };

const STRIPPED = 'the original takes off every leading backslash and question mark';
const stripped = (text: string): string => printable(text).replace(/^[\\?]+/, '');

const EMPTY_KEY = 'the original puts a second backslash behind a key that was opened with an empty name';
const SHARED_HANDLES = 'the original looks handles up among those of all processes';
const single = (key: string): string => key.replace(/\\+/g, '\\').replace(/\\$/, '');

function summaryExcuse(
  list: string,
  value: unknown,
  side: 'ours' | 'theirs',
  other: readonly unknown[],
): string | undefined {
  if (value === '') return 'the original lists empty names';
  const text = String(value);
  const others = other.map(String);
  if (list === 'keys') {
    if (others.some((key) => single(key) === single(text))) return EMPTY_KEY;
    if (side === 'theirs' && single(text) !== text && others.includes(single(text))) return EMPTY_KEY;
    if (others.some((key) => key.endsWith(`\\${text}`) || text.endsWith(`\\${key}`))) return SHARED_HANDLES;
    return undefined;
  }
  const isStripped = side === 'theirs' ? others.some((v) => stripped(v) === text) : others.includes(stripped(text));
  return isStripped ? STRIPPED : undefined;
}

/** For an analysis whose host was so many hours from UTC: the originals write the host's local time. */
export function inZone(dialect: Dialect, hours: number): Dialect {
  const zone = hours * 3_600_000;
  return {
    ...dialect,
    excuseTime: (difference, ours) =>
      Math.abs(difference - zone) < 1
        ? 'the original writes the local time of its host'
        : dialect.excuseTime?.(difference - zone, ours),
  };
}

/** 2^32 times 100 ns: what the originals lose where the low half of a FILETIME is negative. */
const LOW_HALF = 429_496.7296;

/** Cuckoo 2. */
export const cuckoo2: Dialect = {
  name: 'cuckoo-2',
  pid: (p) => Number(p['pid']),
  ppid: (p) => Number(p['ppid']),
  startMs: (p) => seconds(p['first_seen']),
  timeMs: (c) => seconds(c['time']),
  success: (c) => Boolean(c['status']),
  thread: (c) => Number(c['tid']),
  returned: (c) => {
    const value = BigInt.asUintN(64, BigInt(Math.trunc(Number(c['return_value']))));
    return `0x${value.toString(16).padStart(8, '0')}`;
  },
  arguments: (c) => new Map(Object.entries(c['arguments'] as Json)),
  ordered: false,
  print: (value) => [value],
  excuseTime: (difference) =>
    Math.abs(difference + LOW_HALF) < 1.5 ? 'the original loses 429.5 s in 64-bit processes' : undefined,
  lists: [
    'command_line',
    'connects_host',
    'connects_ip',
    'directory_created',
    'directory_enumerated',
    'directory_removed',
    'dll_loaded',
    'downloads_file',
    'fetches_url',
    'file_copied',
    'file_created',
    'file_deleted',
    'file_exists',
    'file_failed',
    'file_moved',
    'file_opened',
    'file_read',
    'file_recreated',
    'file_written',
    'guid',
    'mutex',
    'regkey_deleted',
    'regkey_opened',
    'regkey_read',
    'regkey_written',
    'resolves_host',
    'tls_master',
    'wmi_query',
  ],
};

/** A fork of 2017 ("1.0-dev") that takes milliseconds for seconds. */
export const cuckooFork: Dialect = {
  ...cuckoo2,
  name: 'cuckoo-1.0-dev fork',
  excuseTime: (difference, ours) => {
    const fraction = 'process_id' in ours ? toMs(ours.first_seen) % 1000 : undefined;
    if (fraction !== undefined) return Math.abs(difference + fraction - fraction * 1000) < 1001 ? FORK : undefined;
    return difference > 0 && difference < 24 * 3_600_000 ? FORK : undefined;
  },
};
const FORK = 'the fork takes milliseconds for seconds';

/** CAPE, from its reports. */
export const cape: Dialect = {
  ...cuckoo0,
  name: 'cape',
  print: capeText,
  excuse: capeExcuse,
  excuseReturned: capeExcuse,
  pretty: {
    ofArguments: (call) =>
      (call['arguments'] as { name: string; value: unknown; pretty_value?: string }[]).map(
        ({ name, value, pretty_value }) => ({ name, value, words: pretty_value }),
      ),
    ofReturned: (call) => call['pretty_return'] as string | undefined,
    excuse: capePrettyExcuse,
  },
  excuseSummary: (_list, value) =>
    String(value).includes('\\xed\\xa0') || /[\u{10000}-\u{10ffff}]/u.test(String(value)) ? SURROGATES : undefined,
  lists: [
    'files',
    'read_files',
    'write_files',
    'delete_files',
    'keys',
    'read_keys',
    'write_keys',
    'delete_keys',
    'executed_commands',
    'resolved_apis',
    'mutexes',
    'created_services',
    'started_services',
  ],
};
const SIGN_EXTENDED = 'CAPE of 2022 and 2023 prints negative 32-bit numbers with 64 bits';

const SURROGATES = 'CAPE shows the bytes of characters that the monitor wrote as two surrogates';

function capeExcuse(ours: Value, theirs: unknown): string | undefined {
  const text = String(theirs);
  if (text.includes('\\xed\\xa0')) return SURROGATES;
  if (!/^(?:0x[0-9a-f]+|[0-9]+)$/.test(text) || !/^(?:0x[0-9a-f]+|[0-9]+)$/.test(String(ours))) return undefined;
  return BigInt.asIntN(32, BigInt(String(ours))) === BigInt.asIntN(64, BigInt(text)) ? SIGN_EXTENDED : undefined;
}

function capeText(value: Value): unknown[] {
  return Array.isArray(value) ? [value, ...asText(value.map(String).join(' '))] : asText(value);
}

/** Arguments of which our tables know values that CAPE's don't. */
const LONGER_TABLES = new Set([
  'IoControlCode',
  'FileInformationClass',
  'ThreadInformationClass',
  'ProcessInformationClass',
  'Type',
  'return',
]);

const WRONG_CLASS = 'CAPE names system information classes from 0 to 5 by its table of create dispositions';
const LATER_CLASS = 'CAPE lacks some file information classes, which puts those from 41 on in the wrong place';
const DIRECTORY_RIGHTS = "CAPE names the rights of directory objects as a file's";
const SOME_STANDARD = 'CAPE says STANDARD_RIGHTS_REQUIRED where only some of those rights are asked for';
const UNNAMED_BITS = 'CAPE has no name for some bits and prints their number';
const MAXIMUM = 'CAPE knows MAXIMUM_ALLOWED only alone';
const SIGN_BITS = 'CAPE of 2022 and 2023 prints negative 32-bit numbers with 64 bits, and words for their upper half';
const SIGNED_KEY = 'CAPE of 2022 and 2023 does not know predefined keys that it has printed with 64 bits';
const AFD = 'CAPE has IOCTL_AFD_TRANSPORT_IOCTL under another name';
const LONGER = "CAPE's tables lack the value";
const OPENED_SECTION = 'CAPE names the rights of a section only where it is created, not where it is opened';

function capePrettyExcuse(
  ours: string | undefined,
  theirs: string | undefined,
  argument: string,
  value: unknown,
  call: { api: string },
): string | undefined {
  if (argument === 'SystemInformationClass') return ours?.startsWith('System') ? WRONG_CLASS : undefined;
  if (argument === 'Registry' && String(value).startsWith('0xffffffff8')) return SIGNED_KEY;
  if (call.api === 'NtOpenSection' && theirs === undefined) return OPENED_SECTION;
  if (theirs === undefined) return ours !== undefined && LONGER_TABLES.has(argument) ? LONGER : undefined;
  if (ours === undefined) return undefined;
  if (argument === 'FileInformationClass' && Number(value) >= 41) return LATER_CLASS;
  if (argument === 'IoControlCode' && value === '0x000120bf') return AFD;
  if (call.api === 'NtOpenDirectoryObject') return ours.startsWith('DIRECTORY_') ? DIRECTORY_RIGHTS : undefined;
  const mine = new Set(ours.split('|'));
  const other = theirs.split('|').filter((word) => !mine.delete(word));
  const left = [...mine];
  if (other.join() === '0xffffffff00000000') return left.length === 0 ? SIGN_BITS : undefined;
  const isStandard = left.every((word) => /^(?:READ_CONTROL|DELETE|WRITE_DAC|WRITE_OWNER)$/.test(word));
  if (other.join() === 'STANDARD_RIGHTS_REQUIRED') return isStandard && left.length > 0 ? SOME_STANDARD : undefined;
  if (other.length === 1 && left.length === 1 && left[0] === NAMES_OF_BITS[other[0]!]) {
    return left[0] === 'MAXIMUM_ALLOWED' ? MAXIMUM : UNNAMED_BITS;
  }
  return undefined;
}

const NAMES_OF_BITS: { [number: string]: string } = {
  '0x00000200': 'KEY_WOW64_32KEY',
  '0x00002000': 'PROCESS_SET_LIMITED_INFORMATION',
  '0x00100000': 'SYNCHRONIZE',
  '0x02000000': 'MAXIMUM_ALLOWED',
};
