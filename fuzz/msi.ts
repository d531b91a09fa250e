import { readMsi } from '../src/formats/msi/read.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { msiSample } from '../tests/support/office-samples.ts';

/** Any bytes as a package of Windows Installer. */
export function fuzz(data: Uint8Array): void {
  readMsi(new MemorySource(data, 'sample'), () => {});
}

export const corpus = (): Uint8Array[] => [msiSample()];
