import type { Value } from 'ovoscope';
import { SettingSignature } from '../_setting-signature.ts';
import { isOne } from '../_value-signature.ts';

const VALUE =
  /\\WindowsUpdate\\(?:AU\\)?(?:NoAutoUpdate|DisableWindowsUpdateAccess|DisableOSUpgrade|DoNotConnectToWindowsUpdateInternetLocations)$/i;
const COMMAND = /\bsc(?:\.exe)?"?\s+config\s+"?(?:wuauserv|UsoSvc|WaaSMedicSvc)"?\s.{0,40}start\s*=\s*disabled/i;

/** Companies set policies for updates; kiosk and tuning tools switch them off. */
export default class DisablesUpdates extends SettingSignature {
  name = 'disables_updates';
  description = 'Keeps Windows from updating itself';
  severity = 3;
  confidence = 80;
  categories = ['evasion'];
  ttps = ['T1685', 'T1112'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1112/'];

  protected concernsValue(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isOne(value);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
