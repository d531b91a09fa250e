import { given, SignatureTester } from 'ovoscope/testing';
import AndroidReadsMessagesAndContacts from './android_reads_messages_and_contacts.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidReadsMessagesAndContacts, {
  detects: [
    { name: 'messages', results: droidmon({ ContentResolver_queries: ['content://sms/inbox'] }) },
    {
      name: 'contacts',
      results: droidmon({ ContentResolver_queries: ['content://com.android.contacts/data/phones'] }),
    },
  ],
  ignores: [
    { name: 'pictures', results: droidmon({ ContentResolver_queries: ['content://media/external/images/media'] }) },
    { name: 'settings', results: droidmon({ ContentResolver_queries: ['content://settings/secure'] }) },
  ],
});
