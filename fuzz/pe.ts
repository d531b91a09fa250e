import { peSample } from '../tests/support/static-samples.ts';
import { fuzzStatic, realFiles } from './_static.ts';

/** Any bytes as a Windows program. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] => [
  peSample(),
  peSample({ is64: true, overlay: Buffer.from('more') }),
  ...realFiles('pe', /\.(?:exe|dll|sys)$/),
];
