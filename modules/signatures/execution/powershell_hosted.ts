import { type Call, type Process, Signature } from 'ovoscope';
import { evidence, textArgument } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

const ENGINE = /\bSystem\.Management\.Automation(?:\.ni)?\.dll$/i;
const HOSTS =
  /^(?:powershell(?:_ise)?|pwsh|wsmprovhost|sdiagnhost|servermanager|mmc|devenv|code|sqlps|runtimebroker|mscorsvw|ngen(?:task)?|dotnet|winrshost|monitoringhost)\.exe$/i;

/** Tools of administrators, SQL Server and Exchange host PowerShell too. */
export default class PowershellHosted extends Signature {
  name = 'powershell_hosted';
  description = 'Another program loads the engine of PowerShell';
  severity = 3;
  confidence = 75;
  categories = ['execution', 'evasion'];
  ttps = ['T1059.001'];
  references = ['https://attack.mitre.org/techniques/T1059/001/'];
  watch = { apis: ['LdrLoadDll', 'NtOpenFile', 'NtCreateFile', 'DllLoadNotification'] };

  onCall(call: Call, process: Process) {
    const name =
      call.api === 'DllLoadNotification' ? 'dll_name' : call.api === 'LdrLoadDll' ? 'module_name' : 'filepath';
    if (!ENGINE.test(textArgument(call, name).slice(-500))) return;
    const host = process.process_name.toLowerCase();
    if (HOSTS.test(host) || BACKGROUND.includes(host) || this.#seen.has(process.process_id)) return;
    this.#seen.add(process.process_id);
    this.data.push(evidence(call, process, name));
  }

  onComplete() {
    return this.data.length > 0;
  }

  readonly #seen = new Set<number>();
}
