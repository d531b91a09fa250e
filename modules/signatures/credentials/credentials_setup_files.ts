import { type Results, Signature } from 'ovoscope';
import { strangersAt } from './_stores.ts';

const STORES = [
  /\\(?:Panther|Sysprep)\\(?:Unattend\\)?(?:unattend(?:ed)?|autounattend|sysprep)\.(?:xml|inf)$/i,
  /\\(?:Policies|Group Policy\\History)\\.{0,160}\\Preferences\\(?:Groups|Services|ScheduledTasks|DataSources|Printers|Drives)\.xml$/i,
  /\\inetpub\\.{0,120}\\web\.config$/i,
];
const OWNERS: string[] = ['setup.exe', 'windeploy.exe', 'w3wp.exe', 'svchost.exe'];

/** Tools of administrators check for such left-overs. */
export default class CredentialsSetupFiles extends Signature {
  name = 'credentials_setup_files';
  description = 'Looks for passwords that set-up files leave behind';
  severity = 3;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1552.001', 'T1552.006'];
  references = ['https://attack.mitre.org/techniques/T1552/001/', 'https://attack.mitre.org/techniques/T1552/006/'];
  run(results: Results) {
    this.data.push(...strangersAt(results, STORES, OWNERS));
    return this.data.length > 0;
  }
}
