import type { Damage } from '../binary/damage.ts';
import { decodeCodePage } from '../ole/code-page.ts';
import { openWorkbook } from './decrypt.ts';
import { type FormulaContext, formulaText, plainCell } from './formula.ts';
import { SharedStrings } from './shared-strings.ts';
import { type ExternalBook, emptyWorkbook, type MacroCell, type Sheet, type Workbook } from './types.ts';

/** What a workbook stream has, and how it is encrypted. */
export interface BiffWorkbook extends Workbook {
  /** 8 for Excel 97 and later, 5 for Excel 5 and 95. */
  version: number;
  encryption: string | undefined;
  /** What opened it. */
  password: string | undefined;
}

const Record = {
  formula: 0x06,
  eof: 0x0a,
  externSheet: 0x17,
  name: 0x18,
  externName: 0x23,
  filePass: 0x2f,
  continue: 0x3c,
  codePage: 0x42,
  boundSheet: 0x85,
  sharedStrings: 0xfc,
  labelString: 0xfd,
  supBook: 0x1ae,
  number: 0x203,
  label: 0x204,
  boolError: 0x205,
  text: 0x207,
  rk: 0x27e,
  sharedFormula: 0x4bc,
  bof: 0x809,
} as const;

const SHEETS = 1024;
const NAMES = 4096;
const CELLS = 20_000;
const EXTERNALS = 256;
const BIFF8 = 0x600;
const MACRO_SHEET = 0x40;

const KINDS: { readonly [type: number]: Sheet['kind'] } = { 0: 'worksheet', 1: 'macro', 2: 'chart', 6: 'module' };
const STATES: readonly Sheet['state'][] = ['visible', 'hidden', 'very hidden', 'unknown'];
const BUILT_IN = [
  'Consolidate_Area',
  'Auto_Open',
  'Auto_Close',
  'Extract',
  'Database',
  'Criteria',
  'Print_Area',
  'Print_Titles',
  'Recorder',
  'Data_Form',
  'Auto_Activate',
  'Auto_Deactivate',
  'Sheet_Title',
  '_FilterDatabase',
];

/** Reads the stream `Workbook` or `Book` of an Excel file: records with a number and a length, one after another. */
export function readBiff(bytes: Buffer, damage: Damage, passwords: readonly string[] = []): BiffWorkbook {
  return new BiffReader(bytes, damage, passwords).read();
}

interface NameRecord {
  name: string;
  tokens: Buffer;
  isHidden: boolean;
  isMacro: boolean;
}

class BiffReader {
  #bytes: Buffer;
  readonly #damage: Damage;
  readonly #passwords: readonly string[];
  readonly #book: BiffWorkbook = { ...emptyWorkbook(), version: 0, encryption: undefined, password: undefined };
  readonly #sheetAt = new Map<number, Sheet>();
  readonly #names: NameRecord[] = [];
  readonly #books: (ExternalBook & { isSelf: boolean })[] = [];
  /** Book, first sheet. */
  #externSheets: { book: number; sheet: number }[] = [];
  #strings = new SharedStrings([]);
  #codePage = 1252;
  #depth = 0;
  #sheet: Sheet | undefined;
  #isMacroSheet = false;
  /** The cell whose text comes in the next record. */
  #waiting: MacroCell | undefined;
  readonly #pending: { cell: MacroCell; tokens: Buffer }[] = [];

  constructor(bytes: Buffer, damage: Damage, passwords: readonly string[]) {
    this.#bytes = bytes;
    this.#damage = damage;
    this.#passwords = passwords;
  }

  read(): BiffWorkbook {
    let at = 0;
    while (at + 4 <= this.#bytes.length) {
      const bytes = this.#bytes;
      const id = bytes.readUInt16LE(at);
      const size = bytes.readUInt16LE(at + 2);
      const data = bytes.subarray(at + 4, at + 4 + size);
      if (id === 0 && size === 0 && this.#depth === 0) break;
      if (data.length < size) this.#damage.damaged('workbook', -1, `record ${id} at ${at} is cut`);
      try {
        at = this.#record(id, data, at);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#damage.damaged('workbook', -1, `record ${id} at ${at} is shorter than what it holds`);
        at += 4 + size;
      }
      // Of the rest, only the beginnings of records can be read.
      if (this.#book.encryption !== undefined && this.#book.password === undefined) break;
    }
    const isOpen = this.#book.encryption === undefined || this.#book.password !== undefined;
    if (isOpen && this.#depth > 0) this.#damage.damaged('workbook', -1, 'its last sheet has no end');
    this.#finish();
    return this.#book;
  }

  #record(id: number, data: Buffer, at: number): number {
    const next = at + 4 + data.length;
    switch (id) {
      case Record.bof:
        this.#begin(data, at);
        break;
      case Record.eof:
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#depth === 0) this.#sheet = undefined;
        break;
      case Record.codePage:
        this.#codePage = data.readUInt16LE(0);
        break;
      case Record.filePass:
        this.#decrypt(data);
        break;
      case Record.boundSheet:
        this.#boundSheet(data);
        break;
      case Record.name:
        if (this.#names.length < NAMES) this.#name(data);
        else this.#damage.limit('defined names', -1, NAMES);
        break;
      case Record.supBook:
        this.#external(data);
        break;
      case Record.externName:
        this.#externalName(data);
        break;
      case Record.externSheet:
        this.#externSheet(data);
        break;
      case Record.sharedStrings: {
        const parts = this.#withContinuations(data, next);
        this.#strings = new SharedStrings(parts.list);
        return parts.end;
      }
      default:
        this.#cell(id, data);
    }
    return next;
  }

  #decrypt(data: Buffer): void {
    if (this.#book.encryption !== undefined) return;
    this.#book.encryption = filePass(data, this.#book.version);
    const opened = openWorkbook(this.#bytes, data, this.#passwords);
    if (opened === undefined) return;
    this.#book.password = opened.password;
    this.#bytes = opened.bytes;
  }

  #withContinuations(first: Buffer, from: number): { list: Buffer[]; end: number } {
    const list = [first];
    let at = from;
    while (at + 4 <= this.#bytes.length && this.#bytes.readUInt16LE(at) === Record.continue) {
      const size = this.#bytes.readUInt16LE(at + 2);
      list.push(this.#bytes.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    return { list, end: at };
  }

  #begin(data: Buffer, at: number): void {
    const version = data.readUInt16LE(0);
    const type = data.readUInt16LE(2);
    if (this.#book.version === 0) this.#book.version = version >= BIFF8 ? 8 : 5;
    // Excel goes to where the list says a sheet begins, also where the one before does not end.
    if (this.#sheetAt.has(at)) this.#depth = 0;
    if (this.#depth++ > 0) return;
    this.#sheet = this.#sheetAt.get(at);
    this.#isMacroSheet = type === MACRO_SHEET;
    // Excel goes by what the sheet itself says, whatever the list says.
    if (this.#isMacroSheet && this.#sheet !== undefined) this.#sheet.kind = 'macro';
  }

  #boundSheet(data: Buffer): void {
    if (this.#book.sheets.length >= SHEETS) {
      this.#damage.limit('sheets', -1, SHEETS);
      return;
    }
    const at = data.readUInt32LE(0);
    const sheet: Sheet = {
      name: this.#text(data, 6),
      kind: KINDS[data.readUInt8(5)] ?? 'unknown',
      state: STATES[data.readUInt8(4) & 3]!,
    };
    this.#book.sheets.push(sheet);
    if (!this.#sheetAt.has(at)) this.#sheetAt.set(at, sheet);
  }

  /** A text with its length in one byte. */
  #text(data: Buffer, at: number): string {
    const length = data.readUInt8(at);
    if (this.#book.version === 5) return decodeCodePage(data.subarray(at + 1, at + 1 + length), this.#codePage);
    return this.#characters(data, at + 1, length);
  }

  /** So many characters of BIFF8, with a byte before them that says how wide they are. */
  #characters(data: Buffer, at: number, length: number): string {
    const isWide = (data.readUInt8(at) & 1) !== 0;
    return data.toString(isWide ? 'utf16le' : 'latin1', at + 1, at + 1 + length * (isWide ? 2 : 1));
  }

  #name(data: Buffer): void {
    const flags = data.readUInt16LE(0);
    const length = data.readUInt8(3);
    const tokenSize = data.readUInt16LE(4);
    if (this.#book.version === 5) {
      const name = decodeCodePage(data.subarray(14, 14 + length), this.#codePage);
      this.#addName(flags, name, Buffer.alloc(0));
      return;
    }
    const isWide = (data.readUInt8(14) & 1) !== 0;
    const end = 15 + length * (isWide ? 2 : 1);
    this.#addName(flags, this.#characters(data, 14, length), data.subarray(end, end + tokenSize));
  }

  #addName(flags: number, text: string, tokens: Buffer): void {
    const isBuiltIn = (flags & 0x20) !== 0;
    // A built-in name is one character; Excel also takes one with more behind it for the same.
    const name = isBuiltIn && text !== '' ? `${BUILT_IN[text.charCodeAt(0)] ?? '?'}${text.slice(1)}` : text;
    const isMacro = (flags & 0x0a) !== 0 || startsMacro(name);
    this.#names.push({ name, tokens, isHidden: (flags & 1) !== 0, isMacro });
  }

  #external(data: Buffer): void {
    if (this.#books.length >= EXTERNALS) {
      this.#damage.limit('links', -1, EXTERNALS);
      return;
    }
    const length = data.readUInt16LE(2);
    const isSelf = length === 0x0401;
    if (isSelf || length === 0x3a01) {
      this.#books.push({ kind: isSelf ? 'workbook' : 'add-in', target: '', items: [], isSelf });
      return;
    }
    const path = this.#characters(data, 4, length);
    const parts = path.split('\u0003');
    const isDde = !/^[\u0000-\u0008]/.test(path) && parts.length === 2;
    const target = isDde ? `${parts[0]}|${parts[1]}` : decodedPath(path);
    this.#books.push({ kind: isDde ? 'dde' : 'workbook', target, items: [], isSelf: false });
  }

  #externalName(data: Buffer): void {
    const book = this.#books.at(-1);
    if (book === undefined || this.#book.version === 5) return;
    if (book.items.length < NAMES) book.items.push(this.#characters(data, 7, data.readUInt8(6)));
  }

  #externSheet(data: Buffer): void {
    if (this.#book.version === 5) return;
    const count = data.readUInt16LE(0);
    for (let i = 0; i < count && 2 + i * 6 + 6 <= data.length; i++) {
      const at = 2 + i * 6;
      this.#externSheets.push({ book: data.readUInt16LE(at), sheet: data.readUInt16LE(at + 2) });
    }
    this.#externSheets = this.#externSheets.slice(0, NAMES);
  }

  #cell(id: number, data: Buffer): void {
    if (id === Record.formula && !this.#isMacroSheet) this.#book.formulaCount++;
    if (id === Record.text && this.#waiting !== undefined) {
      this.#waiting.value = this.#characters(data, 2, data.readUInt16LE(0));
      this.#waiting = undefined;
      return;
    }
    if (!this.#isMacroSheet || this.#book.version === 5 || !CELL_RECORDS.has(id)) return;
    if (this.#book.cells.length >= CELLS) {
      this.#damage.limit('macro cells', -1, CELLS);
      return;
    }
    const cell: MacroCell = {
      sheet: this.#sheet?.name ?? '',
      cell: plainCell(data.readUInt16LE(0), data.readUInt16LE(2) & 0x3fff),
      formula: null,
      value: null,
    };
    if (id === Record.formula) this.#formula(cell, data);
    else cell.value = this.#constant(id, data);
    if (cell.formula !== null || cell.value !== null) this.#book.cells.push(cell);
  }

  #formula(cell: MacroCell, data: Buffer): void {
    cell.formula = '';
    const isNumber = data.readUInt16LE(12) !== 0xffff;
    if (isNumber) cell.value = finite(data.readDoubleLE(6));
    else if (data[6] === 1) cell.value = data[8] !== 0;
    else if (data[6] === 0) this.#waiting = cell;
    const size = data.readUInt16LE(20);
    // Names and sheets may come later than what refers to them.
    this.#pending.push({ cell, tokens: data.subarray(22, 22 + size) });
  }

  #constant(id: number, data: Buffer): MacroCell['value'] {
    switch (id) {
      case Record.labelString:
        return this.#strings.at(data.readUInt32LE(6)) ?? null;
      case Record.label:
        return this.#characters(data, 8, data.readUInt16LE(6));
      case Record.number:
        return finite(data.readDoubleLE(6));
      case Record.rk:
        return compactNumber(data.readUInt32LE(6));
      default:
        return data[7] === 0 ? data[6] !== 0 : null;
    }
  }

  #finish(): void {
    const context: FormulaContext = {
      name: (number) => this.#names[number - 1]?.name,
      sheet: (number) => this.#sheetName(number),
      externalName: (number, item) => {
        const book = this.#books[this.#externSheets[number]?.book ?? -1];
        if (book?.isSelf) return this.#names[item - 1]?.name;
        const name = book?.items[item - 1];
        return name === undefined || book?.kind !== 'dde' ? name : `${book.target}!${name}`;
      },
    };
    for (const { cell, tokens } of this.#pending) cell.formula = formulaText(tokens, context);
    for (const { name, tokens, isHidden, isMacro } of this.#names) {
      this.#book.names.push({ name, formula: formulaText(tokens, context), isHidden, isMacro });
    }
    for (const { isSelf, kind, target, items } of this.#books) {
      if (!isSelf && (target !== '' || items.length > 0)) this.#book.externals.push({ kind, target, items });
    }
  }

  #sheetName(number: number): string {
    const found = this.#externSheets[number];
    const book = found && this.#books[found.book];
    if (found === undefined || book === undefined) return '?';
    if (!book.isSelf) return `[${book.target.slice(0, 300)}]`;
    const name = this.#book.sheets[found.sheet]?.name;
    if (name === undefined) return '?';
    return /^[\w.]+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
  }
}

const CELL_RECORDS: ReadonlySet<number> = new Set([
  Record.formula,
  Record.labelString,
  Record.label,
  Record.number,
  Record.rk,
  Record.boolError,
]);

/** Names that Excel runs by themselves, with anything behind them. */
export function startsMacro(name: string): boolean {
  return /^(?:_xlnm\.)?auto_(?:open|close|activate|deactivate)/i.test(name);
}

/** XOR obfuscation, or RC4 with or without the system's cryptography. */
function filePass(data: Buffer, version: number): string {
  if (version === 5 || data.readUInt16LE(0) === 0) return 'XOR obfuscation';
  const major = data.length >= 4 ? data.readUInt16LE(2) : 0;
  return major === 1 ? 'RC4' : 'RC4 CryptoAPI';
}

/** A path with one-character codes for drives and folders (MS-XLS 2.5.277). */
function decodedPath(path: string): string {
  let text = '';
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    if (code === 1 && path.charCodeAt(i + 1) === 1) {
      const drive = path[i + 2] ?? '';
      text += drive === '@' ? '\\\\' : `${drive}:\\`;
      i += 2;
    } else if (code === 1 && path.charCodeAt(i + 1) === 5) {
      // A URL or another whole path with its length.
      i += 2;
    } else if (code === 3) text += '\\';
    else if (code === 4) text += '..\\';
    else if (code > 8) text += path[i];
  }
  return text;
}

/** Thirty bits of a number, and whether it was multiplied by a hundred. */
function compactNumber(value: number): number {
  const bits = Buffer.alloc(8);
  bits.writeUInt32LE((value & 0xffff_fffc) >>> 0, 4);
  const number = (value & 2) !== 0 ? (value | 0) >> 2 : bits.readDoubleLE(0);
  return (value & 1) !== 0 ? number / 100 : number;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
