import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import DiscoveryInstalledPrograms from './discovery_installed_programs.ts';

const read = (name: string, count: number) =>
  given(
    name,
    ...Array.from({ length: count }, (_, i): GivenCall => {
      const regkey = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Program ${i}`;
      return ['RegOpenKeyExW', { regkey }];
    }),
  );

new SignatureTester().run(DiscoveryInstalledPrograms, {
  detects: [
    { name: 'many of them', results: read('sample.exe', 20) },
    { name: 'some', results: read('sample.exe', 8) },
  ],
  ignores: [
    { name: 'its own', results: read('sample.exe', 1) },
    { name: 'Windows itself', results: read('svchost.exe', 20) },
  ],
});
