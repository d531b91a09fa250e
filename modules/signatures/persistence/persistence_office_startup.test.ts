import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceOfficeStartup from './persistence_office_startup.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(PersistenceOfficeStartup, {
  detects: [
    { name: 'an add-in of Word', results: touch('C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Word\\STARTUP\\e.wll') },
    { name: 'a workbook', results: touch('C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Excel\\XLSTART\\PERSONAL.XLSB') },
  ],
  ignores: [
    { name: "Word's lock file", results: touch('C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Templates\\~$Normal.dotm') },
    { name: 'a document', results: touch('C:\\Users\\a\\Documents\\a.docm') },
  ],
});
