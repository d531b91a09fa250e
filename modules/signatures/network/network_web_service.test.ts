import { given, SignatureTester } from 'ovoscope/testing';
import NetworkWebService from './network_web_service.ts';

new SignatureTester().run(NetworkWebService, {
  detects: [
    {
      name: 'a paste',
      results: given('sample.exe', ['getaddrinfo', { hostname: 'pastebin.com' }]),
      data: [{ domain: 'pastebin.com' }],
    },
    {
      name: 'a hook',
      results: given('sample.exe', ['InternetOpenUrlA', { url: 'https://discord.com/api/webhooks/1/x' }]),
      data: [{ url: 'https://discord.com/api/webhooks/1/x' }],
    },
  ],
  ignores: [
    { name: 'another site', results: given('sample.exe', ['getaddrinfo', { hostname: 'www.example.com' }]) },
    { name: 'the chat itself', results: given('sample.exe', ['InternetOpenUrlA', { url: 'https://discord.com/app' }]) },
  ],
});
