import { type Results, Signature } from 'ovoscope';
import { extension, movedFiles, writtenFiles } from 'ovoscope/query';

const ENDINGS = new Set(
  (
    'wncry wcry wncryt wnry locky zepto odin thor aesir zzzzz osiris cerber cerber2 cerber3 cryptolocker crypz cryp1 teslacrypt ' +
    'ecc ezz exx xyz zzz ccc vvv xxx ttt micro encrypted encrypt locked lockbit conti ryk ryuk clop ciop avos avos2 babyk ' +
    'djvu stop kodc nemucod gandcrab krab crab phobos eking eight dharma wallet arena bip java combo adobe makop mkp hive ' +
    'blackcat play akira royal royal_w 8base lorenz cuba medusa medusalocker snatch sodinokibi revil fun btc kkk gws payrms paymst ' +
    'pays paym paymrts payfuck badrabbit petya globe purge jigsaw contact ragnar'
  ).split(' '),
);
/** Endings that something else has as well, and so say nothing alone. */
const COMMON = new Set([
  'java',
  'xyz',
  'fun',
  'adobe',
  'play',
  'stop',
  'wallet',
  'micro',
  'locked',
  'encrypted',
  'encrypt',
  'contact',
  'combo',
  'arena',
  'thor',
  'hive',
  'globe',
  'royal',
  'eight',
  'ecc',
  'cuba',
]);
const BEFORE = /\.(?:docx?|xlsx?|pptx?|pdf|rtf|txt|jpe?g|png|gif|bmp|mp[34]|zip|rar|csv|sql|html?|xml)$/i;
const FEWEST = 3;
const SHOWN = 20;

/** Tests of backups use such names on purpose. */
export default class RansomwareKnownEndings extends Signature {
  name = 'ransomware_known_endings';
  description = 'Gives files an ending that known ransomware gives them';
  severity = 4;
  confidence = 85;
  categories = ['ransomware'];
  ttps = ['T1486'];
  references = ['https://attack.mitre.org/techniques/T1486/'];
  run(results: Results) {
    const paths = [...writtenFiles(results), ...movedFiles(results).map(([, to]) => to)];
    const byEnding = new Map<string, Set<string>>();
    for (const path of paths) {
      const ending = extension(path);
      // The first ending stays in most cases: report.docx.locked
      const isMade = ENDINGS.has(ending) && (!COMMON.has(ending) || BEFORE.test(path.slice(0, -ending.length - 1)));
      if (isMade) byEnding.set(ending, (byEnding.get(ending) ?? new Set()).add(path));
    }
    for (const files of byEnding.values()) {
      if (files.size >= FEWEST) this.data.push(...[...files].slice(0, SHOWN).map((filepath) => ({ filepath })));
    }
    return this.data.length > 0;
  }
}
