import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeOverlay from './static_pe_overlay.ts';

const behind = (size: string) =>
  given.container({
    static: { pe: { overlay: { offset: '0x00010000', size } }, pe_sections: [{ size_of_data: '0x0000f000' }] },
  });

new SignatureTester().run(StaticPeOverlay, {
  detects: [
    { name: 'more than the program', results: behind('0x00100000') },
    { name: 'as much', results: behind('0x0000f000') },
  ],
  ignores: [
    { name: 'a signature', results: behind('0x00002000') },
    { name: 'none', results: given.container({ static: { pe: { overlay: null } } }) },
  ],
});
