import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsRegistrySecrets from './credentials_registry_secrets.ts';

const open = (regkey: string, name = 'sample.exe') => given(name, ['RegOpenKeyExW', { regkey }]);

new SignatureTester().run(CredentialsRegistrySecrets, {
  detects: [
    { name: 'accounts', results: open('HKEY_LOCAL_MACHINE\\SAM\\SAM\\Domains\\Account\\Users\\000001F4') },
    { name: 'secrets of services', results: open('HKEY_LOCAL_MACHINE\\SECURITY\\Policy\\Secrets') },
  ],
  ignores: [
    { name: 'Windows itself', results: open('HKEY_LOCAL_MACHINE\\SECURITY\\Policy\\Secrets', 'lsass.exe') },
    { name: 'another key of LSA', results: open('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa') },
  ],
});
