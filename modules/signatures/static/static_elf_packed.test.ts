import { given, SignatureTester } from 'ovoscope/testing';
import StaticElfPacked from './static_elf_packed.ts';

const elf = (strings: string[], section_headers: object[] = []) =>
  given.container({ strings, static: { elf: { section_headers } } });

new SignatureTester().run(StaticElfPacked, {
  detects: [
    { name: 'with UPX', results: elf(['abc', 'UPX!x']) },
    { name: 'by its code', results: elf([], [{ name: '.text', entropy: 7.9, flags: 'AX' }]) },
  ],
  ignores: [
    { name: 'an ordinary one', results: elf(['hello'], [{ name: '.text', entropy: 6.1, flags: 'AX' }]) },
    { name: 'a Windows program', results: given.container({ strings: ['UPX!'], static: {} }) },
  ],
});
