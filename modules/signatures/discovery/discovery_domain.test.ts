import { given, SignatureTester } from 'ovoscope/testing';
import DiscoveryDomain from './discovery_domain.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DiscoveryDomain, {
  detects: [
    { name: 'trusts', results: run('nltest /domain_trusts /all_trusts') },
    { name: 'administrators', results: run('net group "Domain Admins" /domain') },
  ],
  ignores: [
    { name: "the machine's own groups", results: run('net localgroup') },
    { name: 'a name', results: run('nltest /?') },
  ],
});
