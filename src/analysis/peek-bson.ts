import { Bson, eachElement, readInt32, readValue, valueSize } from '../formats/bson/walk.ts';
import type { ByteSource } from '../util/byte-source.ts';

/** Enough for the first records of a log, the list of loaded modules included. */
const PEEK_BYTES = 1 << 18;
const PEEK_RECORDS = 400;

export type BsonDialect = 'cuckoo-1' | 'cuckoo-2' | 'cape';

/**
 * Which monitor wrote a log, by the keys of its first records: the 2.x monitor's flag tables and call hashes,
 * capemon's return addresses and hexadecimal arguments. A log that has neither and names its process in camel case
 * is Cuckoo 1's; undefined where nothing tells.
 */
export function peekBson(source: ByteSource): BsonDialect | undefined {
  const head = Buffer.alloc(Math.min(source.size, PEEK_BYTES));
  const bytes = head.subarray(0, source.read(head, 0));
  let oldProcess = false;
  let at = 0;
  for (let count = 0; count < PEEK_RECORDS && at + 5 <= bytes.length; count++) {
    const size = valueSize(bytes, Bson.document, at, bytes.length);
    if (size < 0) break;
    const told = tellingOf(bytes, at);
    if (told === 'cuckoo-2' || told === 'cape') return told;
    oldProcess ||= told === 'cuckoo-1';
    at += size;
  }
  return oldProcess ? 'cuckoo-1' : undefined;
}

const CUCKOO2_KEYS = new Set(['flags_value', 'flags_bitmask', 'h']);
const CAPE_KEYS = new Set(['C', 'R', 'P', 'r']);

function tellingOf(bytes: Buffer, at: number): BsonDialect | undefined {
  const keys = new Set<string>();
  let type: unknown;
  let args: unknown;
  try {
    eachElement(bytes, at, (name, elementType, valueAt, end) => {
      const key = name();
      keys.add(key);
      if (key === 'type') type = readValue(bytes, elementType, valueAt, end, 'utf8');
      else if (key === 'args' && elementType === Bson.array && readInt32(bytes, valueAt) < 4096) {
        args = readValue(bytes, elementType, valueAt, end, 'utf8');
      }
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  for (const key of keys) {
    if (CUCKOO2_KEYS.has(key)) return 'cuckoo-2';
    if (CAPE_KEYS.has(key) && type === undefined) return 'cape';
  }
  if (type === 'new_process') return 'cape';
  return type === 'info' && Array.isArray(args) ? tellingOfArguments(args) : undefined;
}

function tellingOfArguments(args: readonly unknown[]): BsonDialect | undefined {
  if (args.includes('module_path') || args.some((arg) => Array.isArray(arg) && arg[1] === 'x')) return 'cuckoo-2';
  if (args.some((arg) => Array.isArray(arg) && arg[1] === 'h')) return 'cape';
  return args.includes('ModulePath') ? 'cuckoo-1' : undefined;
}
