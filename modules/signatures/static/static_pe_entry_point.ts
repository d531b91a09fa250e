import { type Results, Signature } from 'ovoscope';
import { count, peOf, pick, sections } from './_pe.ts';

/** Where drivers and old linkers begin. */
const CODE = /^(?:\.?text\w*|CODE|INIT|PAGE\w*|\.itext|\.code|code|UPX\d|\.init)$/i;

/** Tests of loaders and some protectors do so; compilers never. */
export default class StaticPeEntryPoint extends Signature {
  name = 'static_pe_entry_point';
  description = 'The program begins outside of its code';
  severity = 2;
  confidence = 60;
  categories = ['static'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    const entrypoint = count(peOf(results)['entrypoint']);
    const all = sections(results);
    // Other sandboxes do not say in which section it is.
    if (entrypoint === 0 || all.length < 2 || !('ep_section' in peOf(results))) return false;
    const section = peOf(results)['ep_section'];
    const home = all.find(({ name }) => name === section);
    const isLast = home !== undefined && home === all.at(-1) && !CODE.test(home.name);
    if (home?.isExecutable && !isLast) return false;
    this.data.push({ ...pick(peOf(results), 'entrypoint'), section: section ?? null });
    return true;
  }
}
