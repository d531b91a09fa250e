import { given, SignatureTester } from 'ovoscope/testing';
import AndroidDeviceAdmin from './android_device_admin.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidDeviceAdmin, {
  detects: [
    {
      name: 'by its manifest',
      results: given.container({
        apkinfo: { manifest: { receivers_actions: ['android.app.action.DEVICE_ADMIN_ENABLED'] } },
      }),
    },
    {
      name: 'asking for it',
      results: droidmon({ started_activities: [{ act: 'android.app.action.ADD_DEVICE_ADMIN' }] }),
    },
  ],
  ignores: [
    {
      name: 'another receiver',
      results: given.container({
        apkinfo: { manifest: { receivers_actions: ['android.intent.action.BOOT_COMPLETED'] } },
      }),
    },
    { name: 'another activity', results: droidmon({ started_activities: [{ act: 'android.intent.action.MAIN' }] }) },
  ],
});
