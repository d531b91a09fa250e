import { given, SignatureTester } from 'ovoscope/testing';
import AndroidLoadsCode from './android_loads_code.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidLoadsCode, {
  detects: [
    { name: 'of its own folder', results: droidmon({ dropped_dex: ['/data/data/a.b/app_x/a.jar'] }) },
    {
      name: 'with a class loader',
      results: droidmon({ DexClassLoader: [['/sdcard/x.dex', '/data/data/a.b/x', null]] }),
    },
  ],
  ignores: [
    { name: 'its own package', results: droidmon({ loadDex: ['/data/app/a.b-1.apk'] }) },
    { name: 'none', results: droidmon({ dropped_dex: [] }) },
  ],
});
