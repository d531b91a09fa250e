import { type Results, Signature } from 'ovoscope';
import { calledApis, droidmonTexts } from './_droidmon.ts';

const RECEIVED = /android\.provider\.Telephony\.SMS_(?:RECEIVED|DELIVER)/;

/** Programs for messages and for codes of banks receive messages too, and let them pass. */
export default class AndroidInterceptsSms extends Signature {
  name = 'android_intercepts_sms';
  description = 'Is told of text messages before others, and can keep them';
  severity = 3;
  confidence = 75;
  categories = ['android'];
  ttps = ['T1636.004'];
  references = ['https://attack.mitre.org/techniques/T1636/004/'];
  run(results: Results) {
    const receivers = droidmonTexts(results, 'registered_receivers').filter((action) => RECEIVED.test(action));
    const handled = droidmonTexts(results, 'handleReceiver').filter((receiver) =>
      RECEIVED.test(receiver.slice(0, 5_000)),
    );
    const aborts = calledApis(results, /_abortBroadcast$/);
    const isObserved = droidmonTexts(results, 'registerContentObserver').some((uri) => uri.startsWith('content://sms'));
    if (receivers.length === 0 && !isObserved && (handled.length === 0 || aborts.length === 0)) return false;
    this.data.push(
      ...receivers.map((action) => ({ action })),
      ...handled.slice(0, 5).map((receiver) => ({ receiver: receiver.slice(0, 500) })),
    );
    this.data.push(...aborts, ...(isObserved ? [{ observes: 'content://sms/' }] : []));
    return true;
  }
}
