import { given, SignatureTester } from 'ovoscope/testing';
import StaticLnkRemote from './static_lnk_remote.ts';

const lnk = (fields: object) => given.container({ static: { lnk: fields } });

new SignatureTester().run(StaticLnkRemote, {
  detects: [
    { name: 'an icon', results: lnk({ icon: '\\\\203.0.113.5\\s\\a.ico' }) },
    { name: 'a program', results: lnk({ net_share: '\\\\evil.example\\share\\' }) },
  ],
  ignores: [
    { name: 'this computer', results: lnk({ basepath: 'C:\\a.exe', icon: 'C:\\a.exe' }) },
    { name: 'no shortcut', results: lnk({}) },
  ],
});
