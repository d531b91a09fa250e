import { given, SignatureTester } from 'ovoscope/testing';
import NetworkUserAgent from './network_user_agent.ts';

const open = (user_agent: string) => given('sample.exe', ['InternetOpenA', { user_agent }]);
const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

new SignatureTester().run(NetworkUserAgent, {
  detects: [
    {
      name: 'a library',
      results: open('python-requests/2.31'),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'InternetOpenA', user_agent: 'python-requests/2.31' }],
    },
    { name: 'an old browser', results: open('Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)') },
    {
      name: 'in the capture',
      results: given.container({ network: { http: [{ uri: 'http://x.example/', 'user-agent': 'test' }] } }),
      data: [{ user_agent: 'test' }],
    },
  ],
  ignores: [open(browser), open('Microsoft-CryptoAPI/10.0'), open('')],
});
