import { given, SignatureTester } from 'ovoscope/testing';
import AntisandboxIdle from './antisandbox_idle.ts';

const ask = (name: string) => given(name, ['GetLastInputInfo']);

new SignatureTester().run(AntisandboxIdle, {
  detects: [
    { name: 'a program', results: ask('sample.exe') },
    { name: 'a script host', results: ask('wscript.exe') },
  ],
  ignores: [
    { name: 'a service of Windows', results: ask('svchost.exe') },
    { name: 'the desktop', results: ask('explorer.exe') },
    { name: 'another question', results: given('sample.exe', ['GetTickCount']) },
  ],
});
