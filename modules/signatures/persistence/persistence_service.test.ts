import { given, SignatureTester } from 'ovoscope/testing';
import PersistenceService from './persistence_service.ts';

new SignatureTester().run(PersistenceService, {
  detects: [
    {
      name: 'CreateService',
      results: given('sample.exe', ['CreateServiceA', { service_name: 'upd', filepath: 'C:\\u.exe', start_type: 2 }]),
      data: [
        {
          pid: 1000,
          process: 'sample.exe',
          cid: 0,
          api: 'CreateServiceA',
          service_name: 'upd',
          filepath: 'C:\\u.exe',
          start_type: 2,
        },
      ],
    },
    {
      name: 'in the words of older monitors',
      results: given('sample.exe', [
        'CreateServiceW',
        { ServiceName: 'drv', BinaryPathName: 'C:\\d.sys', StartType: '3' },
      ]),
    },
  ],
  ignores: [
    given('sample.exe', ['CreateServiceA', { service_name: 'upd' }, { status: 'FAILURE' }]),
    { name: 'a service started', results: given('sample.exe', ['StartServiceA', { service_name: 'upd' }]) },
  ],
});
