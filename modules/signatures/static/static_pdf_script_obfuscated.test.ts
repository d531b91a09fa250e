import { given, SignatureTester } from 'ovoscope/testing';
import StaticPdfScriptObfuscated from './static_pdf_script_obfuscated.ts';

const pdf = (version: object, details: object = {}) =>
  given.container({ static: { pdf: [version], pdf_details: details } });
const script = (orig_code: string) => pdf({ javascript: [{ orig_code, object: 3 }] });

new SignatureTester().run(StaticPdfScriptObfuscated, {
  detects: [
    { name: 'shell code', results: script(`var s = unescape('${'%u9090'.repeat(20)}'); f(s)`) },
    { name: 'a function with a hole', results: script("var a = unescape('x'); util.printf('%45000f', 1)") },
  ],
  ignores: [
    { name: 'a form', results: script('if (this.getField("a").value > 3) app.alert("too much")') },
    { name: 'a table', results: script(`var t = [${'12, '.repeat(100)}0]`) },
  ],
});
