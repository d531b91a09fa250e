import { ValueSignature } from '../_value-signature.ts';

const VALUES = [
  /\\Office test\\Special\\Perf(?:\\|$)/i,
  /\\Office\\[\d.]+\\Excel\\Options\\OPEN\d*$/i,
  /\\Office\\(?:[\d.]+\\)?(?:Word|Excel|PowerPoint|Outlook)\\(?:Addins|WLL)\\[^\\]+\\?(?:Manifest|Path|LoadBehavior)?$/i,
  /\\Office\\[\d.]+\\Outlook\\WebView\\[^\\]+\\URL$/i,
];

/**
 * Add-ins for Office register themselves; installed ones lie under Program Files and are written by an installer.
 */
export default class PersistenceOffice extends ValueSignature {
  name = 'persistence_office';
  description = 'Has Office load something of its own at each start';
  severity = 3;
  confidence = 85;
  categories = ['persistence', 'office'];
  ttps = ['T1137.002', 'T1137.006'];
  references = ['https://attack.mitre.org/techniques/T1137/002/', 'https://attack.mitre.org/techniques/T1137/006/'];

  protected concerns(regkey: string): boolean {
    return VALUES.some((pattern) => pattern.test(regkey));
  }
}
