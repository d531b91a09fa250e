import { given, SignatureTester } from 'ovoscope/testing';
import HelpStartsProgram from './help_starts_program.ts';

const start = (name: string, command_line: string) => given(name, ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(HelpStartsProgram, {
  detects: [
    { name: 'a help file', results: start('hh.exe', 'cmd.exe /c powershell -w hidden') },
    { name: 'a browser', results: start('iexplore.exe', 'wscript.exe C:\\Users\\a\\x.js') },
  ],
  ignores: [
    {
      name: 'a helper',
      results: start(
        'chrome.exe',
        'cmd.exe /d /c "C:\\a\\host.exe" chrome-extension://abc/ --parent-window=0 < \\\\.\\pipe\\chrome.nativeMessaging.in.1',
      ),
    },
    { name: 'its own process', results: start('chrome.exe', 'chrome.exe --type=renderer') },
    { name: 'a shell', results: start('explorer.exe', 'cmd.exe') },
  ],
});
