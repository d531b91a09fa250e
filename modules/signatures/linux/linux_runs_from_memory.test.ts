import { given, SignatureTester } from 'ovoscope/testing';
import LinuxRunsFromMemory from './linux_runs_from_memory.ts';

const run = (p0: string, name = 'sample') => given(name, ['execve', { p0, p1: [p0] }]);

new SignatureTester().run(LinuxRunsFromMemory, {
  detects: [
    { name: 'by its number', results: run('/proc/self/fd/3') },
    {
      name: 'made before',
      results: given('sample', ['memfd_create', { p0: 'x', p1: 1 }], ['execveat', { p0: '', p1: '' }]),
    },
  ],
  ignores: [
    { name: 'a file', results: run('/usr/bin/ls') },
    { name: 'a container', results: run('/proc/self/fd/3', 'runc') },
  ],
});
