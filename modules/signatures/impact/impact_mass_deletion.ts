import { type Results, Signature } from 'ovoscope';
import { deletedFiles } from 'ovoscope/query';

const OF_USER = /^[a-z]:\\(?:documents and settings|users)\\/i;
const DOCUMENT =
  /\.(?:docx?|xlsx?|pptx?|pdf|rtf|odt|csv|txt|jpe?g|png|gif|bmp|mp3|mp4|avi|mov|zip|rar|7z|sql|mdb|accdb|pst|psd|key|pem)$/i;
const FEWEST = 25;
const SHOWN = 20;
/** What browsers and Windows keep for themselves comes and goes. */
const CACHE = /\\(?:temp|tmp|temporary internet files|inetcache|cache\d?|cookies|inetcookies|history|recent)\\/i;

/** Uninstallers and programs that clean up; folders for caches are left out. */
export default class ImpactMassDeletion extends Signature {
  name = 'impact_mass_deletion';
  description = "Deletes many of the user's documents";
  severity = 3;
  confidence = 85;
  categories = ['impact'];
  ttps = ['T1485'];
  references = ['https://attack.mitre.org/techniques/T1485/'];

  run(results: Results) {
    const documents = deletedFiles(results).filter(
      (path) => OF_USER.test(path) && DOCUMENT.test(path) && !CACHE.test(path),
    );
    if (documents.length < FEWEST) return false;
    this.data.push({ files: documents.length }, ...documents.slice(0, SHOWN).map((filepath) => ({ filepath })));
    return true;
  }
}
