import { given, SignatureTester } from 'ovoscope/testing';
import PersistencePowershellProfile from './persistence_powershell_profile.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(PersistencePowershellProfile, {
  detects: [
    {
      name: "the user's",
      results: touch('C:\\Users\\a\\Documents\\WindowsPowerShell\\Microsoft.PowerShell_profile.ps1'),
    },
    { name: "the machine's", results: touch('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\profile.ps1') },
  ],
  ignores: [
    { name: 'a script', results: touch('C:\\Users\\a\\Documents\\WindowsPowerShell\\tools.ps1') },
    { name: 'another profile', results: touch('C:\\Users\\a\\profile.ps1.txt') },
  ],
});
