import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsKerberos from './credentials_kerberos.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsKerberos, {
  detects: [
    { name: 'a tool', results: run('r.exe kerberoast /outfile:h.txt') },
    {
      name: 'with PowerShell',
      results: run(
        'powershell "New-Object System.IdentityModel.Tokens.KerberosRequestorSecurityToken -ArgumentList \'a/b\'"',
      ),
    },
  ],
  ignores: [
    { name: "the machine's own tickets", results: run('klist tickets') },
    { name: 'a name of a service', results: run('setspn -L server1') },
  ],
});
