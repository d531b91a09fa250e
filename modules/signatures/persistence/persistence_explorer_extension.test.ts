import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceExplorerExtension from './persistence_explorer_extension.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceExplorerExtension, {
  detects: [
    {
      name: 'a browser helper object',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Browser Helper Objects\\{00000000-0000-0000-0000-000000000001}\\(Default)',
        'x',
      ),
    },
    {
      name: 'a delayed object',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\ShellServiceObjectDelayLoad\\Evil',
        '{0}',
      ),
    },
  ],
  ignores: [
    {
      name: 'another setting of Explorer',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Advanced\\Start_ShowRun',
        1,
      ),
    },
    {
      name: 'a recent document',
      results: set('HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs\\0', 'a'),
    },
  ],
});
