import { given, SignatureTester } from 'ovoscope/testing';
import DisablesMacroSecurity from './disables_macro_security.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesMacroSecurity, {
  detects: [
    {
      name: 'macros',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Word\\Security\\VBAWarnings', 1),
    },
    {
      name: 'the protected view',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Excel\\Security\\ProtectedView\\DisableInternetFilesInPV',
        '0x00000001',
      ),
    },
    {
      name: 'with reg',
      results: run('reg add HKCU\\Software\\Microsoft\\Office\\16.0\\Word\\Security /v VBAWarnings /t REG_DWORD /d 1'),
    },
  ],
  ignores: [
    {
      name: 'stricter',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Word\\Security\\VBAWarnings', 4),
    },
    {
      name: 'another setting',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Word\\Options\\NoReReg', 1),
    },
  ],
});
