import { given, SignatureTester } from 'ovoscope/testing';
import AndroidSendsSms from './android_sends_sms.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidSendsSms, {
  detects: [
    { name: 'one', results: droidmon({ sms: [{ dest_number: '+100', content: 'x' }] }) },
    {
      name: 'several',
      results: droidmon({
        sms: [
          { dest_number: '7', content: '' },
          { dest_number: '8', content: '' },
        ],
      }),
    },
  ],
  ignores: [
    { name: 'none', results: droidmon({ sms: [] }) },
    { name: 'reading them', results: droidmon({ ContentResolver_queries: ['content://sms/'] }) },
  ],
});
