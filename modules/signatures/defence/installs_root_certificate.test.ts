import { given, SignatureTester } from 'ovoscope/testing';
import InstallsRootCertificate from './installs_root_certificate.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(InstallsRootCertificate, {
  detects: [
    {
      name: 'in the registry',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\0123456789ABCDEF0123456789ABCDEF01234567\Blob`,
        'x',
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 'x',
          regkey: String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\0123456789ABCDEF0123456789ABCDEF01234567\Blob`,
        },
      ],
    },
    {
      name: 'for the user',
      results: set(
        String.raw`HKEY_CURRENT_USER\SOFTWARE\Microsoft\SystemCertificates\Root\Certificates\0123456789ABCDEF0123456789ABCDEF01234567\Blob`,
        'x',
      ),
    },
    {
      name: 'by command',
      results: run('certutil -addstore -f root C:/a.cer'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'certutil -addstore -f root C:/a.cer',
        },
      ],
    },
  ],
  ignores: [
    {
      name: 'an intermediate one',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\CA\Certificates\0123456789ABCDEF0123456789ABCDEF01234567\Blob`,
        'x',
      ),
    },
    {
      name: 'what Windows fetches itself',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates\0123456789ABCDEF0123456789ABCDEF01234567\Blob`,
        'x',
      ),
    },
    { name: 'shown', results: run('certutil -store root') },
  ],
});
