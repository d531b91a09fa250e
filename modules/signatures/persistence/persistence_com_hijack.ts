import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { USER_WRITABLE } from '../_programs.ts';
import { ValueSignature } from '../_value-signature.ts';

const SERVER =
  /^HKEY_(?:CURRENT_USER|USERS\\[^\\]+)\\Software\\Classes\\(?:Wow6432Node\\)?CLSID\\\{[^\\]+\}\\(?:InprocServer32|LocalServer32|TreatAs|ScriptletURL)(?:\\|$)/i;

/** Programs installed for one user register their objects here too, under Program Files or their own folder. */
export default class PersistenceComHijack extends ValueSignature {
  name = 'persistence_com_hijack';
  description = "Registers a COM object for the current user whose code lies in a user's folder";
  severity = 3;
  confidence = 60;
  categories = ['persistence'];
  ttps = ['T1546.015'];
  references = ['https://attack.mitre.org/techniques/T1546/015/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    if (!SERVER.test(regkey)) return false;
    const server = registryText(value);
    return USER_WRITABLE.test(server) || /^script:|scrobj\.dll/i.test(server);
  }
}
