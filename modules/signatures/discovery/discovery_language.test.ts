import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryLanguage from './discovery_language.ts';

const ask = (name: string, api: string) => given(name, [api]);

new SignatureTester().run(DiscoveryLanguage, {
  detects: [
    { name: 'the keyboards', results: ask('sample.exe', 'GetKeyboardLayoutList') },
    { name: 'the language of Windows', results: ask('sample.exe', 'GetSystemDefaultLangID') },
  ],
  ignores: [
    { name: 'the desktop', results: ask('explorer.exe', 'GetKeyboardLayout') },
    { name: 'another question', results: ask('sample.exe', 'GetSystemMetrics') },
  ],
});
