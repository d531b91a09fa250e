import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeInjectionImports from './static_pe_injection_imports.ts';

const imported = (...names: string[]) =>
  given.container({ static: { pe_imports: [{ dll: 'KERNEL32.dll', imports: names.map((name) => ({ name })) }] } });

new SignatureTester().run(StaticPeInjectionImports, {
  detects: [
    { name: 'with a thread', results: imported('VirtualAllocEx', 'WriteProcessMemory', 'CreateRemoteThread') },
    { name: 'with a section', results: imported('NtMapViewOfSection', 'NtQueueApcThread', 'ExitProcess') },
  ],
  ignores: [
    { name: 'in its own process', results: imported('VirtualAlloc', 'CreateThread') },
    { name: 'two of three', results: imported('VirtualAllocEx', 'WriteProcessMemory') },
  ],
});
