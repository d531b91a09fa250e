import { type Results, Signature } from 'ovoscope';
import { droidmonEntries, pick } from './_droidmon.ts';

/** Programs for messages do so when a user writes one. */
export default class AndroidSendsSms extends Signature {
  name = 'android_sends_sms';
  description = 'Sends text messages';
  severity = 3;
  confidence = 80;
  categories = ['android'];
  ttps = ['T1582'];
  references = ['https://attack.mitre.org/techniques/T1582/'];
  run(results: Results) {
    for (const message of droidmonEntries(results, 'sms')) this.data.push(pick(message, 'dest_number', 'content'));
    return this.data.length > 0;
  }
}
