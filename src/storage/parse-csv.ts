export interface CsvRow {
  /** The line it begins on, from 1. */
  line: number;
  cells: string[];
}

/** Rows of hostile length keep this many cells. */
const MAX_CELLS = 1000;

/**
 * Reads CSV (RFC 4180): commas, cells in quotes may hold commas, line ends and doubled quotes. A quote that is not
 * closed runs to the end of the text; one inside an unquoted cell is part of it.
 */
export function* parseCsv(text: string): Generator<CsvRow> {
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (row.cells.length < MAX_CELLS) row.cells.push(cell.text);
    line += cell.lineEnds;
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      row.cells.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    yield row;
    row = { line, cells: [] };
  }
}

interface Cell {
  text: string;
  /** Where the text after it begins. */
  end: number;
  /** How many line ends it holds. */
  lineEnds: number;
}

function quotedCell(text: string, start: number): Cell {
  const parts: string[] = [];
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    const isOpen = quote < 0;
    parts.push(text.slice(from, isOpen ? text.length : quote));
    if (!isOpen && text[quote + 1] === '"') {
      parts.push('"');
      from = quote + 2;
      continue;
    }
    const inside = parts.join('');
    const rest = isOpen ? { text: '', end: text.length } : plainCell(text, quote + 1);
    return { text: inside + rest.text, end: rest.end, lineEnds: inside.split('\n').length - 1 };
  }
}

const CELL_END = /,|\r?\n/g;

function plainCell(text: string, start: number): Cell {
  CELL_END.lastIndex = start;
  const end = CELL_END.exec(text)?.index ?? text.length;
  return { text: text.slice(start, end), end, lineEnds: 0 };
}
