import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxModules from './antisandbox_modules.ts';

new SignatureTester().run(AntisandboxModules, {
  detects: [
    {
      name: 'GetModuleHandle',
      results: given('sample.exe', ['LdrGetDllHandle', { module_name: 'SbieDll.dll' }, { status: 'FAILURE' }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'LdrGetDllHandle', module_name: 'SbieDll.dll' }],
    },
    {
      name: 'without ending, as older monitors write it',
      results: given('sample.exe', ['LdrGetDllHandle', { FileName: 'cuckoomon', ModuleHandle: '0x0' }]),
    },
  ],
  ignores: [
    {
      name: 'a library of Windows',
      results: given('sample.exe', ['LdrGetDllHandle', { module_name: 'kernel32.dll' }]),
    },
    {
      name: 'a name that contains it',
      results: given('sample.exe', ['LdrLoadDll', { module_name: 'notsbiedll.dll' }]),
    },
  ],
});
