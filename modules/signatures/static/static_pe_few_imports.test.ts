import { given, SignatureTester } from 'ovoscope/testing';
import StaticPeFewImports from './static_pe_few_imports.ts';

const imported = (dll: string, names: string[], size_of_data = '0x00010000') =>
  given.container({
    static: {
      pe_imports: [{ dll, imports: names.map((name) => ({ name })) }],
      pe_sections: [{ name: '.a', size_of_data }],
    },
  });

new SignatureTester().run(StaticPeFewImports, {
  detects: [
    { name: 'the two', results: imported('KERNEL32.dll', ['LoadLibraryA', 'GetProcAddress']) },
    {
      name: 'and a few',
      results: imported('KERNEL32.DLL', ['GetModuleHandleW', 'GetProcAddress', 'VirtualProtect', 'ExitProcess']),
    },
  ],
  ignores: [
    { name: 'a tiny program', results: imported('KERNEL32.dll', ['LoadLibraryA', 'GetProcAddress'], '0x00000200') },
    { name: 'a .NET program', results: imported('mscoree.dll', ['_CorExeMain']) },
    { name: 'one that only ends', results: imported('KERNEL32.dll', ['ExitProcess']) },
  ],
});
