import { given, SignatureTester } from 'ovoscope/testing';
import RunsLibraryOfUser from './runs_library_of_user.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(RunsLibraryOfUser, {
  detects: [
    { name: 'in ProgramData', results: run('rundll32.exe C:\\ProgramData\\x\\e.dll,Start') },
    { name: 'with another ending', results: run('C:\\Windows\\System32\\rundll32.exe C:\\Users\\a\\e.jpg,Run') },
  ],
  ignores: [
    { name: "Windows' own", results: run('rundll32.exe shell32.dll,Control_RunDLL') },
    { name: 'an installed one', results: run('regsvr32 /s "C:\\Program Files\\A\\a.dll"') },
  ],
});
