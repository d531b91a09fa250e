import { type Results, Signature } from 'ovoscope';
import { count, entry, staticOf } from './_pe.ts';

const FEWEST = 512;

/** Windows writes nothing there; a few bytes may be left from copying. */
export default class StaticLnkPayload extends Signature {
  name = 'static_lnk_payload';
  description = 'The shortcut has something behind its end';
  severity = 3;
  confidence = 80;
  categories = ['static', 'lnk'];
  ttps = ['T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1027/009/'];
  run(results: Results) {
    const overlay = entry(staticOf(results)['lnk'])['overlay'];
    const { size, offset } = entry(overlay);
    const bytes = count(size ?? (typeof overlay === 'number' ? overlay : 0));
    if (bytes < FEWEST) return false;
    this.data.push({ size: bytes, offset: offset ?? null });
    return true;
  }
}
