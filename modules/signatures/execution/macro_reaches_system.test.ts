import { given, SignatureTester } from 'ovoscope/testing';
import MacroReachesSystem from './macro_reaches_system.ts';

const macro = (api: string, args: { [name: string]: string }) => given('WINWORD.EXE', [api, args]);

new SignatureTester().run(MacroReachesSystem, {
  detects: [
    { name: 'a shell', results: macro('vbe6_CreateObject', { object_name: 'WScript.Shell' }) },
    { name: 'memory', results: macro('vbe6_Import', { library: 'kernel32', function: 'VirtualAlloc' }) },
  ],
  ignores: [
    { name: 'a list', results: macro('vbe6_CreateObject', { object_name: 'Scripting.Dictionary' }) },
    { name: 'an ordinary function', results: macro('vbe6_Import', { library: 'user32', function: 'GetWindowTextA' }) },
  ],
});
