import { walkXml, type XmlVisitor } from '../xml/tokens.ts';
import { startsMacro } from './biff.ts';
import type { DefinedName, ExternalBook, MacroCell, Sheet } from './types.ts';

export interface XmlSheet extends Sheet {
  /** Of the relation to its part. */
  relation: string;
}

const SHEETS = 1024;
const NAMES = 4096;
const FORMULA_LIMIT = 32 << 10;

/** `xl/workbook.xml`: sheets and defined names. */
export function readWorkbookXml(xml: string): { sheets: XmlSheet[]; names: DefinedName[] } {
  const sheets: XmlSheet[] = [];
  const names: DefinedName[] = [];
  let name: DefinedName | undefined;
  walkXml(xml, {
    open(tag, attributes) {
      if (tag === 'sheet' && sheets.length < SHEETS) {
        const state = attributes.get('state') ?? 'visible';
        sheets.push({
          name: attributes.get('name') ?? '',
          kind: 'worksheet',
          state: STATES.get(state) ?? 'unknown',
          relation: attributes.get('id') ?? '',
        });
      }
      if (tag !== 'definedName' || names.length >= NAMES) return;
      const text = attributes.get('name') ?? '';
      const isMacro = isTrue(attributes.get('xlm')) || isTrue(attributes.get('function')) || startsMacro(text);
      name = { name: text, formula: '', isHidden: isTrue(attributes.get('hidden')), isMacro };
      names.push(name);
    },
    close(tag) {
      if (tag === 'definedName') name = undefined;
    },
    text(text) {
      if (name !== undefined && name.formula.length < FORMULA_LIMIT) name.formula += text;
    },
  });
  return { sheets, names };
}

const STATES: ReadonlyMap<string, Sheet['state']> = new Map([
  ['visible', 'visible'],
  ['hidden', 'hidden'],
  ['veryHidden', 'very hidden'],
]);

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true';

/** The cells of a macro sheet, at most `limit`; `strings` are those that cells share. */
export function readMacroSheet(xml: string, sheet: string, strings: readonly string[], limit: number): MacroCell[] {
  const cells: MacroCell[] = [];
  let cell: MacroCell | undefined;
  let type = 'n';
  let target: 'formula' | 'value' | undefined;
  let value = '';
  const visitor: XmlVisitor = {
    open(tag, attributes) {
      if (tag === 'c') {
        cell = { sheet, cell: (attributes.get('r') ?? '').slice(0, 16), formula: null, value: null };
        type = attributes.get('t') ?? 'n';
        value = '';
      } else if (cell !== undefined && tag === 'f') {
        cell.formula = '';
        target = 'formula';
      } else if (cell !== undefined && (tag === 'v' || tag === 't')) target = 'value';
    },
    text(text) {
      if (cell === undefined || target === undefined) return;
      if (target === 'formula') cell.formula = `${cell.formula}${text}`.slice(0, FORMULA_LIMIT);
      else if (value.length < FORMULA_LIMIT) value += text;
    },
    close(tag) {
      if (tag === 'f' || tag === 'v' || tag === 't') target = undefined;
      if (tag !== 'c' || cell === undefined) return;
      cell.value = value === '' ? null : typedValue(type, value, strings);
      if ((cell.formula !== null || cell.value !== null) && cells.length < limit) cells.push(cell);
      cell = undefined;
    },
  };
  walkXml(xml, visitor);
  return cells;
}

function typedValue(type: string, value: string, strings: readonly string[]): MacroCell['value'] {
  if (type === 's') return strings[Number(value)] ?? null;
  if (type === 'b') return value === '1';
  if (type !== 'n') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

const STRINGS = 100_000;

/** `xl/sharedStrings.xml`. */
export function readSharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let text: string | undefined;
  let isText = false;
  walkXml(xml, {
    open(tag) {
      if (tag === 'si') text = '';
      if (tag === 't') isText = true;
    },
    text(part) {
      if (isText && text !== undefined) text += part;
    },
    close(tag) {
      if (tag === 't') isText = false;
      if (tag !== 'si' || text === undefined) return;
      if (strings.length < STRINGS) strings.push(text);
      text = undefined;
    },
  });
  return strings;
}

/** `xl/externalLinks/externalLink1.xml`: another workbook, a DDE or an OLE link. */
export function readExternalLink(xml: string): ExternalBook | undefined {
  let book: ExternalBook | undefined;
  walkXml(xml, {
    open(tag, attributes) {
      if (tag === 'ddeLink' && book === undefined) {
        const target = `${attributes.get('ddeService') ?? ''}|${attributes.get('ddeTopic') ?? ''}`;
        book = { kind: 'dde', target, items: [] };
      } else if ((tag === 'externalBook' || tag === 'oleLink') && book === undefined) {
        book = { kind: 'workbook', target: attributes.get('progId') ?? '', items: [] };
      } else if (
        (tag === 'ddeItem' || tag === 'oleItem' || tag === 'sheetName') &&
        book !== undefined &&
        book.items.length < NAMES
      ) {
        book.items.push(attributes.get('name') ?? attributes.get('val') ?? '');
      }
    },
  });
  return book;
}

export function countFormulas(xml: string): number {
  let count = 0;
  for (let at = xml.indexOf('<f'); at >= 0; at = xml.indexOf('<f', at + 2)) {
    const next = xml[at + 2];
    if (next === '>' || next === ' ' || next === '/') count++;
  }
  return count;
}
