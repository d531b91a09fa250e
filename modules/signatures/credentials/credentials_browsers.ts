import { type Results, Signature } from 'ovoscope';
import { BROWSERS } from '../_programs.ts';
import { strangersAt } from './_stores.ts';

const STORES = [
  /\\User Data\\(?:[^\\]+\\)?(?:[^\\]+\\)?(?:Login Data(?: For Account)?|Web Data|Cookies|Local State)$/i,
  /\\(?:Opera Stable|Opera GX Stable)\\(?:Login Data|Web Data|Cookies|Local State)$/i,
  /\\Profiles\\[^\\]+\\(?:logins\.json|key[34]\.db|signons\.sqlite|cookies\.sqlite|formhistory\.sqlite|cert9\.db)$/i,
];

/**
 * Programs that import bookmarks or back up a profile touch these files too; browsers and Windows itself are left
 * out.
 */
export default class CredentialsBrowsers extends Signature {
  name = 'credentials_browsers';
  description = 'Looks for passwords or cookies that browsers keep, without being a browser';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1555.003', 'T1539'];
  references = ['https://attack.mitre.org/techniques/T1555/003/', 'https://attack.mitre.org/techniques/T1539/'];

  run(results: Results) {
    this.data.push(...strangersAt(results, STORES, BROWSERS));
    return this.data.length > 0;
  }
}
