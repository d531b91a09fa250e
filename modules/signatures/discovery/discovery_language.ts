import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Programs in several languages ask too; to stop in some countries is what malware does with the answer. */
export default class DiscoveryLanguage extends Signature {
  name = 'discovery_language';
  description = 'Asks for the language of the user or of the keyboard';
  severity = 1;
  confidence = 60;
  categories = ['discovery'];
  ttps = ['T1614.001'];
  references = ['https://attack.mitre.org/techniques/T1614/001/'];
  watch = {
    apis: [
      'GetKeyboardLayoutList',
      'GetSystemDefaultLangID',
      'GetSystemDefaultUILanguage',
      'GetUserDefaultUILanguage',
      'NtQueryDefaultUILanguage',
      'NtQueryInstallUILanguage',
    ],
  };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const name = process.process_name.toLowerCase();
    if (BACKGROUND.includes(name) || name === 'explorer.exe' || this.#seen.has(call.api)) return;
    this.#seen.add(call.api);
    this.data.push(evidence(call, process));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
