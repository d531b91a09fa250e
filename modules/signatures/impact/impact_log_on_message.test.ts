import { given, SignatureTester } from 'ovoscope/testing';
import ImpactLogOnMessage from './impact_log_on_message.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(ImpactLogOnMessage, {
  detects: [
    {
      name: 'the text',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\legalnoticetext',
        'Your files are encrypted',
      ),
    },
    {
      name: 'with reg',
      results: run(
        'reg add "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon" /v LegalNoticeCaption /t REG_SZ /d "ATTENTION"',
      ),
    },
  ],
  ignores: [
    {
      name: 'taking it away',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\legalnoticetext',
        '',
      ),
    },
    { name: 'asking', results: run('reg query "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon"') },
  ],
});
