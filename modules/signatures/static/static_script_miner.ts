import { type Results, Signature } from 'ovoscope';
import { entry, text } from './_pe.ts';

const MINER =
  /\b(?:new\s+CoinHive\.(?:Anonymous|User|Token)|CoinImp\.Anonymous|Client\.Anonymous\(|deepMiner\.(?:Init|Anonymous)|CryptoLoot\.Anonymous|cryptonight\.wasm|coinhive\.min\.js|webmr\.js)/;
const LONGEST = 1 << 20;
const MOST_STRINGS = 20_000;

/** Some sites ask their visitors whether they may. */
export default class StaticScriptMiner extends Signature {
  name = 'static_script_miner';
  description = 'The script mines a crypto-currency in the browser';
  severity = 3;
  confidence = 80;
  categories = ['static', 'script', 'miner'];
  ttps = ['T1496.001'];
  references = ['https://attack.mitre.org/techniques/T1496/001/'];
  run(results: Results) {
    const strings = Array.isArray(results.strings) ? results.strings.slice(0, MOST_STRINGS).map(text) : [];
    for (const script of [text(entry(results.file)['data']), strings.join('\n')]) {
      const found = MINER.exec(script.slice(0, LONGEST));
      if (!found) continue;
      this.data.push({ script: script.slice(Math.max(0, found.index - 40), found.index + 200) });
      return true;
    }
    return false;
  }
}
