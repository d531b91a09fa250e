import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeEmbeddedProgram from './static_pe_embedded_program.ts';

const resource = (filetype: string | null, name = 'RT_RCDATA') =>
  given.container({ static: { pe_resources: [{ name, offset: '0x1000', size: '0x2000', filetype }] } });

new SignatureTester().run(StaticPeEmbeddedProgram, {
  detects: [
    { name: 'a Windows program', results: resource('PE32 executable (GUI) Intel 80386, for MS Windows') },
    { name: 'a Linux program', results: resource('ELF 64-bit LSB executable', 'BIN') },
  ],
  ignores: [
    { name: 'a picture', results: resource('PNG image data') },
    { name: 'unknown bytes', results: resource(null) },
  ],
});
