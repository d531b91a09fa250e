import { given, SignatureTester } from 'ovoscope/testing';
import StaticLnkPayload from './static_lnk_payload.ts';

const lnk = (fields: object) => given.container({ static: { lnk: fields } });

new SignatureTester().run(StaticLnkPayload, {
  detects: [
    { name: 'a program', results: lnk({ overlay: { offset: 1200, size: 90_000 } }) },
    { name: 'a script', results: lnk({ overlay: { offset: 1200, size: 600 } }) },
  ],
  ignores: [
    { name: 'nothing', results: lnk({ overlay: null }) },
    { name: 'a few bytes', results: lnk({ overlay: { offset: 1200, size: 4 } }) },
  ],
});
