import { given, SignatureTester } from 'ovoscope/testing';
import DeveloperToolProxy from './developer_tool_proxy.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DeveloperToolProxy, {
  detects: [
    {
      name: 'MSBuild',
      results: run(
        'C:\\Windows\\Microsoft.NET\\Framework\\v4.0.30319\\MSBuild.exe C:\\Users\\a\\AppData\\Local\\Temp\\x.csproj',
      ),
    },
    {
      name: 'the troubleshooter',
      results: run('msdt.exe ms-msdt:/id PCWDiagnostic /param "IT_BrowseForFile=/../$(calc)"'),
    },
  ],
  ignores: [
    { name: 'a project', results: run('MSBuild.exe C:\\src\\a.sln') },
    { name: 'help', results: run('regasm.exe /?') },
  ],
});
