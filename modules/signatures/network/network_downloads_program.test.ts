import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDownloadsProgram from './network_downloads_program.ts';

const fetched = (host: string, type: string) =>
  given.container({
    network: {
      http_ex: [{ host, uri: '/a', dst: '8.8.4.4', dport: 80, resp: { type, size: 5000, sha256: 'aa', head: '' } }],
    },
  });

new SignatureTester().run(NetworkDownloadsProgram, {
  detects: [
    { name: 'for Windows', results: fetched('evil.example', 'PE32 executable (GUI) Intel 80386, for MS Windows') },
    { name: 'for Linux', results: fetched('8.8.4.4', 'ELF 32-bit LSB executable, ARM') },
  ],
  ignores: [
    { name: 'a page', results: fetched('www.example', 'HTML document, ASCII text') },
    { name: 'an update', results: fetched('au.download.windowsupdate.com', 'PE32 executable (GUI)') },
  ],
});
