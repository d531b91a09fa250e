import { type Results, Signature } from 'ovoscope';
import { droidmonTexts } from './_droidmon.ts';

const NUMBERS = new Set([
  'getDeviceId',
  'getSubscriberId',
  'getSimSerialNumber',
  'getLine1Number',
  'getImei',
  'getMeid',
  'getMacAddress',
  'getAddress',
]);
const FEWEST = 2;

/** Advertisements ask for the number of the device. */
export default class AndroidReadsIdentity extends Signature {
  name = 'android_reads_identity';
  description = 'Asks for the numbers of the device and of its card';
  severity = 1;
  confidence = 70;
  categories = ['android'];
  ttps = ['T1426', 'T1422'];
  references = ['https://attack.mitre.org/techniques/T1426/', 'https://attack.mitre.org/techniques/T1422/'];
  run(results: Results) {
    const asked = [...new Set(droidmonTexts(results, 'fingerprint').filter((name) => NUMBERS.has(name)))];
    if (asked.length < FEWEST) return false;
    this.data.push(...asked.map((method) => ({ method })));
    return true;
  }
}
