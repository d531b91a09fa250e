import { given, SignatureTester } from 'ovoscope/testing';
import AndroidAsksForRoot from './android_asks_for_root.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidAsksForRoot, {
  detects: [
    { name: 'with su', results: droidmon({ commands: ['su -c id'] }) },
    { name: 'looking for it', results: droidmon({ file_accessed: ['/system/bin/su', '/system/xbin/su'] }) },
  ],
  ignores: [
    { name: 'another command', results: droidmon({ commands: ['sh summary.sh'] }) },
    { name: 'another file', results: droidmon({ file_accessed: ['/data/data/a.b/summary'] }) },
  ],
});
