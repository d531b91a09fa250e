import { type Results, Signature } from 'ovoscope';
import { documents, entries, entry, pick, text } from './_office.ts';

/** Workbooks of the nineties have such sheets, not hidden. */
export default class StaticOfficeMacroSheet extends Signature {
  name = 'static_office_macro_sheet';
  description = 'The workbook has a hidden macro sheet of the old kind (Excel 4)';
  severity = 3;
  confidence = 75;
  categories = ['static', 'office'];
  ttps = ['T1059', 'T1564'];
  references = ['https://attack.mitre.org/techniques/T1059/', 'https://attack.mitre.org/techniques/T1564/'];
  run(results: Results) {
    for (const document of documents(results)) {
      const { sheets, cells } = entry(document['xlm']);
      const macros = entries(sheets).filter((sheet) => /macro/i.test(text(sheet['kind']) || text(sheet['type'])));
      const isRun = entries(cells).length > 0;
      for (const sheet of macros) {
        const state = text(sheet['state']) || text(sheet['visibility']);
        if (isRun && (/hidden/i.test(state) || sheet['is_hidden'] === true))
          this.data.push(pick(sheet, 'name', 'kind', 'state'));
      }
    }
    return this.data.length > 0;
  }
}
