import { given, SignatureTester } from 'ovoscope/testing';
import LinuxClearsLogs from './linux_clears_logs.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LinuxClearsLogs, {
  detects: [
    { name: 'all of them', results: run('rm -rf /var/log') },
    { name: 'the log-ins', results: run('sh -c cat /dev/null > /var/log/wtmp') },
  ],
  ignores: [
    { name: 'reading', results: run('tail /var/log/syslog') },
    { name: 'another file', results: run('rm /tmp/a.log') },
  ],
});
