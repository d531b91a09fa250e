export interface Sheet {
  name: string;
  kind: 'worksheet' | 'macro' | 'chart' | 'module' | 'dialog' | 'unknown';
  /** A very hidden one is not even in the list of those that can be shown. */
  state: 'visible' | 'hidden' | 'very hidden' | 'unknown';
}

export interface DefinedName {
  name: string;
  /** What it stands for, as a formula without `=`. */
  formula: string;
  isHidden: boolean;
  /** A macro begins there, or Excel runs it by itself. */
  isMacro: boolean;
}

/** A cell of a macro sheet. */
export interface MacroCell {
  sheet: string;
  /** `A1`. */
  cell: string;
  /** Without `=`; null for a constant. */
  formula: string | null;
  /** What the file keeps as its result. */
  value: string | number | boolean | null;
}

/** What a link to another file or program names. */
export interface ExternalBook {
  kind: 'workbook' | 'dde' | 'add-in';
  /** Of a DDE link: `service|topic`. */
  target: string;
  items: string[];
}

export interface Workbook {
  sheets: Sheet[];
  names: DefinedName[];
  /** Cells of macro sheets. */
  cells: MacroCell[];
  externals: ExternalBook[];
  /** Formulas of sheets that are no macro sheets. */
  formulaCount: number;
}

export const emptyWorkbook = (): Workbook => ({ sheets: [], names: [], cells: [], externals: [], formulaCount: 0 });
