import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { ValueSignature } from '../_value-signature.ts';

/** Windows rewrites ProxyEnable and the connection settings itself; an address it doesn't make up. */
export default class ModifiesProxy extends ValueSignature {
  name = 'modifies_proxy';
  description = 'Sends the traffic of browsers and programs through a proxy of its choice';
  severity = 3;
  confidence = 80;
  categories = ['network', 'evasion'];
  ttps = ['T1090', 'T1112'];
  references = ['https://attack.mitre.org/techniques/T1090/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    const isAddress = /\\CurrentVersion\\Internet Settings\\(?:ProxyServer|AutoConfigURL)$/i.test(regkey);
    return isAddress && registryText(value).replace(/^(?:\0|\\x00)+/, '') !== '';
  }
}
