import { machoSample, universalSample } from '../tests/support/static-samples.ts';
import { fuzzStatic } from './_static.ts';

/** Any bytes as a Mach-O file. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] => [
  machoSample(),
  machoSample({ is64: false }),
  machoSample({ is64: false, isBig: true }),
  universalSample(),
];
