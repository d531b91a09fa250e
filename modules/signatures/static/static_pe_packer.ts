import { type Results, Signature } from 'ovoscope';
import { sections } from './_pe.ts';

const PACKERS =
  /^(?:UPX[0-9!]|\.?aspack|\.adata|\.ASPack|\.themida|\.winlice|\.vmp\d|\.MPRESS[12]|MEW|\.petite|petite|\.enigma[12]|\.nsp[0-9]|nsp[0-9]|PEC2\w*|pec1|PEBundle|\.perplex|\.yP|\.y0da|\.RLPack|\.packed|\.boom|\.ccg|\.charmve|kkrunchy|\.neolit|NFO|\.seau|\.sforce3|\.spack|\.svkp|\.taz|tsuarch|\.Upack|\.ByDwing|WinLicen|\.xcom|!EPack|FSG!|\.pklstb|BitArts|DAStub|\.shrink[1-3]|\.obsidium|\.obsid)$/;

/** Harmless programs are packed with UPX to be small, and protected against copying by the others. */
export default class StaticPePacker extends Signature {
  name = 'static_pe_packer';
  description = 'The program has sections named as a packer or protector names them';
  severity = 2;
  confidence = 70;
  categories = ['static'];
  ttps = ['T1027.002'];
  references = ['https://attack.mitre.org/techniques/T1027/002/'];
  run(results: Results) {
    for (const { name } of sections(results)) if (PACKERS.test(name)) this.data.push({ section: name });
    return this.data.length > 0;
  }
}
