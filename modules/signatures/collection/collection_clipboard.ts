import { type Call, type Process, Signature } from 'ovoscope';
import { evidence } from 'ovoscope/query';
import { BACKGROUND } from '../_programs.ts';

/** Every program into which one can paste does so, when a user pastes. */
export default class CollectionClipboard extends Signature {
  name = 'collection_clipboard';
  description = 'Reads the clipboard';
  severity = 2;
  confidence = 50;
  categories = ['collection'];
  ttps = ['T1115'];
  references = ['https://attack.mitre.org/techniques/T1115/'];
  watch = { apis: ['GetClipboardData', 'AddClipboardFormatListener', 'SetClipboardViewer'] };

  onCall(call: Call, process: Process) {
    if (BACKGROUND.concat('explorer.exe').includes(process.process_name.toLowerCase())) return false;
    this.data.push(evidence(call, process));
    return true;
  }
}
