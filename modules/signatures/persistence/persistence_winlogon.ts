import { ValueSignature } from '../_value-signature.ts';

const WINLOGON =
  /\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\(?:Shell|Userinit|Taskman|System|VmApplet|AppSetup|Notify\\.+\\DllName)$/i;

/** Kiosks replace the shell. */
export default class PersistenceWinlogon extends ValueSignature {
  name = 'persistence_winlogon';
  description = 'Changes what Windows starts when a user logs on (Winlogon)';
  severity = 3;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1547.004'];
  references = ['https://attack.mitre.org/techniques/T1547/004/'];

  protected concerns(regkey: string): boolean {
    return WINLOGON.test(regkey);
  }
}
