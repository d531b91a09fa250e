import { given, SignatureTester } from 'ovoscope/testing';
import AndroidDangerousPermissions from './android_dangerous_permissions.ts';

const asks = (...names: string[]) =>
  given.container({ apkinfo: { manifest: { permissions: names.map((name) => `android.permission.${name}`) } } });

new SignatureTester().run(AndroidDangerousPermissions, {
  detects: [
    { name: 'four of them', results: asks('SEND_SMS', 'READ_CONTACTS', 'GET_TASKS', 'WAKE_LOCK') },
    {
      name: 'as other sandboxes write it',
      results: given.container({
        apkinfo: {
          manifest: {
            permissions: ['SEND_SMS', 'CALL_PHONE', 'CAMERA', 'WAKE_LOCK'].map((name) => ({
              name: `android.permission.${name}`,
            })),
          },
        },
      }),
    },
  ],
  ignores: [
    { name: 'the internet', results: asks('INTERNET', 'WAKE_LOCK') },
    { name: 'a camera', results: asks('CAMERA', 'RECORD_AUDIO', 'READ_PHONE_STATE', 'WAKE_LOCK', 'GET_TASKS') },
  ],
});
