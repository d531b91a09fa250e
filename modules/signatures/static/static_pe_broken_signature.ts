import { type Results, Signature } from 'ovoscope';
import { entries, entry, peOf, pick } from './_pe.ts';

/** A program that was changed after it was signed, as some installers do to mark downloads. */
export default class StaticPeBrokenSignature extends Signature {
  name = 'static_pe_broken_signature';
  description = 'The program carries a signature that is not of it';
  severity = 3;
  confidence = 90;
  categories = ['static', 'evasion'];
  ttps = ['T1036.001'];
  references = ['https://attack.mitre.org/techniques/T1036/001/'];
  run(results: Results) {
    for (const signature of entries(entry(peOf(results)['authenticode'])['signatures'])) {
      if (signature['digest_matches'] !== false) continue;
      const signer = entries(signature['signers'])[0]?.['subject'] ?? null;
      this.data.push({ signer, ...pick(signature, 'digest', 'computed_digest') });
    }
    return this.data.length > 0;
  }
}
