import { Bson, eachElement, readInt32, readValue } from '../bson/walk.ts';
import type { ArgDef, ArgKind } from '../call-log/types.ts';
import type { Value } from '../call-log/values.ts';

/** What an info document says of an API. */
export interface InfoDocument {
  key: number;
  name: string;
  category: string;
  args: ArgDef[];
  /** Whether it carries flag tables, which only the monitor of Cuckoo 2 does. */
  flagged: boolean;
}

/** More than any monitor has. */
const MAX_ARGUMENTS = 4096;
const MAX_FLAGS = 4096;

const KINDS: ReadonlySet<Value> = new Set(['p', 'x', 'h']);

/** Reads an info document that is known to be framed well. Throws RangeError where its content is broken. */
export function readInfo(b: Buffer, at: number): InfoDocument | string {
  const info: InfoDocument = { key: Number.NaN, name: '', category: 'unknown', args: [], flagged: false };
  const tables: { values: boolean; at: number }[] = [];
  let isComplete = false;
  eachElement(b, at, (name, type, p, end) => {
    switch (name()) {
      case 'I':
        if (type === Bson.int32) info.key = readInt32(b, p);
        break;
      case 'name':
        info.name = asText(readValue(b, type, p, end, 'utf8'));
        break;
      case 'category':
        info.category = asText(readValue(b, type, p, end, 'utf8')) || 'unknown';
        break;
      case 'args':
        if (type === Bson.array) isComplete = readArgs(readValue(b, type, p, end, 'utf8') as Value[], info.args);
        break;
      case 'flags_value':
      case 'flags_bitmask':
        info.flagged = true;
        if (type === Bson.document) tables.push({ values: name() === 'flags_value', at: p });
        break;
    }
  });
  if (Number.isNaN(info.key)) return 'a definition has no index';
  if (info.name === '' || !isComplete) return 'a definition lacks its name or arguments';
  if (info.args.length > MAX_ARGUMENTS) return `a definition has more than ${MAX_ARGUMENTS} arguments`;
  const byName = new Map<string, ArgDef>();
  for (const arg of info.args) if (!byName.has(arg.name)) byName.set(arg.name, arg);
  for (const table of tables) readFlags(b, table.at, table.values, byName);
  return info;
}

const asText = (value: Value): string => (typeof value === 'string' ? value : '');

/** The first two elements are always the success flag and the returned value. */
function readArgs(list: Value[], args: ArgDef[]): boolean {
  if (list[0] !== 'is_success' || list[1] !== 'retval') return false;
  for (const item of list.slice(2)) {
    if (typeof item === 'string') args.push({ name: item, kind: '' });
    else if (Array.isArray(item) && typeof item[0] === 'string') {
      args.push({ name: item[0], kind: KINDS.has(item[1]!) ? (item[1] as ArgKind) : '' });
    } else return false;
  }
  return true;
}

/** Tables of `[number, text]` per argument; the elements of these arrays all have the key "0". */
function readFlags(b: Buffer, at: number, isValues: boolean, args: ReadonlyMap<string, ArgDef>): void {
  eachElement(b, at, (name, type, p, end) => {
    const arg = args.get(name());
    if (arg === undefined || type !== Bson.array) return;
    const table: [number, string][] = [];
    for (const pair of readValue(b, type, p, end, 'utf8') as Value[]) {
      if (Array.isArray(pair) && typeof pair[0] === 'number' && typeof pair[1] === 'string') {
        table.push([pair[0] >>> 0, pair[1]]);
      }
      if (table.length > MAX_FLAGS)
        throw new RangeError(`a definition has more than ${MAX_FLAGS} flags of one argument`);
    }
    if (isValues) arg.values = table;
    else arg.masks = table;
  });
}

/** A value in words: the exact one's name, else the names of all masks it contains, joined by `|`. */
export function flagText(arg: ArgDef, value: Value): string | undefined {
  if (arg.values === undefined && arg.masks === undefined) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' && typeof number !== 'bigint') return undefined;
  if (Number.isNaN(number)) return undefined;
  const bits = Number(BigInt.asUintN(32, BigInt(number)));
  const exact = arg.values?.find(([known]) => known === bits);
  if (exact !== undefined) return exact[1];
  if (arg.masks === undefined) return undefined;
  return arg.masks
    .filter(([mask]) => (bits & mask) >>> 0 === mask)
    .map(([, text]) => text)
    .join('|');
}
