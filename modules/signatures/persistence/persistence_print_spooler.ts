import { ValueSignature } from '../_value-signature.ts';

const VALUES = [
  /\\Control\\Print\\Monitors\\[^\\]+\\Driver$/i,
  /\\Control\\Print\\Environments\\[^\\]+\\Print Processors\\[^\\]+\\Driver$/i,
];

/** Printer drivers register monitors and processors; a sample that is no printer driver has no reason to. */
export default class PersistencePrintSpooler extends ValueSignature {
  name = 'persistence_print_spooler';
  description = 'Has the print spooler load a library';
  severity = 4;
  confidence = 85;
  categories = ['persistence'];
  ttps = ['T1547.010', 'T1547.012'];
  references = ['https://attack.mitre.org/techniques/T1547/010/', 'https://attack.mitre.org/techniques/T1547/012/'];

  protected concerns(regkey: string): boolean {
    return VALUES.some((pattern) => pattern.test(regkey));
  }
}
