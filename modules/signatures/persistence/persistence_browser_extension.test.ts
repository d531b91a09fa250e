import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceBrowserExtension from './persistence_browser_extension.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceBrowserExtension, {
  detects: [
    { name: 'Chrome', results: run('chrome.exe --load-extension="C:\\Users\\a\\AppData\\Local\\x"') },
    {
      name: 'Edge with other switches',
      results: run(
        '"C:\\Program Files\\Microsoft\\Edge\\msedge.exe" --no-first-run --load-extension=C:\\ProgramData\\e',
      ),
    },
  ],
  ignores: [
    { name: 'a page', results: run('chrome.exe --new-window https://www.example/') },
    { name: 'switching extensions off', results: run('msedge.exe --disable-extensions') },
  ],
});
