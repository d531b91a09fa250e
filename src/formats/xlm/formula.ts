import { excelCommand, excelFunction, USER_DEFINED } from './functions.ts';

/** What a formula refers to by number. */
export interface FormulaContext {
  /** Defined names by number, from 1. */
  name(number: number): string | undefined;
  /** A sheet in front of a reference, by number of the external sheet. */
  sheet(number: number): string;
  /** A name of another workbook or an add-in. */
  externalName(sheet: number, number: number): string | undefined;
}

const BINARY: { readonly [token: number]: string } = {
  3: '+',
  4: '-',
  5: '*',
  6: '/',
  7: '^',
  8: '&',
  9: '<',
  10: '<=',
  11: '=',
  12: '>=',
  13: '>',
  14: '<>',
  15: ' ',
  16: ',',
  17: ':',
};
const ERRORS: { readonly [code: number]: string } = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};
const STACK = 4096;
const LONGEST = 32 << 10;

/**
 * A formula of BIFF8 as text, without `=`. What cannot be read ends it with `…`. Texts are put together by reference,
 * so that it takes time in proportion to the tokens, and are cut where they are long.
 */
export function formulaText(tokens: Buffer, context: FormulaContext): string {
  const stack: string[] = [];
  const push = (text: string): void => {
    if (stack.length >= STACK) throw new RangeError('too deep');
    stack.push(text);
  };
  const pop = (): string => stack.pop() ?? '?';
  let at = 0;
  let isCut = false;
  try {
    while (at < tokens.length) {
      at = token(tokens, at, { push, pop, stack, context });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    isCut = true;
  }
  const text = stack.length <= 1 ? (stack[0] ?? '') : stack.join(' ');
  const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  return isCut || short.length < text.length ? `${short}…` : short;
}

interface Machine {
  push(text: string): void;
  pop(): string;
  stack: string[];
  context: FormulaContext;
}

/** Reads one token; returns where the next begins. Buffers throw a RangeError at their end. */
function token(tokens: Buffer, start: number, machine: Machine): number {
  const { push, pop } = machine;
  const code = tokens[start]!;
  const at = start + 1;
  const binary = BINARY[code];
  if (binary !== undefined) {
    const right = pop();
    push(`${pop()}${binary}${right}`);
    return at;
  }
  if (code >= 0x20) return reference(tokens, at, (code & 0x1f) | 0x20, machine);
  switch (code) {
    case 0x01:
    case 0x02:
      push(`{${cellName(tokens.readUInt16LE(at), tokens.readUInt16LE(at + 2), 0)}}`);
      return at + 4;
    case 0x12:
      push(`+${pop()}`);
      return at;
    case 0x13:
      push(`-${pop()}`);
      return at;
    case 0x14:
      push(`${pop()}%`);
      return at;
    case 0x15:
      push(`(${pop()})`);
      return at;
    case 0x16:
      push('');
      return at;
    case 0x17: {
      const { text, end } = shortText(tokens, at);
      push(`"${text.replaceAll('"', '""')}"`);
      return end;
    }
    case 0x18:
      return at + 5;
    case 0x19:
      return attribute(tokens, at, machine);
    case 0x1c:
      push(ERRORS[tokens.readUInt8(at)] ?? '#ERROR!');
      return at + 1;
    case 0x1d:
      push(tokens.readUInt8(at) === 0 ? 'FALSE' : 'TRUE');
      return at + 1;
    case 0x1e:
      push(String(tokens.readUInt16LE(at)));
      return at + 2;
    case 0x1f:
      push(String(tokens.readDoubleLE(at)));
      return at + 8;
    default:
      throw new RangeError(`token ${code}`);
  }
}

/** Hints for reckoning; of use are a sum of one value and what blanks the author typed. */
function attribute(tokens: Buffer, at: number, { push, pop }: Machine): number {
  const flags = tokens.readUInt8(at);
  const value = tokens.readUInt16LE(at + 1);
  if ((flags & 0x04) !== 0) return at + 3 + (value + 1) * 2;
  if ((flags & 0x10) !== 0) push(`SUM(${pop()})`);
  return at + 3;
}

function reference(tokens: Buffer, at: number, code: number, machine: Machine): number {
  const { push, context } = machine;
  const row = (place: number) => tokens.readUInt16LE(at + place);
  switch (code) {
    case 0x20:
      push('{…}');
      return at + 7;
    case 0x21: {
      const number = tokens.readUInt16LE(at);
      const known = excelFunction(number);
      call(known?.name ?? `FUNCTION.${number}`, known?.values ?? 1, machine);
      return at + 2;
    }
    case 0x22: {
      const count = tokens.readUInt8(at) & 0x7f;
      const number = tokens.readUInt16LE(at + 1);
      variadic(number, count, machine);
      return at + 3;
    }
    case 0x23:
      push(context.name(tokens.readUInt32LE(at)) ?? `NAME.${tokens.readUInt32LE(at)}`);
      return at + 4;
    case 0x24:
      push(cellName(row(0), row(2)));
      return at + 4;
    case 0x25:
      push(`${cellName(row(0), row(4))}:${cellName(row(2), row(6))}`);
      return at + 8;
    case 0x26:
    case 0x27:
    case 0x28:
      return at + 6;
    case 0x29:
    case 0x2e:
    case 0x2f:
      return at + 2;
    case 0x2a:
      push('#REF!');
      return at + 4;
    case 0x2b:
      push('#REF!');
      return at + 8;
    case 0x2c:
      push(relativeName(row(0), row(2)));
      return at + 4;
    case 0x2d:
      push(`${relativeName(row(0), row(4))}:${relativeName(row(2), row(6))}`);
      return at + 8;
    case 0x39:
      push(context.externalName(row(0), row(2)) ?? `NAME.${row(0)}.${row(2)}`);
      return at + 6;
    case 0x3a:
      push(`${context.sheet(row(0))}!${cellName(row(2), row(4))}`);
      return at + 6;
    case 0x3b:
      push(`${context.sheet(row(0))}!${cellName(row(2), row(6))}:${cellName(row(4), row(8))}`);
      return at + 10;
    case 0x3c:
      push(`${context.sheet(row(0))}!#REF!`);
      return at + 6;
    case 0x3d:
      push(`${context.sheet(row(0))}!#REF!`);
      return at + 10;
    default:
      throw new RangeError(`token ${code}`);
  }
}

/** The first value of a function that is not built in is its name. */
function variadic(number: number, count: number, machine: Machine): void {
  if ((number & 0x8000) !== 0) {
    call(excelCommand(number & 0x7fff)?.name ?? `COMMAND.${number & 0x7fff}`, count, machine);
    return;
  }
  if (number !== USER_DEFINED) {
    call(excelFunction(number)?.name ?? `FUNCTION.${number}`, count, machine);
    return;
  }
  const values = take(count, machine);
  machine.push(`${values[0] ?? '?'}(${values.slice(1).join(',')})`);
}

function call(name: string, count: number, machine: Machine): void {
  const values = take(count, machine);
  // Ropes rather than a join: a join copies what it joins, each time.
  let text = `${name}(`;
  for (const [i, value] of values.entries()) text += i === 0 ? value : `,${value}`;
  machine.push(`${text})`);
}

function take(count: number, { stack }: Machine): string[] {
  const values = stack.splice(Math.max(0, stack.length - count));
  while (values.length < count) values.unshift('?');
  return values;
}

function shortText(tokens: Buffer, at: number): { text: string; end: number } {
  const length = tokens.readUInt8(at);
  const isWide = (tokens.readUInt8(at + 1) & 1) !== 0;
  const end = at + 2 + length * (isWide ? 2 : 1);
  if (end > tokens.length) throw new RangeError('cut');
  return { text: tokens.toString(isWide ? 'utf16le' : 'latin1', at + 2, end), end };
}

/** `$A$1`; the two high bits of the column say which half is relative. */
export function cellName(row: number, column: number, relative = column >> 14): string {
  const isRelativeColumn = (relative & 1) !== 0;
  const isRelativeRow = (relative & 2) !== 0;
  return `${isRelativeColumn ? '' : '$'}${columnName(column & 0xff)}${isRelativeRow ? '' : '$'}${row + 1}`;
}

/** Relative to the cell that has the formula, which is not known: `R[1]C[-2]`. */
function relativeName(row: number, column: number): string {
  const part = (letter: string, isRelative: boolean, value: number, wrap: number) =>
    isRelative ? `${letter}[${value >= wrap / 2 ? value - wrap : value}]` : `${letter}${value + 1}`;
  return `${part('R', (column & 0x8000) !== 0, row, 0x1_0000)}${part('C', (column & 0x4000) !== 0, column & 0xff, 0x100)}`;
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  let text = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  return text;
}

/** `A1` of a cell, as a report shows it. */
export const plainCell = (row: number, column: number): string => `${columnName(column)}${row + 1}`;
