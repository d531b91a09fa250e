import { given, SignatureTester } from 'ovoscope/testing';
import KeyboardHook from './keyboard_hook.ts';

new SignatureTester().run(KeyboardHook, {
  detects: [
    {
      name: 'low-level, for all threads',
      results: given('sample.exe', [
        'SetWindowsHookExW',
        { hook_identifier: 13, thread_identifier: 0, callback_function: '0x401000' },
      ]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'SetWindowsHookExW',
          hook_identifier: 13,
          callback_function: '0x401000',
        },
      ],
    },
    {
      name: 'as older monitors write it',
      results: given('sample.exe', ['SetWindowsHookExA', { HookIdentifier: '2', ThreadId: '0' }]),
    },
  ],
  ignores: [
    {
      name: 'one thread',
      results: given('sample.exe', ['SetWindowsHookExW', { hook_identifier: 2, thread_identifier: 700 }]),
    },
    {
      name: 'the mouse',
      results: given('sample.exe', ['SetWindowsHookExW', { hook_identifier: 14, thread_identifier: 0 }]),
    },
  ],
});
