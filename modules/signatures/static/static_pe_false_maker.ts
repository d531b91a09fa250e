import { type Results, Signature } from 'ovoscope';
import { importedFunctions, isDotnet, peOf, staticOf, text, versionString } from './_pe.ts';

/** Parts of Windows that hold only texts and pictures have no code, and are left out. */
export default class StaticPeFalseMaker extends Signature {
  name = 'static_pe_false_maker';
  description = 'The program says it is from Microsoft, but was not built with its tools';
  severity = 2;
  confidence = 60;
  categories = ['static', 'evasion'];
  ttps = ['T1036.005'];
  references = ['https://attack.mitre.org/techniques/T1036/005/'];
  run(results: Results) {
    const maker = versionString(results, 'CompanyName');
    const pe = peOf(results);
    const isFound = staticOf(results)['pe'] !== undefined && 'rich_header' in pe;
    if (!isFound || !/^Microsoft\b/i.test(maker) || isDotnet(results)) return false;
    const isSigned = pe['authenticode'] != null;
    const linker = text(pe['linker_version']);
    if (pe['rich_header'] !== null || isSigned || importedFunctions(results).size === 0) return false;
    // Its own linkers count from 5 on; those of MinGW, Delphi and Go have lower versions.
    if (!/^[0-4]\./.test(linker)) return false;
    this.data.push({ maker, file: versionString(results, 'OriginalFilename'), linker });
    return true;
  }
}
