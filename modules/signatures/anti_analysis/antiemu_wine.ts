import { type Call, type Process, type Results, Signature } from 'ovoscope';
import { apis, evidence, firstUses, keys, textArgument } from 'ovoscope/query';

const KEY = /^HKEY_(?:CURRENT_USER|LOCAL_MACHINE|USERS\\[^\\]+)\\SOFTWARE\\(?:Wow6432Node\\)?Wine(?:\\|$)/i;

/** Games and their libraries look for Wine to run better there. */
export default class AntiemuWine extends Signature {
  name = 'antiemu_wine';
  description = 'Looks for signs that Windows is emulated by Wine';
  severity = 3;
  confidence = 90;
  categories = ['anti-emulation'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];
  watch = { apis: ['LdrGetProcedureAddress', 'LdrGetProcedureAddressForCaller'] };

  onCall(call: Call, process: Process) {
    const name = textArgument(call, 'function_name');
    if (/^wine_/i.test(name)) this.data.push(evidence(call, process, 'module', 'function_name'));
  }

  onComplete(results: Results) {
    this.data.push(...firstUses(results, keys(results, KEY), apis.opensKey, 'regkey'));
    return this.data.length > 0;
  }
}
