import { given, SignatureTester } from 'ovoscope/testing';
import LoadsDriver from './loads_driver.ts';

const create = (service_type: number) =>
  given('sample.exe', ['CreateServiceW', { service_name: 'a', filepath: 'C:\\a.sys', service_type }]);

new SignatureTester().run(LoadsDriver, {
  detects: [
    { name: 'as a service', results: create(1) },
    {
      name: 'at once',
      results: given('sample.exe', ['NtLoadDriver', { driver_service_name: '\\Registry\\Machine\\System\\a' }]),
    },
  ],
  ignores: [
    { name: 'a program as a service', results: create(16) },
    { name: 'Windows itself', results: given('services.exe', ['NtLoadDriver', { driver_service_name: 'a' }]) },
  ],
});
