import { given, SignatureTester } from 'ovoscope/testing';
import StaticRtfObfuscated from './static_rtf_obfuscated.ts';

const rtf = (is_obfuscated: boolean, offset: number) =>
  given.container({ static: { rtf: { object_data: [{ offset, class_name: 'a', size: 10, is_obfuscated }] } } });

new SignatureTester().run(StaticRtfObfuscated, {
  detects: [
    { name: 'an object', results: rtf(true, 100) },
    { name: 'a later one', results: rtf(true, 9000) },
  ],
  ignores: [
    { name: 'an honest one', results: rtf(false, 100) },
    { name: 'no object', results: given.container({ static: { rtf: { object_data: [] } } }) },
  ],
});
