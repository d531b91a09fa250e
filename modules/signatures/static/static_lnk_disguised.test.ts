import { given, SignatureTester } from 'ovoscope/testing';
import StaticLnkDisguised from './static_lnk_disguised.ts';

const lnk = (fields: object) => given.container({ static: { lnk: fields } });

new SignatureTester().run(StaticLnkDisguised, {
  detects: [
    {
      name: 'of a PDF',
      results: lnk({ basepath: 'C:\\Windows\\System32\\cmd.exe', icon: 'C:\\a\\b.pdf', cmdline: '/c a' }),
    },
    {
      name: 'of Word',
      results: lnk({ relapath: '..\\cmd.exe', icon: '%ProgramFiles%\\Microsoft Office\\winword.exe', cmdline: '/c a' }),
    },
  ],
  ignores: [
    { name: 'its own', results: lnk({ basepath: 'C:\\Windows\\System32\\cmd.exe', icon: '', cmdline: '/k' }) },
    { name: 'a document', results: lnk({ basepath: 'C:\\a\\b.pdf', icon: 'C:\\a\\b.pdf', cmdline: '' }) },
  ],
});
