import { given, SignatureTester } from 'ovoscope/testing';
import MemoryInjectedProgram from './memory_injected_program.ts';

const image = (is_mapped: boolean, addr = '0x00300000') => ({
  addr,
  size: 4096,
  is_dll: false,
  machine: 'i386',
  timestamp: 1,
  is_mapped,
});
const dump = (...images: ReturnType<typeof image>[]) =>
  given.container({
    procmemory: [
      {
        file: 'memory/1000-1.dmp',
        pid: 1000,
        num: 1,
        regions: [],
        urls: [],
        strings: { ascii: 0, utf16: 0 },
        images,
        extracted: [],
      },
    ],
  });

new SignatureTester().run(MemoryInjectedProgram, {
  detects: [
    { name: 'one', results: dump(image(false)) },
    { name: 'beside mapped ones', results: dump(image(true, '0x00400000'), image(false)) },
  ],
  ignores: [
    { name: 'mapped ones', results: dump(image(true)) },
    { name: 'none', results: dump() },
  ],
});
