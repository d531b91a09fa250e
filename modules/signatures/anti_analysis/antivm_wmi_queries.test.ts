import { given, SignatureTester } from 'ovoscope/testing';
import AntivmWmiQueries from './antivm_wmi_queries.ts';

new SignatureTester().run(AntivmWmiQueries, {
  detects: [
    {
      name: 'devices',
      results: given('sample.exe', ['IWbemServices_ExecQuery', { query: 'SELECT DeviceId FROM Win32_PnPEntity' }]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'IWbemServices_ExecQuery',
          query: 'SELECT DeviceId FROM Win32_PnPEntity',
        },
      ],
    },
    {
      name: 'temperature',
      results: given('sample.exe', [
        'IWbemServices_ExecQueryAsync',
        { query: 'select * from MSAcpi_ThermalZoneTemperature' },
      ]),
    },
  ],
  ignores: [
    {
      name: 'processes',
      results: given('sample.exe', ['IWbemServices_ExecQuery', { query: 'SELECT * FROM Win32_Process' }]),
    },
    {
      name: 'a class that begins alike',
      results: given('sample.exe', ['IWbemServices_ExecQuery', { query: 'SELECT * FROM Win32_BIOSElement' }]),
    },
  ],
});
