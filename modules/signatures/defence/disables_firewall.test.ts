import { given, SignatureTester } from 'ovoscope/testing';
import DisablesFirewall from './disables_firewall.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesFirewall, {
  detects: [
    {
      name: 'in the registry',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile\EnableFirewall`,
        0,
      ),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'RegSetValueExW',
          value: 0,
          regkey: String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile\EnableFirewall`,
        },
      ],
    },
    {
      name: 'as bytes',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile\EnableFirewall`,
        String.raw`\x00\x00\x00\x00`,
      ),
    },
    {
      name: 'by command',
      results: run('netsh advfirewall set allprofiles state off'),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateProcessInternalW',
          command_line: 'netsh advfirewall set allprofiles state off',
        },
      ],
    },
    { name: 'the older command', results: run('netsh firewall set opmode mode=disable') },
  ],
  ignores: [
    {
      name: 'switched on',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile\EnableFirewall`,
        1,
      ),
    },
    {
      name: 'another value',
      results: set(
        String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile\DoNotAllowExceptions`,
        0,
      ),
    },
    { name: 'switched on by command', results: run('netsh advfirewall set allprofiles state on') },
    { name: 'a rule', results: run('netsh advfirewall firewall show rule name=all') },
  ],
});
