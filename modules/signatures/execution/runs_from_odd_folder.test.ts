import { given, SignatureTester } from 'ovoscope/testing';
import RunsFromOddFolder from './runs_from_odd_folder.ts';

const start = (filepath: string) =>
  given('sample.exe', ['CreateProcessInternalW', { filepath, command_line: filepath }]);

new SignatureTester().run(RunsFromOddFolder, {
  detects: [
    { name: 'among fonts', results: start('C:\\Windows\\Fonts\\svc.exe') },
    { name: 'already there', results: given(given.process({ name: 'a.exe', path: 'C:\\PerfLogs\\a.exe' })) },
  ],
  ignores: [
    { name: 'a program', results: start('C:\\Program Files\\A\\a.exe') },
    { name: 'a font', results: start('C:\\Windows\\Fonts\\arial.ttf') },
  ],
});
