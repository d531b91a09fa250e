import { Processing } from 'ovoscope';
import { readSampleStrings } from './_strings.ts';

/**
 * Runs of printable characters in the sample: those in ASCII in the order of the file, then those in UTF-16LE. What
 * passes a limit is told; the first 2048 are what Cuckoo 2 lists.
 */
export default class Strings extends Processing<'strings'> {
  readonly key = 'strings' as const;
  defaults = {
    /** Shortest string, in characters. */
    minimum: 6,
    /** Most strings of each encoding. */
    count: 20_000,
    /** Longest text of a string, in characters. */
    longest: 1024,
    /** How much of the sample is searched, in bytes. */
    bytes: 256 << 20,
  };

  async run(): Promise<string[] | undefined> {
    const strings = await readSampleStrings(this);
    return strings && [...strings.ascii.texts, ...strings.utf16.texts];
  }
}
