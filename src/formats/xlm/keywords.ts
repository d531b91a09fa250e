import type { Keyword } from '../vba/keywords.ts';

/** What functions of macro sheets do that malware needs. */
const FUNCTIONS: { readonly [meaning: string]: string } = {
  'starts a program': 'EXEC EXECUTE',
  'calls functions of libraries': 'CALL REGISTER REGISTER.ID',
  'writes or changes files': 'FOPEN FWRITE FWRITELN FILE.DELETE SAVE.AS FREAD FREADLN DIRECTORY CREATE.DIRECTORY',
  'makes formulas at run time': 'FORMULA FORMULA.FILL FORMULA.ARRAY SET.VALUE SET.NAME DEFINE.NAME EVALUATE TEXT.BOX',
  'runs other macros':
    'RUN GOTO ON.TIME ON.KEY ON.WINDOW ON.SHEET ON.RECALC ON.ENTRY ON.DATA ON.DOUBLECLICK VBAActivate',
  'looks whether it is watched': 'GET.WORKSPACE GET.WINDOW GET.DOCUMENT GET.CELL APP.MAXIMIZE WAIT NOW ERROR',
  'hides what it does': 'WORKBOOK.HIDE WINDOW.HIDE HIDE WORKBOOK.UNHIDE UNHIDE ECHO DISABLE.INPUT CANCEL.KEY',
  'talks to other programs': 'INITIATE POKE REQUEST SEND.KEYS APP.ACTIVATE',
  'closes its traces': 'CLOSE.ALL FILE.CLOSE WORKBOOK.DELETE QUIT',
  'tells the user something': 'ALERT MESSAGE INPUT DIALOG.BOX',
};

const BY_NAME = new Map<string, Keyword>();
for (const [meaning, names] of Object.entries(FUNCTIONS)) {
  for (const word of names.split(' ')) BY_NAME.set(word, { word, meaning });
}

/** Functions that a formula calls, each once. */
export function findFunctions(formula: string): Keyword[] {
  const found = new Map<string, Keyword>();
  for (const [call] of formula.matchAll(/[A-Z][A-Z0-9.]{0,40}\(/gi)) {
    const known = BY_NAME.get(call.slice(0, -1).toUpperCase());
    if (known !== undefined) found.set(known.word, known);
  }
  return [...found.values()];
}
