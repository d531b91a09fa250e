import { type Results, Signature } from 'ovoscope';
import { entries, staticOf, text } from './_pe.ts';

const UNPACKS = /\b(?:unescape|eval|String\.fromCharCode|atob|decodeURIComponent)\b/;
const PACKED =
  /(?:%u[0-9a-f]{4}){8}|(?:%[0-9a-f]{2}){20}|(?:\\x[0-9a-f]{2}){20}|[A-Za-z0-9+/]{400}|(?:\d{2,3},\s?){60}/i;
const EXPLOITED =
  /\b(?:util\.printf|Collab\.(?:collectEmailInfo|getIcon)|media\.newPlayer|spell\.customDictionaryOpen|getAnnots)\b/;

/** Forms made by some programs have long tables in their scripts, without what unpacks them. */
export default class StaticPdfScriptObfuscated extends Signature {
  name = 'static_pdf_script_obfuscated';
  description = 'The document has a script that is written so as not to be understood';
  severity = 3;
  confidence = 75;
  categories = ['static', 'pdf'];
  ttps = ['T1027', 'T1059.007'];
  references = ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1059/007/'];
  run(results: Results) {
    for (const { javascript } of entries(staticOf(results)['pdf'])) {
      for (const { orig_code, object } of entries(javascript)) {
        const code = text(orig_code).slice(0, 200_000);
        const isPacked = UNPACKS.test(code) && PACKED.test(code);
        const isExploit = EXPLOITED.test(code) && UNPACKS.test(code);
        if (isPacked || isExploit) this.data.push({ object: object ?? null, script: code.slice(0, 500) });
      }
    }
    return this.data.length > 0;
  }
}
