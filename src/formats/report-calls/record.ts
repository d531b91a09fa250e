import type { Decoded } from '../call-log/types.ts';
import type { Argument, Call, Value } from '../call-log/values.ts';
import { readJson } from '../json/read.ts';
import { setOwn } from '../json/set-own.ts';
import { secondsToMs, stampToMs } from './time.ts';

/** A call as a report writes it, of any generation. */
export type CallRecord = { [name: string]: Value };

const MASK_32 = 0xffff_ffffn;
const MASK_64 = 0xffff_ffff_ffff_ffffn;

/** Fields that `Call` has under the same or another name; others are passed on as they are. */
const CONSUMED: ReadonlySet<string> = new Set([
  'id',
  'timestamp',
  'time',
  'thread_id',
  'tid',
  'category',
  'api',
  'status',
  'return',
  'return_value',
  'arguments',
  'repeated',
]);

/** A record from its bytes, undefined where they are no JSON object; and what is broken in it. */
export function parseRecord(bytes: Buffer): { record: CallRecord | undefined; broken: string | undefined } {
  const { value, stopped } = readJson(bytes);
  return { record: isRecord(value) ? value : undefined, broken: stopped?.what };
}

export function isRecord(value: unknown): value is CallRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Milliseconds since 1970; NaN where the record has no time that can be read. */
export function timeOf(record: CallRecord): number {
  const { timestamp, time } = record;
  if (typeof timestamp === 'string') return stampToMs(timestamp);
  const seconds = time ?? timestamp;
  return typeof seconds === 'number' ? secondsToMs(seconds) : Number.NaN;
}

export function threadOf(record: CallRecord): number {
  const thread = Number(record['thread_id'] ?? record['tid'] ?? 0);
  return thread >= 0 && thread <= 0xffff_ffff ? Math.trunc(thread) : 0;
}

/** True, 1 and `SUCCESS` mean that the call succeeded; so does a record that says nothing. */
export function successOf({ status }: CallRecord): boolean {
  if (typeof status === 'string') return status.toUpperCase() !== 'FAILURE' && status !== '0';
  return status === undefined || status === null || Boolean(status);
}

export function repeatedOf({ repeated }: CallRecord): number {
  const count = Number(repeated ?? 0);
  return count >= 0 && count <= 0xffff_ffff ? Math.trunc(count) : 0;
}

/** Names of the arguments: the keys of an object, or the `name` of each item of a list. */
export function argumentNames(record: CallRecord): string[] {
  const list = record['arguments'];
  if (Array.isArray(list)) return list.map((item) => (isRecord(item) ? asText(item['name']) : ''));
  return isRecord(list) ? Object.keys(list) : [];
}

/** The value of the argument at a position. */
export function argumentValue(record: CallRecord, index: number, name: string): Value | undefined {
  const list = record['arguments'];
  if (Array.isArray(list)) {
    const item = list[index];
    return isRecord(item) ? item['value'] : item;
  }
  return isRecord(list) && Object.hasOwn(list, name) ? list[name] : undefined;
}

/** The value of an argument in words: Cuckoo 2's flags, or CAPE's pretty value. */
export function argumentWords(record: CallRecord, index: number, name: string): string | undefined {
  const { flags } = record;
  const list = record['arguments'];
  const item = Array.isArray(list) ? list[index] : undefined;
  const words =
    isRecord(flags) && Object.hasOwn(flags, name) ? flags[name] : isRecord(item) ? item['pretty_value'] : undefined;
  return typeof words === 'string' ? words : undefined;
}

/**
 * `0x00000000` of an integer, unsigned; text as it is. A negative number that fits in 32 bits is taken for one of
 * 32 bits: reports don't say how wide the monitor's was.
 */
export function returnText(record: CallRecord): string {
  const value = record['return'] ?? record['return_value'];
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '0x00000001' : '0x00000000';
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return '0x00000000';
  const integer = BigInt(value as number | bigint);
  const unsigned = integer >= 0n ? integer : integer & (integer >= -0x8000_0000n ? MASK_32 : MASK_64);
  return `0x${unsigned.toString(16).padStart(8, '0')}`;
}

/** What `Call` has beyond the columns. */
export function decodeRecord(record: CallRecord, id: number): Decoded {
  const decoded: Decoded = { returnValue: returnText(record), args: argumentsOf(record) };
  const extra: { [name: string]: Value } = {};
  let isEmpty = true;
  for (const name of Object.keys(record)) {
    if (CONSUMED.has(name)) continue;
    setOwn(extra, name, record[name]!);
    isEmpty = false;
  }
  // Marks of the report's own signatures refer to this number.
  const original = record['id'];
  if (original !== undefined && original !== id) {
    extra['original_id'] = original;
    isEmpty = false;
  }
  if (!isEmpty) decoded.extra = extra as Partial<Call>;
  return decoded;
}

function argumentsOf(record: CallRecord): Argument[] {
  const list = record['arguments'];
  if (isRecord(list)) return Object.keys(list).map((name) => ({ name, value: list[name]! }));
  if (!Array.isArray(list)) return [];
  return list.map((item) => {
    if (!isRecord(item)) return { name: '', value: item };
    return { ...item, name: asText(item['name']), value: item['value'] ?? null } as Argument;
  });
}

function asText(value: Value | undefined): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}
