import { given, SignatureTester } from 'ovoscope/testing';
import AntivmWindows from './antivm_windows.ts';

new SignatureTester().run(AntivmWindows, {
  detects: [
    {
      name: 'by class',
      results: given('sample.exe', ['FindWindowA', { class_name: 'VBoxTrayToolWndClass', window_name: '' }]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'FindWindowA',
          class_name: 'VBoxTrayToolWndClass',
          window_name: '',
        },
      ],
    },
    {
      name: 'by title, in a call of another name',
      results: given('sample.exe', ['FindWindowExW', { ClassName: '', WindowName: 'VBoxTrayToolWnd' }]),
    },
  ],
  ignores: [
    {
      name: 'the task bar',
      results: given('sample.exe', ['FindWindowA', { class_name: 'Shell_TrayWnd', window_name: '' }]),
    },
    {
      name: 'a title that contains it',
      results: given('sample.exe', ['FindWindowA', { class_name: '', window_name: 'About VBoxTrayToolWnd' }]),
    },
  ],
});
