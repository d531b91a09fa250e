import { given, SignatureTester } from 'ovoscope/testing';
import NetworkPanel from './network_panel.ts';

const fetch = (uri: string) => given.container({ network: { http: [{ uri }] } });

new SignatureTester().run(NetworkPanel, {
  detects: [
    { name: 'a gate', results: fetch('http://evil.example/a/gate.php') },
    { name: 'a well-known frame', results: fetch('http://8.8.4.4/submit.php?id=12345') },
  ],
  ignores: [
    { name: 'a page', results: fetch('http://www.example/index.php?id=5') },
    { name: 'a picture', results: fetch('http://www.example/img/pixel.png') },
    { name: "the maker's", results: fetch('http://ie9cvlist.ie.microsoft.com/IE9CompatViewList.xml') },
  ],
});
