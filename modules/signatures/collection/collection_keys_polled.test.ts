import { given, SignatureTester } from 'ovoscope/testing';
import CollectionKeysPolled from './collection_keys_polled.ts';

const ask = (api: string, repeated: number) => given('sample.exe', [api, { key_code: 65 }, { repeated }]);

new SignatureTester().run(CollectionKeysPolled, {
  detects: [
    { name: 'in one call that was repeated', results: ask('GetAsyncKeyState', 400) },
    {
      name: 'as statistics',
      results: given.container({
        behavior: { processes: [{ name: 'a.exe' }], apistats: { '1000': { GetAsyncKeyState: 9000 } } },
      }),
    },
  ],
  ignores: [
    { name: 'now and then', results: ask('GetAsyncKeyState', 20) },
    { name: 'a window that handles messages', results: ask('GetKeyState', 4000) },
  ],
});
