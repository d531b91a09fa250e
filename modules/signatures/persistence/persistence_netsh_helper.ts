import { SettingSignature } from '../_setting-signature.ts';

const VALUE = /\\SOFTWARE\\(?:Wow6432Node\\)?Microsoft\\NetSh\\[^\\]+$/i;
const COMMAND = /\bnetsh(?:\.exe)?"?\s+add\s+helper\b/i;

/** VPN clients sometimes install a helper, under Program Files. */
export default class PersistenceNetshHelper extends SettingSignature {
  name = 'persistence_netsh_helper';
  description = 'Has netsh load a library of its own';
  severity = 4;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1546.007'];
  references = ['https://attack.mitre.org/techniques/T1546/007/'];

  protected concernsValue(regkey: string): boolean {
    return VALUE.test(regkey);
  }

  protected concernsCommand(commandLine: string): boolean {
    return COMMAND.test(commandLine);
  }
}
