import { pdfSample } from '../tests/support/static-samples.ts';
import { fuzzStatic, realFiles } from './_static.ts';

/** Any bytes as a PDF document. */
export const fuzz = fuzzStatic;

export const corpus = (): Uint8Array[] => [pdfSample(), ...realFiles('pdf', /\.pdf$/)];
