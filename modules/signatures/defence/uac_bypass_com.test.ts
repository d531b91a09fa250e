import { given, SignatureTester } from 'ovoscope/testing';
import UacBypassCom from './uac_bypass_com.ts';

const get = (name: string) => given('sample.exe', ['CoGetObject', { name }]);
const create = (clsid: string, process = 'sample.exe') => given(process, ['CoCreateInstance', { clsid }]);

new SignatureTester().run(UacBypassCom, {
  detects: [
    { name: 'the moniker', results: get('Elevation:Administrator!new:{3E5FC7F9-9A51-4367-9063-A120244FBEC7}') },
    { name: 'the class', results: create('{3e5fc7f9-9a51-4367-9063-a120244fbec7}') },
  ],
  ignores: [
    { name: 'another class', results: create('{00000000-0000-0000-0000-000000000001}') },
    { name: 'Windows itself', results: create('{3E5FC7F9-9A51-4367-9063-A120244FBEC7}', 'dllhost.exe') },
  ],
});
