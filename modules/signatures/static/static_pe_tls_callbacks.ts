import { type Results, Signature } from 'ovoscope';
import { peOf } from './_pe.ts';

/** Some compilers, such as those for Rust, Delphi and MinGW, set up threads this way. */
export default class StaticPeTlsCallbacks extends Signature {
  name = 'static_pe_tls_callbacks';
  description = 'The program runs code before its entry point';
  severity = 1;
  confidence = 50;
  categories = ['static', 'anti-debug'];
  ttps = ['T1622'];
  references = ['https://attack.mitre.org/techniques/T1622/'];
  run(results: Results) {
    const callbacks = peOf(results)['tls_callbacks'];
    if (!Array.isArray(callbacks) || callbacks.length === 0) return false;
    this.data.push({ callbacks: callbacks.slice(0, 20).map(String) });
    return true;
  }
}
