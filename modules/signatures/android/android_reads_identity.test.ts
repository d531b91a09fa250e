import { given, SignatureTester } from 'ovoscope/testing';
import AndroidReadsIdentity from './android_reads_identity.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidReadsIdentity, {
  detects: [
    { name: 'of device and card', results: droidmon({ fingerprint: ['getDeviceId', 'getSubscriberId'] }) },
    {
      name: 'all of them',
      results: droidmon({ fingerprint: ['getDeviceId', 'getLine1Number', 'getSimSerialNumber'] }),
    },
  ],
  ignores: [
    { name: 'one', results: droidmon({ fingerprint: ['getDeviceId'] }) },
    { name: 'the network', results: droidmon({ fingerprint: ['getNetworkOperatorName', 'getSimCountryIso'] }) },
  ],
});
