import type { Value } from 'ovoscope';
import { isZero, ValueSignature } from '../_value-signature.ts';

const VALUE =
  /\\CurrentVersion\\Policies\\(?:System|Explorer)\\(?:DisableTaskMgr|DisableRegistryTools|DisableCMD|NoRun|NoControlPanel|NoFolderOptions|NoFind|DisableRegedit|NoClose|NoDesktop|NoViewOnDrive)$/i;
const CMD = /\\Policies\\Microsoft\\Windows\\System\\DisableCMD$/i;
const RESTORE = /\\Windows NT\\(?:CurrentVersion\\)?SystemRestore\\Disable(?:SR|Config)$/i;

/** Companies and kiosks take tools away by policy. */
export default class DisablesSystemTools extends ValueSignature {
  name = 'disables_system_tools';
  description = 'Takes tools such as the task manager or the registry editor away from the user';
  severity = 3;
  confidence = 95;
  categories = ['evasion'];
  ttps = ['T1685', 'T1112'];
  references = ['https://attack.mitre.org/techniques/T1685/', 'https://attack.mitre.org/techniques/T1112/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    return (VALUE.test(regkey) || CMD.test(regkey) || RESTORE.test(regkey)) && !isZero(value);
  }
}
