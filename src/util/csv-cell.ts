const DECIMAL = /^-?\d{1,30}(?:\.\d{1,30})?$/;

/** A line of CSV (RFC 4180, ended by LF) that a spreadsheet shows and never calculates. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

// Spreadsheets take these for the start of a formula, some also in their wide form, some after blanks.
const FORMULA = /^[\s']*[=+\-@|\uff1d\uff0b\uff0d\uff20]/;

function csvCell(text: string): string {
  const clean = text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ');
  const harmless = FORMULA.test(clean) && !DECIMAL.test(clean) ? `'${clean}` : clean;
  return /[",\s']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Undoes what was done to a cell that looked like a formula. */
export function fromCsvCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
