import { given, SignatureTester } from 'ovoscope/testing';
import StopsAnalysisTools from './stops_analysis_tools.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(StopsAnalysisTools, {
  detects: [
    { name: 'with taskkill', results: run('taskkill /f /im procexp64.exe') },
    { name: 'with PowerShell', results: run('powershell "Stop-Process -Name Wireshark -Force"') },
  ],
  ignores: [
    { name: 'another program', results: run('taskkill /f /im excel.exe') },
    { name: 'starting one', results: run('C:\\Tools\\procexp64.exe /t') },
  ],
});
