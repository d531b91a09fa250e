import { type Results, Signature } from 'ovoscope';
import { count, entry, peOf, pick, sections } from './_pe.ts';

const FEWEST = 32 << 10;

/** Installers keep what they install there, and signatures of the maker lie there. */
export default class StaticPeOverlay extends Signature {
  name = 'static_pe_overlay';
  description = 'Most of the program lies behind its end';
  severity = 1;
  confidence = 40;
  categories = ['static'];
  ttps = ['T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1027/009/'];
  run(results: Results) {
    const overlay = entry(peOf(results)['overlay']);
    const size = count(overlay['size']);
    const mapped = sections(results).reduce((sum, section) => sum + section.size, 0);
    if (size < FEWEST || size < mapped) return false;
    this.data.push({ ...pick(overlay, 'offset'), size });
    return true;
  }
}
