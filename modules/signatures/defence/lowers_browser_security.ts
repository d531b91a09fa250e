import type { Value } from 'ovoscope';
import { isZero, ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Internet Settings\\(?:Lockdown_)?Zones\\[34]\\(?:1001|1004|1200|1201|1400|1803|1806|1807|2500|2700)$/i;

/** Setup programs of old web applications do so for sites of the company. */
export default class LowersBrowserSecurity extends ValueSignature {
  name = 'lowers_browser_security';
  description = 'Lowers the security of Internet Explorer for the internet';
  severity = 3;
  confidence = 60;
  categories = ['evasion'];
  ttps = ['T1112'];
  references = ['https://attack.mitre.org/techniques/T1112/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && isZero(value);
  }
}
