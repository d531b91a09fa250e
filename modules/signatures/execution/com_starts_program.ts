import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** ShellWindows, ShellBrowserWindow, MMC20.Application. */
const CLASSES =
  /9BA05972-F6A8-11CF-A442-00A0C90A8F39|C08AFD90-F2A1-11D1-8455-00A0C91F3880|49B2791A-B1AE-4C90-9B8E-E860BA07F889/i;

/** Scripts and installers use the shell to open folders for the user. */
export default class ComStartsProgram extends Signature {
  name = 'com_starts_program';
  description = 'Has an object of Explorer or of the management console start programs for it';
  severity = 3;
  confidence = 60;
  categories = ['execution', 'evasion'];
  ttps = ['T1559.001'];
  references = ['https://attack.mitre.org/techniques/T1559/001/'];
  watch = { apis: ['CoCreateInstance', 'CoCreateInstanceEx', 'CoGetClassObject'] };
  readonly #seen = new Set<string>();

  onCall(call: Call, process: Process) {
    const clsid = textArgument(call, 'clsid').slice(0, 100);
    if (!CLASSES.test(clsid) || BACKGROUND.concat('explorer.exe').includes(process.process_name.toLowerCase())) return;
    if (this.#seen.has(clsid)) return;
    this.#seen.add(clsid);
    this.data.push(evidence(call, process, 'clsid'));
  }

  onComplete() {
    return this.data.length > 0;
  }
}
