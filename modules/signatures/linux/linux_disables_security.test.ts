import { given, SignatureTester } from 'ovoscope/testing';
import LinuxDisablesSecurity from './linux_disables_security.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LinuxDisablesSecurity, {
  detects: [
    { name: 'SELinux', results: run('setenforce 0') },
    { name: 'the firewall', results: run('sh -c iptables -F') },
  ],
  ignores: [
    { name: 'a rule', results: run('iptables -A INPUT -p tcp --dport 22 -j ACCEPT') },
    { name: 'asking', results: run('getenforce') },
  ],
});
