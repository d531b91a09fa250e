import type { Value } from 'ovoscope';
import { registryText } from 'ovoscope/query';
import { ValueSignature } from '../_value-signature.ts';

const VALUE = /\\Control\\Session Manager\\(?:BootExecute|SetupExecute|Execute|S0InitialCommand|PlatformExecute)$/i;

/** Disk tools and some antivirus products register a native program here. */
export default class PersistenceBootExecute extends ValueSignature {
  name = 'persistence_boot_execute';
  description = 'Has Windows run a program before anything else at start-up';
  severity = 4;
  confidence = 90;
  categories = ['persistence'];
  ttps = ['T1547.001'];
  references = ['https://attack.mitre.org/techniques/T1547/001/'];

  protected concerns(regkey: string, value: Value | undefined): boolean {
    return VALUE.test(regkey) && !['', 'autocheck autochk *'].includes(registryText(value).replaceAll('\0', '').trim());
  }
}
