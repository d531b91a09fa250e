import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceTaskFile from './persistence_task_file.ts';

const touch = (filepath: string) => given('sample.exe', ['NtWriteFile', { filepath }]);

new SignatureTester().run(PersistenceTaskFile, {
  detects: [
    { name: 'a task', results: touch('C:\\Windows\\System32\\Tasks\\Updater') },
    { name: 'a job of Windows XP', results: touch('C:\\WINDOWS\\Tasks\\At1.job') },
  ],
  ignores: [
    { name: 'another file there', results: touch('C:\\Windows\\Tasks\\SCHEDLGU.TXT') },
    {
      name: "Windows' own",
      results: touch('C:\\Windows\\System32\\Tasks\\Microsoft\\Windows\\Defrag\\ScheduledDefrag'),
    },
  ],
});
