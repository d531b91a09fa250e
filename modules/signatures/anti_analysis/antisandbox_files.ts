import { type Results, Signature } from 'ovoscope';
import { apis, files, firstUses } from 'ovoscope/query';

/** Names and folders that sandboxes were known to give to samples and to their own programs. */
const FILES = [
  /^[a-z]:\\(?:sample|sandbox_starter|virus|malware|file|test|klavme|myapp|testapp)\.exe$/i,
  /^[a-z]:\\(?:analysis|sandbox|insidetm|analyzer|strawberry|cuckoo|malware|cwsandbox|iDEFENSE|stuff|TSL|Joe)(?:\\|$)/i,
  /^\\\\\.\\pipe\\cuckoo$/i,
];

/** Tests that name their own file sample.exe would meet it; few programs look for such names. */
export default class AntisandboxFiles extends Signature {
  name = 'antisandbox_files';
  description = 'Looks for files by which sandboxes are told';
  severity = 3;
  confidence = 75;
  categories = ['anti-sandbox'];
  ttps = ['T1497.001'];
  references = ['https://attack.mitre.org/techniques/T1497/001/'];

  run(results: Results) {
    // What the sample is itself, and what it was started from, it finds without looking.
    const own = (results.behavior?.processes ?? []).map((process) => (process.process_path ?? '').toLowerCase());
    const found = files(results, FILES).filter((path) => !own.includes(path.toLowerCase()));
    this.data.push(...firstUses(results, found, apis.looksForFile, 'filepath'));
    return found.length > 0;
  }
}
