import { given, SignatureTester } from 'ovoscope/testing';
import DisablesEventLog from './disables_event_log.ts';

const set = (regkey: string, value: string | number) => given('sample.exe', ['RegSetValueExW', { regkey, value }]);
const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(DisablesEventLog, {
  detects: [
    { name: 'a log', results: run('wevtutil sl Security /e:false') },
    { name: 'the audit', results: run('auditpol.exe /set /category:"*" /success:disable /failure:disable') },
    {
      name: 'the service',
      results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Start', 4),
    },
  ],
  ignores: [
    { name: 'asking', results: run('wevtutil gl Security') },
    { name: 'showing the audit', results: run('auditpol /get /category:*') },
    { name: 'another service', results: set('HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Fax\\Start', 4) },
  ],
});
