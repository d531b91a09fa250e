import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import CollectionScreenCalls from './collection_screen_calls.ts';

const copy: GivenCall = ['BitBlt'];
const wait: GivenCall = ['NtDelayExecution', { milliseconds: 5000 }];

new SignatureTester().run(CollectionScreenCalls, {
  detects: [
    { name: 'every few seconds', results: given('sample.exe', copy, wait, copy, wait, copy) },
    {
      name: 'with another function',
      results: given('sample.exe', ['GetDIBits'], wait, copy, copy, wait, ['StretchBlt']),
    },
  ],
  ignores: [
    { name: 'while it draws', results: given('sample.exe', copy, copy, copy, copy) },
    { name: 'twice', results: given('sample.exe', copy, wait, copy, wait) },
  ],
});
