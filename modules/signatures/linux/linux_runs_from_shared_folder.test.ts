import { given, SignatureTester } from 'ovoscope/testing';
import LinuxRunsFromSharedFolder from './linux_runs_from_shared_folder.ts';

const run = (p0: string) => given('sh', ['execve', { p0, p1: [p0] }]);

new SignatureTester().run(LinuxRunsFromSharedFolder, {
  detects: [
    { name: 'a hidden one', results: run('/tmp/.x') },
    { name: 'in memory', results: run('/dev/shm/a') },
  ],
  ignores: [
    { name: 'an installed one', results: run('/usr/bin/ls') },
    { name: 'the sample', results: { ...run('/tmp/sample'), target: { category: 'file', file: { name: 'sample' } } } },
  ],
});
