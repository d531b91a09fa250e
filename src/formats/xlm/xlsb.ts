import type { Damage } from '../binary/damage.ts';
import type { XmlSheet } from './xml-workbook.ts';

const BUNDLE_SHEET = 156;
const SHEETS = 1024;
const STATES: readonly XmlSheet['state'][] = ['visible', 'hidden', 'very hidden'];

/** The sheets that `xl/workbook.bin` lists (MS-XLSB): records whose number and length have seven bits a byte. */
export function readXlsbSheets(bytes: Buffer, damage: Damage): XmlSheet[] {
  const sheets: XmlSheet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const type = packed(bytes, at, 2);
    const size = packed(bytes, type.end, 4);
    const data = bytes.subarray(size.end, size.end + size.value);
    if (data.length < size.value) {
      damage.damaged('workbook.bin', -1, `record ${type.value} at ${at} is cut`);
      return sheets;
    }
    at = size.end + size.value;
    if (type.value !== BUNDLE_SHEET || data.length < 12) continue;
    if (sheets.length >= SHEETS) {
      damage.limit('sheets', -1, SHEETS);
      return sheets;
    }
    const relation = wide(data, 8);
    const name = wide(data, relation.end);
    sheets.push({
      name: name.text,
      kind: 'worksheet',
      state: STATES[data.readUInt32LE(0)] ?? 'unknown',
      relation: relation.text,
    });
  }
  return sheets;
}

function packed(bytes: Buffer, start: number, limit: number): { value: number; end: number } {
  let value = 0;
  let at = start;
  for (let i = 0; i < limit; i++) {
    const byte = bytes[at++] ?? 0;
    // The number of a record keeps the mark of its second byte away.
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) break;
  }
  return { value, end: at };
}

function wide(data: Buffer, at: number): { text: string; end: number } {
  const length = at + 4 <= data.length ? data.readUInt32LE(at) : 0xffff_ffff;
  if (length === 0xffff_ffff) return { text: '', end: at + 4 };
  const end = at + 4 + length * 2;
  return { text: data.toString('utf16le', Math.min(at + 4, data.length), Math.min(end, data.length)), end };
}
