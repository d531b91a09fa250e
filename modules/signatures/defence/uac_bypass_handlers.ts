import { ValueSignature } from '../_value-signature.ts';

/** Handlers that programs with automatic rights look up in the user's part of the registry. */
const HANDLER =
  /^HKEY_(?:CURRENT_USER|USERS\\[^\\]+)\\Software\\Classes\\(?:ms-settings|mscfile|exefile|Folder|AppX82a6gwre4fdg3bt635tn5ctqjf8msdd2|Launcher\.SystemSettings)\\shell\\(?:open|runas)\\command(?:\\|$)/i;
const ENVIRONMENT = /^HKEY_(?:CURRENT_USER|USERS\\[^\\]+)\\Environment\\(?:windir|systemroot)$/i;

/** Some tools replace the editor or terminal this way for one user. */
export default class UacBypassHandlers extends ValueSignature {
  name = 'uac_bypass_handlers';
  description = 'Puts a command where a program with administrator rights will run it';
  severity = 4;
  confidence = 90;
  categories = ['privilege-escalation', 'evasion'];
  ttps = ['T1548.002'];
  references = ['https://attack.mitre.org/techniques/T1548/002/'];

  protected concerns(regkey: string): boolean {
    return HANDLER.test(regkey) || ENVIRONMENT.test(regkey);
  }
}
