import { ValueSignature } from '../_value-signature.ts';

/** Themes and companies change it. */
export default class PersistenceScreensaver extends ValueSignature {
  name = 'persistence_screensaver';
  description = 'Changes which program Windows starts as the screen saver';
  severity = 2;
  confidence = 80;
  categories = ['persistence'];
  ttps = ['T1546.002'];
  references = ['https://attack.mitre.org/techniques/T1546/002/'];

  protected concerns(regkey: string): boolean {
    return /\\Control Panel\\Desktop\\SCRNSAVE\.EXE$/i.test(regkey);
  }
}
