import { given, SignatureTester } from 'ovoscope/testing';
import WritesVulnerableDriver from './writes_vulnerable_driver.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(WritesVulnerableDriver, {
  detects: [
    { name: 'of a graphics tool', results: touch('C:\\Users\\a\\AppData\\Local\\Temp\\RTCore64.sys') },
    { name: 'of a product against viruses', results: touch('C:\\ProgramData\\aswArPot.sys') },
  ],
  ignores: [
    { name: 'another driver', results: touch('C:\\Windows\\System32\\drivers\\a.sys') },
    { name: 'a program', results: touch('C:\\a\\procexp.exe') },
  ],
});
