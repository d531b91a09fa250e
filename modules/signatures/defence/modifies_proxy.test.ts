import { given, SignatureTester } from 'ovoscope/testing';
import ModifiesProxy from './modifies_proxy.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const read = (regkey: string) => given('sample.exe', ['RegQueryValueExW', { regkey }]);

new SignatureTester().run(ModifiesProxy, {
  detects: [
    {
      name: 'a server',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ProxyServer`,
        '127.0.0.1:8080',
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: '127.0.0.1:8080',
          regkey: String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ProxyServer`,
        },
      ],
    },
    {
      name: 'a script',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\AutoConfigURL`,
        'http://x.example/p.pac',
      ),
    },
  ],
  ignores: [
    {
      name: 'the switch',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ProxyEnable`,
        0,
      ),
    },
    {
      name: 'taken away',
      results: set(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ProxyServer`,
        '',
      ),
    },
    {
      name: 'only read',
      results: read(
        String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ProxyServer`,
      ),
    },
  ],
});
