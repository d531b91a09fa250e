import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeDebugPath from './static_pe_debug_path.ts';

const pdb = (pdb_path: string | null) => given.container({ static: { pdb_path } });

new SignatureTester().run(StaticPeDebugPath, {
  detects: [
    { name: 'a stealer', results: pdb('C:\\Users\\x\\Desktop\\Stealer\\Release\\a.pdb') },
    { name: 'an injector', results: pdb('D:\\work\\inject\\x64\\a.pdb') },
  ],
  ignores: [
    { name: 'an ordinary one', results: pdb('D:\\build\\editor\\a.pdb') },
    { name: 'none', results: pdb(null) },
  ],
});
