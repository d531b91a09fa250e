import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeTimestamp from './static_pe_timestamp.ts';

const made = (pe_timestamp: string, debug: object[] = []) =>
  given.container({
    info: { version: '2', started: '2020-01-02 03:04:05', ended: null, duration: 1 },
    static: { pe_timestamp, pe: { debug } },
  });

new SignatureTester().run(StaticPeTimestamp, {
  detects: [
    { name: 'years ahead', results: made('2034-05-06 07:08:09') },
    { name: 'a week ahead', results: made('2020-01-09 00:00:00') },
  ],
  ignores: [
    { name: 'before', results: made('2019-05-06 07:08:09') },
    { name: 'a hash', results: made('2087-05-06 07:08:09', [{ type: 'IMAGE_DEBUG_TYPE_REPRO' }]) },
    { name: 'where nothing is known', results: made('') },
  ],
});
