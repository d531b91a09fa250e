import { given, SignatureTester } from 'ovoscope/testing';
import NetworkDownloadsScript from './network_downloads_script.ts';

const fetch = (uri: string) => given.container({ network: { http: [{ uri }] } });

new SignatureTester().run(NetworkDownloadsScript, {
  detects: [
    { name: 'PowerShell', results: fetch('http://evil.example/a/b.ps1') },
    { name: 'an application of HTML', results: fetch('http://8.8.4.4/x.hta?id=1') },
  ],
  ignores: [
    { name: 'a page', results: fetch('http://www.example/index.html') },
    { name: 'of a page', results: fetch('http://www.example/main.js') },
    { name: "the maker's", results: fetch('https://aka.ms/install.ps1') },
  ],
});
