import { given, SignatureTester } from 'ovoscope/testing';
import NetworkMail from './network_mail.ts';

new SignatureTester().run(NetworkMail, {
  detects: [
    {
      name: 'a connection',
      results: given('sample.exe', ['connect', { ip_address: '8.8.4.4', port: 587 }]),
      data: [{ pid: 1000, process: 'sample.exe', cid: 0, api: 'connect', ip_address: '8.8.4.4', port: 587 }],
    },
    {
      name: 'a name',
      results: given('sample.exe', ['DnsQuery_A', { hostname: 'smtp.example.com' }]),
      data: [{ domain: 'smtp.example.com' }],
    },
  ],
  ignores: [
    { name: 'a program for mail', results: given('OUTLOOK.EXE', ['connect', { ip_address: '8.8.4.4', port: 587 }]) },
    {
      name: 'the name in a program for mail',
      results: given('thunderbird.exe', ['DnsQuery_A', { hostname: 'smtp.example.com' }]),
    },
    given('sample.exe', ['connect', { ip_address: '8.8.4.4', port: 443 }]),
  ],
});
