import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceRemoteAccessTool from './persistence_remote_access_tool.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(PersistenceRemoteAccessTool, {
  detects: [
    { name: 'AnyDesk', results: run('anydesk.exe --install C:\\ProgramData\\AnyDesk --start-with-win --silent') },
    { name: 'by its installer', results: run('msiexec /i C:\\a\\ScreenConnect.ClientSetup.msi /qn') },
  ],
  ignores: [
    { name: 'started by hand', results: run('"C:\\Program Files\\AnyDesk\\AnyDesk.exe"') },
    { name: 'another installer', results: run('msiexec /i C:\\a\\editor.msi /qn') },
  ],
});
