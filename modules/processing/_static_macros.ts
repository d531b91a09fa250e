import {
  findFunctions,
  findIndicators,
  findKeywords,
  foldStrings,
  type Keyword,
  type OfficeFile,
} from 'ovoscope/formats';

const LIST = 1000;
/** All code that is looked through, in characters. */
const CODE = 16 << 20;

/** What macros of both kinds say they do. `macro` is where: a file name, or `sheet!A1`. */
export class MacroAnalysis {
  readonly auto_exec: { keyword: string; description: string; macro: string }[] = [];
  readonly suspicious: { keyword: string; description: string; macro: string }[] = [];
  /** Texts that were put together from pieces. */
  readonly strings: { value: string; macro: string }[] = [];
  readonly iocs: { type: string; value: string; macro: string }[] = [];
  readonly #seen = new Set<string>();
  #left = CODE;

  /** Looks through the source of a module; returns it with its texts put together. */
  addModule(macro: string, code: string): string {
    const part = this.#part(code);
    const { code: folded, strings } = foldStrings(part);
    // What was put together hides nothing; what put it together is worth seeing too.
    for (const text of part === folded ? [part] : [part, folded]) {
      const { auto, telling } = findKeywords(text);
      this.#words(auto, this.auto_exec, macro);
      this.#words(telling, this.suspicious, macro);
    }
    this.#texts(strings, macro);
    this.#indicators(folded, macro);
    return part.length < code.length ? folded + code.slice(part.length) : folded;
  }

  /** Looks through the formula of a cell of a macro sheet. */
  addFormula(place: string, formula: string): void {
    const { code, strings } = foldStrings(this.#part(formula), false);
    this.#words(findFunctions(code), this.suspicious, place);
    this.#texts(strings, place);
    this.#indicators(code, place);
  }

  addText(place: string, text: string): void {
    this.#indicators(this.#part(text), place);
  }

  addName(name: string, formula: string): void {
    const description = 'runs when the workbook is opened, closed or shown';
    this.#words([{ word: name, meaning: description }], this.auto_exec, formula);
  }

  #part(code: string): string {
    const part = code.slice(0, this.#left);
    this.#left -= part.length;
    return part;
  }

  #words(words: readonly Keyword[], list: MacroAnalysis['auto_exec'], macro: string): void {
    for (const { word, meaning } of words) {
      if (list.length < LIST && this.#isNew(`w\0${word}\0${macro}`))
        list.push({ keyword: word, description: meaning, macro });
    }
  }

  #texts(strings: readonly string[], macro: string): void {
    for (const value of strings) {
      this.#indicators(value, macro);
      if (this.strings.length < LIST && value.length > 1 && this.#isNew(`s\0${value}`))
        this.strings.push({ value, macro });
    }
  }

  #indicators(text: string, macro: string): void {
    const put = (type: string, value: string) => {
      if (this.iocs.length < LIST && this.#isNew(`i\0${type}\0${value}`)) this.iocs.push({ type, value, macro });
    };
    findIndicators(text, put);
    for (const [name] of text.matchAll(PROGRAM)) put('file', name);
  }

  #isNew(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

const PROGRAM =
  /\b[\w%$~-]{1,64}\.(?:exe|dll|scr|cpl|pif|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|sct|lnk|msi|jar|ocx|chm|inf|reg|tmp|dat|bin)\b/gi;

/** The macros of a document under Cuckoo's names, with what each is. */
export function macroRecords(office: OfficeFile, analysis: MacroAnalysis) {
  const macros = [];
  for (const { container, modules } of office.projects) {
    for (const module of modules) {
      macros.push({
        stream: module.stream,
        filename: module.fileName,
        orig_code: module.code,
        deobf: analysis.addModule(module.fileName, module.code),
        container: container === '' ? null : container,
        kind: module.kind,
        is_private: module.isPrivate,
        is_listed: !module.isUnlisted,
        source_lines: module.sourceLines,
        p_code_lines: module.pCodeLines,
        is_stomped: module.isStomped,
      });
    }
  }
  return macros;
}
