import { given, SignatureTester } from 'ovoscope/testing';
import CommandObfuscated from './command_obfuscated.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CommandObfuscated, {
  detects: [
    {
      name: 'carets',
      results: run('cmd /c p^o^w^e^r^s^h^e^l^l -c x'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'cmd /c p^o^w^e^r^s^h^e^l^l -c x',
        },
      ],
    },
    {
      name: 'pieces of variables',
      results: run('cmd /c %comspec:~0,1%%comspec:~1,1%%comspec:~3,1%%path:~0,2%%path:~4,1%'),
    },
    { name: 'empty quotes', results: run('cmd /c po""we""rs""he""ll -c x') },
  ],
  ignores: [
    { name: 'an ordinary command', results: run('cmd /c echo a^&b > C:/a.txt') },
    { name: 'a date', results: run('cmd /c echo %date:~0,4%-%date:~5,2%-%date:~8,2%') },
    { name: 'quotes', results: run(String.raw`cmd /c "C:\a b\c.exe" "" "x"`) },
  ],
});
