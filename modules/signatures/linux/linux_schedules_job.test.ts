import { given, SignatureTester } from 'ovoscope/testing';
import LinuxSchedulesJob from './linux_schedules_job.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LinuxSchedulesJob, {
  detects: [
    { name: 'from its input', results: run('sh -c (crontab -l; echo "* * * * * /tmp/a") | crontab -') },
    { name: 'as a service', results: run('systemctl enable evil.service') },
  ],
  ignores: [
    { name: 'listing', results: run('crontab -l') },
    { name: 'starting once', results: run('systemctl start ssh') },
  ],
});
