import { type Results, Signature } from 'ovoscope';
import { sections } from './_pe.ts';

const PLAIN = /^[./$]?[A-Za-z_][\w.$:-]{0,15}$|^\/\d{1,7}$/;

/** Protectors and programs in assembler name sections as they like. */
export default class StaticPeSectionNames extends Signature {
  name = 'static_pe_section_names';
  description = 'The names of its sections are not words of any compiler';
  severity = 1;
  confidence = 50;
  categories = ['static'];
  ttps = ['T1027'];
  references = ['https://attack.mitre.org/techniques/T1027/'];
  run(results: Results) {
    const odd = sections(results).filter(({ name }) => !PLAIN.test(name));
    for (const { name } of odd) this.data.push({ section: name });
    return this.data.length > 0;
  }
}
