import { type Results, Signature } from 'ovoscope';
import { entries, peOf, pick, staticOf, text } from './_pe.ts';

const DAY_MS = 86_400_000;

/**
 * Compilers that make the same bytes each time write a hash in place of the time; such programs are left out where
 * they say so.
 */
export default class StaticPeTimestamp extends Signature {
  name = 'static_pe_timestamp';
  description = 'The program says that it was made in the future';
  severity = 1;
  confidence = 60;
  categories = ['static'];
  ttps = ['T1070.006'];
  references = ['https://attack.mitre.org/techniques/T1070/006/'];
  run(results: Results) {
    const made = Date.parse(`${text(staticOf(results)['pe_timestamp']).slice(0, 19).replace(' ', 'T')}Z`);
    const analysed = Date.parse(`${(results.info?.started ?? '').slice(0, 19).replace(' ', 'T')}Z`);
    const isHash = entries(peOf(results)['debug']).some(({ type }) => /REPRO/i.test(text(type)));
    if (isHash || !(made > analysed + DAY_MS)) return false;
    this.data.push({ ...pick(staticOf(results), 'pe_timestamp'), analysed: results.info?.started });
    return true;
  }
}
