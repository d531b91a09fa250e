import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import AntisandboxMouse from './antisandbox_mouse.ts';

const wait = (milliseconds: number): GivenCall => ['NtDelayExecution', { milliseconds }];
const ask: GivenCall = ['GetCursorPos', { x: 1, y: 2 }];

new SignatureTester().run(AntisandboxMouse, {
  detects: [
    { name: 'twice with a wait between', results: given('sample.exe', ask, wait(2000), ask) },
    { name: 'after many questions', results: given('sample.exe', ask, ask, wait(500), ask) },
  ],
  ignores: [
    { name: 'without a wait', results: given('sample.exe', ask, ask) },
    { name: 'with short waits', results: given('sample.exe', ask, wait(10), ask) },
    { name: 'waits alone', results: given('sample.exe', wait(2000), wait(2000)) },
  ],
});
