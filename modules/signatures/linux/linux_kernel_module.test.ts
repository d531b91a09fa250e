import { given, SignatureTester } from 'ovoscope/testing';
import LinuxKernelModule from './linux_kernel_module.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LinuxKernelModule, {
  detects: [
    { name: 'a file', results: run('insmod /tmp/rk.ko') },
    { name: 'by its name', results: run('/sbin/modprobe evil') },
  ],
  ignores: [
    { name: 'removing one', results: run('modprobe -r floppy') },
    { name: 'listing', results: run('lsmod') },
  ],
});
