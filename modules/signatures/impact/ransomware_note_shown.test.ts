import { given, SignatureTester } from 'ovoscope/testing';
import RansomwareNoteShown from './ransomware_note_shown.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(RansomwareNoteShown, {
  detects: [
    {
      name: 'in letters apart',
      results: run(String.raw`"C:\Windows\system32\NOTEPAD.EXE" C:\Users\a\Desktop\_R_E_A_D___T_H_I_S___DRIDMPY_.txt`),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: String.raw`"C:\Windows\system32\NOTEPAD.EXE" C:\Users\a\Desktop\_R_E_A_D___T_H_I_S___DRIDMPY_.txt`,
        },
      ],
    },
    {
      name: 'a page',
      results: run(String.raw`"C:\Windows\System32\mshta.exe" "C:\Users\a\Desktop\HOW-TO-DECRYPT.hta" `),
    },
    { name: 'a picture', results: run(String.raw`rundll32.exe shimgvw.dll,ImageView_Fullscreen C:\RESTORE_FILES.png`) },
  ],
  ignores: [
    { name: 'a readme of an installer', results: run(String.raw`notepad.exe C:\Program Files\App\readme.txt`) },
    { name: 'another document', results: run(String.raw`notepad.exe C:\Users\a\thread this.log`) },
    { name: 'another program', results: run(String.raw`C:\App\viewer.exe C:\HOW-TO-DECRYPT.hta`) },
  ],
});
