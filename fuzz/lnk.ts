import { lnkSample } from '../tests/support/static-samples.ts';
import { fuzzStatic, realFiles } from './_static.ts';

/** Any bytes as a shortcut. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] => [lnkSample(), lnkSample({ isUnicode: false }), ...realFiles('lnk', /\.lnk$/)];
