import { elfSample } from '../tests/support/static-samples.ts';
import { fuzzStatic, realFiles } from './_static.ts';

/** Any bytes as an ELF file. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] => [
  elfSample(),
  elfSample({ is64: false, isBig: true }),
  elfSample({ sections: false }),
  ...realFiles('elf', /\.(?:elf|bin)$/),
];
