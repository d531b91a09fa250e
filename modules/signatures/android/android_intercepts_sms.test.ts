import { given, SignatureTester } from 'ovoscope/testing';
import AndroidInterceptsSms from './android_intercepts_sms.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidInterceptsSms, {
  detects: [
    { name: 'while it runs', results: droidmon({ registered_receivers: ['android.provider.Telephony.SMS_RECEIVED'] }) },
    {
      name: 'and keeps them',
      results: droidmon({
        handleReceiver: ['ReceiverData{intent=Intent { act=android.provider.Telephony.SMS_RECEIVED }'],
        api: { android_content_BroadcastReceiver_abortBroadcast: 1 },
      }),
    },
  ],
  ignores: [
    { name: 'of the screen', results: droidmon({ registered_receivers: ['android.intent.action.SCREEN_OFF'] }) },
    {
      name: 'and lets them pass',
      results: droidmon({
        handleReceiver: ['ReceiverData{intent=Intent { act=android.provider.Telephony.SMS_RECEIVED }'],
      }),
    },
  ],
});
