import { given, SignatureTester } from 'ovoscope/testing';
import LinuxWritesStartUpFiles from './linux_writes_start_up_files.ts';

const summary = (lists: object) => given.container({ behavior: { summary: lists } });

new SignatureTester().run(LinuxWritesStartUpFiles, {
  detects: [
    { name: 'a job', results: summary({ file_created: ['/etc/cron.d/update'] }) },
    { name: 'what all programs load', results: summary({ file_written: ['/etc/ld.so.preload'] }) },
  ],
  ignores: [
    { name: 'another file', results: summary({ file_created: ['/tmp/a'] }) },
    { name: 'reading', results: summary({ file_opened: ['/etc/cron.d/update'] }) },
  ],
});
