import { type Results, Signature } from 'ovoscope';
import { staticOf, text } from './_pe.ts';

const WORDS =
  /(?:key.?log|stealer|crypter|ransom|\binject(?:or|ion)?\b|rootkit|botnet|\brat\b|trojan|backdoor|payload|shellcode|dropper|bypass|exploit|malware|hollow|clipper|miner|encryptor|locker|beacon|meterpreter)/i;

/** Tools of testers are called the same; so are parts of security products. */
export default class StaticPeDebugPath extends Signature {
  name = 'static_pe_debug_path';
  description = 'The path of its debug symbols tells what the program is for';
  severity = 2;
  confidence = 70;
  categories = ['static'];
  ttps = ['T1587.001'];
  references = ['https://attack.mitre.org/techniques/T1587/001/'];
  run(results: Results) {
    const pdb_path = text(staticOf(results)['pdb_path']);
    if (!WORDS.test(pdb_path.slice(0, 1_000))) return false;
    this.data.push({ pdb_path });
    return true;
  }
}
