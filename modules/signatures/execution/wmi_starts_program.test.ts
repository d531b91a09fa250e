import { given, SignatureTester } from 'ovoscope/testing';
import WmiStartsProgram from './wmi_starts_program.ts';

const ask = (class_name: string, method: string) =>
  given('sample.exe', ['IWbemServices_ExecMethod', { class: class_name, method }]);

new SignatureTester().run(WmiStartsProgram, {
  detects: [
    { name: 'a process', results: ask('Win32_Process', 'Create') },
    { name: 'in upper case', results: ask('WIN32_PROCESS', 'CREATE') },
  ],
  ignores: [
    { name: 'ending one', results: ask('Win32_Process', 'Terminate') },
    { name: 'a printer', results: ask('Win32_Printer', 'Create') },
  ],
});
