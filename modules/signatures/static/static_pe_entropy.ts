import { type Results, Signature } from 'ovoscope';
import { sections } from './_pe.ts';

/** Compressed and encrypted bytes are near 8; code is near 6. */
const PACKED = 7.2;
const SMALLEST = 8 << 10;

/** Installers and games pack their code too; data and resources that are packed do not count. */
export default class StaticPeEntropy extends Signature {
  name = 'static_pe_entropy';
  description = 'Code of the program is packed or encrypted';
  severity = 2;
  confidence = 50;
  categories = ['static'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    for (const { name, entropy, size, isExecutable } of sections(results)) {
      if (isExecutable && entropy >= PACKED && size >= SMALLEST) this.data.push({ section: name, entropy, size });
    }
    return this.data.length > 0;
  }
}
