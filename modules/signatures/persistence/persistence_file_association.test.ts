import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceFileAssociation from './persistence_file_association.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);

new SignatureTester().run(PersistenceFileAssociation, {
  detects: [
    {
      name: 'programs',
      results: set(
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\exefile\\shell\\open\\command\\(Default)',
        'C:\\e.exe "%1" %*',
      ),
    },
    { name: 'the kind of an ending', results: set('HKEY_CURRENT_USER\\Software\\Classes\\.exe\\(Default)', 'evil') },
  ],
  ignores: [
    {
      name: 'documents',
      results: set(
        'HKEY_CURRENT_USER\\Software\\Classes\\.abc\\shell\\open\\command\\(Default)',
        'C:\\editor.exe "%1"',
      ),
    },
    { name: 'an icon', results: set('HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\exefile\\DefaultIcon\\(Default)', '%1') },
  ],
});
