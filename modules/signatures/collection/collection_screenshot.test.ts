import { given, SignatureTester } from 'ovoscope/testing';
import CollectionScreenshot from './collection_screenshot.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CollectionScreenshot, {
  detects: [
    { name: 'PowerShell', results: run('powershell "$g.CopyFromScreen(0,0,0,0,$b.Size); $b.Save(\'C:\\x.png\')"') },
    { name: 'the recorder of Windows', results: run('psr.exe /start /output C:\\x.zip /gui 0') },
  ],
  ignores: [
    { name: 'a picture', results: run('mspaint C:\\a.png') },
    { name: 'another switch', results: run('psr.exe /stop') },
  ],
});
