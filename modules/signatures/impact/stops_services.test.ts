import { given, SignatureTester } from 'ovoscope/testing';
import StopsServices from './stops_services.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(StopsServices, {
  detects: [
    { name: 'a database', results: run('net stop MSSQLSERVER /y') },
    { name: 'office programs', results: run('taskkill /f /im winword.exe') },
  ],
  ignores: [
    { name: 'the spooler', results: run('net stop spooler') },
    { name: 'another program', results: run('taskkill /im notepad.exe') },
  ],
});
