import type { MsiStrings } from './strings.ts';

export interface MsiColumn {
  name: string;
  type: number;
}

/** The value of a column: text, a number, or null. */
export type MsiValue = string | number | null;

const STRING = 0x800;
const BINARY = 0x900;
const NULLABLE = 0x1000;

/** The columns of each table, as `_Columns` has them. */
export function readMsiColumns(bytes: Buffer, strings: MsiStrings): Map<string, MsiColumn[]> {
  const columns: MsiColumn[] = [
    { name: 'Table', type: STRING },
    { name: 'Number', type: 2 },
    { name: 'Name', type: STRING },
    { name: 'Type', type: 2 },
  ];
  const tables = new Map<string, MsiColumn[]>();
  for (const [table, number, name, type] of readMsiRows(bytes, columns, strings, 1 << 16).rows) {
    if (typeof table !== 'string' || typeof number !== 'number' || number < 1 || number > 255) continue;
    const list = tables.get(table) ?? [];
    tables.set(table, list);
    list[number - 1] = { name: String(name ?? ''), type: typeof type === 'number' ? type : 0 };
  }
  return tables;
}

/** Rows of a table, whose stream has first all values of the first column, then all of the second. */
export function readMsiRows(
  bytes: Buffer,
  columns: readonly (MsiColumn | undefined)[],
  strings: MsiStrings,
  limit: number,
): { rows: MsiValue[][]; total: number; rest: number } {
  const widths = Array.from(columns, (column) => width(column?.type ?? 2, strings.width));
  const size = widths.reduce((sum, one) => sum + one, 0);
  const total = size === 0 ? 0 : Math.floor(bytes.length / size);
  const rows: MsiValue[][] = Array.from({ length: Math.min(total, limit) }, () => []);
  let start = 0;
  for (const [i, column] of columns.entries()) {
    for (const [r, row] of rows.entries()) row.push(value(bytes, start + r * widths[i]!, column?.type ?? 2, strings));
    start += total * widths[i]!;
  }
  return { rows, total, rest: size === 0 ? bytes.length : bytes.length % size };
}

const isBinary = (type: number): boolean => (type & 0x7fff & ~NULLABLE) === BINARY;

function width(type: number, text: 2 | 3): number {
  if (isBinary(type)) return 2;
  if ((type & STRING) !== 0) return text;
  return (type & 0xff) === 4 ? 4 : 2;
}

function value(bytes: Buffer, at: number, type: number, strings: MsiStrings): MsiValue {
  if (isBinary(type)) return bytes.readUInt16LE(at) === 0 ? null : '[stream]';
  if ((type & STRING) !== 0) {
    const number = strings.width === 3 ? bytes.readUIntLE(at, 3) : bytes.readUInt16LE(at);
    return number === 0 ? null : (strings.at(number) ?? null);
  }
  if ((type & 0xff) === 4) {
    const number = bytes.readUInt32LE(at);
    return number === 0 ? null : number - 0x8000_0000;
  }
  const number = bytes.readUInt16LE(at);
  return number === 0 ? null : number - 0x8000;
}
