import { given, SignatureTester } from 'ovoscope/testing';
import CollectionClipboard from './collection_clipboard.ts';

const read = (name: string, api: string) => given(name, [api]);

new SignatureTester().run(CollectionClipboard, {
  detects: [
    { name: 'what is there', results: read('sample.exe', 'GetClipboardData') },
    { name: 'each change', results: read('sample.exe', 'SetClipboardViewer') },
  ],
  ignores: [
    { name: 'the desktop', results: read('explorer.exe', 'GetClipboardData') },
    { name: 'writing it', results: read('sample.exe', 'SetClipboardData') },
  ],
});
