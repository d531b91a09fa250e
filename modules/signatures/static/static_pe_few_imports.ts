import { type Results, Signature } from 'ovoscope';
import { importedFunctions, imports, isDotnet, sections } from './_pe.ts';

const FINDS = /^(?:GetProcAddress|LdrGetProcedureAddress)$/;
const LOADS = /^(?:LoadLibrary(?:Ex)?[AW]|GetModuleHandle(?:Ex)?[AW]|LdrLoadDll)$/;
const MOST = 12;
const LARGE = 16 << 10;

/** Programs in assembler and those that are packed do so. */
export default class StaticPeFewImports extends Signature {
  name = 'static_pe_few_imports';
  description = 'The program imports hardly more than what finds other functions';
  severity = 2;
  confidence = 50;
  categories = ['static'];
  ttps = ['T1027.007'];
  references = ['https://attack.mitre.org/techniques/T1027/007/'];
  run(results: Results) {
    const names = [...importedFunctions(results)];
    const size = sections(results).reduce((sum, section) => sum + section.size, 0);
    if (isDotnet(results) || names.length === 0 || names.length > MOST || size < LARGE) return false;
    if (!names.some((name) => FINDS.test(name)) || !names.some((name) => LOADS.test(name))) return false;
    this.data.push({ libraries: [...imports(results).keys()], functions: names });
    return true;
  }
}
