import { type Results, Signature } from 'ovoscope';
import { droidmonTexts } from './_droidmon.ts';

const PRIVATE =
  /^content:\/\/(?:sms|mms(?:-sms)?|com\.android\.contacts|contacts|icc|call_log|com\.android\.calendar|browser|com\.android\.browser)\b/;

/** Programs for messages and calls do so. */
export default class AndroidReadsMessagesAndContacts extends Signature {
  name = 'android_reads_messages_and_contacts';
  description = 'Reads contacts, calls or messages of the user';
  severity = 2;
  confidence = 75;
  categories = ['android'];
  ttps = ['T1636.003', 'T1636.004', 'T1636.002'];
  references = ['https://attack.mitre.org/techniques/T1636/003/', 'https://attack.mitre.org/techniques/T1636/004/'];
  run(results: Results) {
    const uris = new Set(
      [
        ...droidmonTexts(results, 'ContentResolver_queries'),
        ...droidmonTexts(results, 'registerContentObserver'),
      ].filter((uri) => PRIVATE.test(uri)),
    );
    this.data.push(...[...uris].slice(0, 20).map((uri) => ({ uri: uri.slice(0, 500) })));
    return uris.size > 0;
  }
}
