import { given, SignatureTester } from 'ovoscope/testing';
import CredentialsWifi from './credentials_wifi.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(CredentialsWifi, {
  detects: [
    { name: 'one network', results: run('netsh wlan show profile name="Home" key=clear') },
    { name: 'all as files', results: run('netsh.exe wlan export profile key=clear folder=C:\\x') },
  ],
  ignores: [
    { name: 'names alone', results: run('netsh wlan show profiles') },
    { name: 'the adapter', results: run('netsh wlan show interfaces') },
  ],
});
