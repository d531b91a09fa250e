import { given, SignatureTester } from 'ovoscope/testing';
import AndroidRunsCommands from './android_runs_commands.ts';

const droidmon = (lists: object) => given.container({ droidmon: lists as never });

new SignatureTester().run(AndroidRunsCommands, {
  detects: [
    { name: 'making a file runnable', results: droidmon({ commands: ['chmod 777 /data/data/a.b/files/x'] }) },
    { name: 'installing', results: droidmon({ commands: ['pm install -r /sdcard/x.apk'] }) },
  ],
  ignores: [
    { name: 'asking', results: droidmon({ commands: ['getprop ro.product.cpu.abi'] }) },
    { name: 'what is written to a file', results: droidmon({ commands: ['<html>'] }) },
  ],
});
