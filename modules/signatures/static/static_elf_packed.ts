import { type Results, Signature } from 'ovoscope';
import { entries, entry, pick, staticOf, text } from './_pe.ts';

const MARK = /^(?:UPX!|\$Info: This file is packed with the UPX|\$Id: UPX)/;
const SEARCHED = 20_000;

/** Programs for small devices are packed to save space. */
export default class StaticElfPacked extends Signature {
  name = 'static_elf_packed';
  description = 'The program is packed';
  severity = 2;
  confidence = 60;
  categories = ['static', 'linux'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    if (staticOf(results)['elf'] === undefined) return false;
    const mark = (Array.isArray(results.strings) ? results.strings : [])
      .slice(0, SEARCHED)
      .find((string) => typeof string === 'string' && MARK.test(string));
    const packed = entries(entry(staticOf(results)['elf'])['section_headers']).find(
      ({ entropy, flags }) => typeof entropy === 'number' && entropy > 7.5 && /X/.test(text(flags)),
    );
    if (mark !== undefined) this.data.push({ string: mark.slice(0, 200) });
    if (packed !== undefined) this.data.push(pick(packed, 'name', 'entropy'));
    return this.data.length > 0;
  }
}
