import { readRtf } from '../src/formats/rtf/read.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { rtfSample } from '../tests/support/office-samples.ts';
import { realFiles } from './_static.ts';

/** Any bytes as an RTF document, with what its objects hold. */
export function fuzz(data: Uint8Array): void {
  readRtf(new MemorySource(data, 'sample'), () => {});
  readRtf(new MemorySource(Buffer.concat([Buffer.from('{\\rtf1{\\object{\\*\\objdata '), data]), 'sample'), () => {});
}

export const corpus = (): Uint8Array[] => [rtfSample(), ...realFiles('office', /\.rtf$/)];
