import { type Results, Signature } from 'ovoscope';
import { writtenFiles } from 'ovoscope/query';

const NOTE = /\.(?:txt|html?|hta|rtf|bmp|png|jpe?g|url|vbs|inf)$/i;
const WORDS =
  /(?:read.?me|read.?it|decrypt|decipher|restore|recover|unlock|help|how.?to|instruction|ransom|attention|warning|your.?files|locked|encrypt|files.?back|note)/i;
const FEWEST = 4;
const SHOWN = 20;

/** Packages with a readme in each folder, such as those of sources. */
export default class RansomwareNotes extends Signature {
  name = 'ransomware_notes';
  description = 'Leaves a note of the same name in many folders';
  severity = 4;
  confidence = 85;
  categories = ['ransomware'];
  ttps = ['T1486', 'T1491.001'];
  references = ['https://attack.mitre.org/techniques/T1486/'];

  run(results: Results) {
    const folders = new Map<string, string[]>();
    for (const path of writtenFiles(results)) {
      const name = path.slice(path.lastIndexOf('\\') + 1).toLowerCase();
      if (!NOTE.test(name) || !WORDS.test(name)) continue;
      if (!folders.has(name)) folders.set(name, []);
      folders.get(name)!.push(path);
    }
    for (const paths of folders.values()) {
      if (paths.length >= FEWEST) this.data.push(...paths.slice(0, SHOWN).map((filepath) => ({ filepath })));
    }
    return this.data.length > 0;
  }
}
