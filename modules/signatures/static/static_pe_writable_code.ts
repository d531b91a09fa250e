import { type Results, Signature } from 'ovoscope';
import { sections } from './_pe.ts';

/** Packers, old compilers and programs with very few sections do so. */
export default class StaticPeWritableCode extends Signature {
  name = 'static_pe_writable_code';
  description = 'The program has code that it may overwrite';
  severity = 1;
  confidence = 70;
  categories = ['static'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    for (const { name, isExecutable, isWritable } of sections(results)) {
      if (isExecutable && isWritable) this.data.push({ section: name });
    }
    return this.data.length > 0;
  }
}
