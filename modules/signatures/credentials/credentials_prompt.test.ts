import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsPrompt from './credentials_prompt.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsPrompt, {
  detects: [
    {
      name: 'with PowerShell',
      results: run(
        "powershell -w hidden \"$c = $host.ui.PromptForCredential('Windows Security','Please enter','','')\"",
      ),
    },
    { name: 'the short one', results: run('powershell -nop Get-Credential') },
  ],
  ignores: [
    { name: 'stored ones', results: run('powershell Get-StoredCredential') },
    { name: 'a window', results: run('mshta C:\\a.hta') },
  ],
});
