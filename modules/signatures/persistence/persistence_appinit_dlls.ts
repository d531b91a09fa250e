import { ValueSignature } from '../_value-signature.ts';

const APPINIT = /\\Microsoft\\Windows NT\\CurrentVersion\\Windows\\(?:LoadAppInit_DLLs|AppInit_DLLs)$/i;
const APPCERT = /\\Control\\Session Manager\\AppCertDlls\\/i;

/** Products for security and for remote work load a library everywhere. */
export default class PersistenceAppinitDlls extends ValueSignature {
  name = 'persistence_appinit_dlls';
  description = 'Has Windows load a library into every program (AppInit or AppCert)';
  severity = 3;
  confidence = 85;
  categories = ['persistence', 'injection'];
  ttps = ['T1546.010', 'T1546.009'];
  references = ['https://attack.mitre.org/techniques/T1546/010/', 'https://attack.mitre.org/techniques/T1546/009/'];

  protected concerns(regkey: string): boolean {
    return APPINIT.test(regkey) || APPCERT.test(regkey);
  }
}
