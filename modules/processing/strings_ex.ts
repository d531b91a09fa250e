import { Processing, type StringsDetail } from 'ovoscope';
import { stringsOf } from './_strings.ts';

/** Where the strings stand, and how many there are beyond those that are listed. */
export default class StringsEx extends Processing<'strings_ex'> {
  readonly key = 'strings_ex' as const;
  readonly after = ['strings'] as const;

  run(): StringsDetail | undefined {
    const strings = stringsOf(this.task);
    if (!strings) return undefined;
    const { ascii, utf16 } = strings;
    return {
      ascii: ascii.texts.length,
      utf16: utf16.texts.length,
      found: { ascii: ascii.found, utf16: utf16.found },
      offsets: [...ascii.offsets, ...utf16.offsets],
    };
  }
}
