import { type Results, Signature } from 'ovoscope';
import { extension, readFiles, writtenFiles } from 'ovoscope/query';

const OF_USER = /^[a-z]:\\(?:documents and settings|users)\\/i;
const CACHE = /\\(?:temp|tmp|temporary internet files|inetcache|cache\d?|cookies|history|recent|appdata\\local)\\/i;
const DOCUMENTS = new Set(
  'doc docx xls xlsx ppt pptx pdf rtf odt csv txt jpg jpeg png gif bmp mp3 mp4 avi mov zip rar 7z sql mdb accdb pst psd key pem dwg cpp py java'.split(
    ' ',
  ),
);
const FEWEST = 20;
const KINDS = 4;
const SHOWN = 20;

/** Programs that convert or synchronise documents write many as well. */
export default class RansomwareDocumentsRewritten extends Signature {
  name = 'ransomware_documents_rewritten';
  description = "Writes over many of the user's documents";
  severity = 3;
  confidence = 75;
  categories = ['ransomware'];
  ttps = ['T1486'];
  references = ['https://attack.mitre.org/techniques/T1486/'];
  run(results: Results) {
    const read = new Set(readFiles(results).map((path) => path.toLowerCase()));
    const rewritten = writtenFiles(results).filter((path) => {
      const isDocument = OF_USER.test(path) && !CACHE.test(path) && DOCUMENTS.has(extension(path));
      return isDocument && read.has(path.toLowerCase());
    });
    if (rewritten.length < FEWEST || new Set(rewritten.map(extension)).size < KINDS) return false;
    this.data.push({ files: rewritten.length }, ...rewritten.slice(0, SHOWN).map((filepath) => ({ filepath })));
    return true;
  }
}
