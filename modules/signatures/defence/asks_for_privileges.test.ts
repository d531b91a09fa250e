import { given, SignatureTester } from 'ovoscope/testing';
import AsksForPrivileges from './asks_for_privileges.ts';

const ask = (privilege_name: string, name = 'sample.exe') =>
  given(name, ['LookupPrivilegeValueW', { system_name: '', privilege_name }]);

new SignatureTester().run(AsksForPrivileges, {
  detects: [
    { name: 'to debug', results: ask('SeDebugPrivilege') },
    { name: 'to load drivers', results: ask('SeLoadDriverPrivilege') },
  ],
  ignores: [
    { name: 'to shut down', results: ask('SeShutdownPrivilege') },
    { name: 'Windows itself', results: ask('SeDebugPrivilege', 'svchost.exe') },
  ],
});
