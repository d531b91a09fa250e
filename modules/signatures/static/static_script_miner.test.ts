import { given, SignatureTester } from 'ovoscope/testing';
import StaticScriptMiner from './static_script_miner.ts';

const script = (...strings: string[]) => given.container({ strings });

new SignatureTester().run(StaticScriptMiner, {
  detects: [
    { name: 'a well-known one', results: script("var m = new CoinHive.Anonymous('key', { throttle: 0.6 })") },
    {
      name: 'as CAPE keeps it',
      results: given.container({ file: { data: 'document.write("<script src=https://x.example/coinhive.min.js>")' } }),
    },
  ],
  ignores: [
    { name: 'an ordinary script', results: script('var m = new Map()') },
    { name: 'a page about it', results: script('CoinHive was a service') },
  ],
});
