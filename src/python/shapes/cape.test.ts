import { describe, expect, it } from 'vitest';
import type { Results } from '../../plugin/container.ts';
import { capeSections } from './cape.ts';

const SECTIONS = [
  { name: '.text', virtual_address: '0x00001000', virtual_size: '0x0000ffbe' },
  { name: '.data', virtual_address: '0x00011000', virtual_size: '0x0000092c' },
];

function entryOf(entrypoint: unknown, imagebase: unknown): unknown {
  const results = {
    target: { category: 'file', file: { name: 'a.exe' } },
    static: { pe: { entrypoint, imagebase }, pe_sections: SECTIONS },
  } as unknown as Results;
  const target = capeSections(results, { aliases: true }).get('target')!() as { file: { pe: { entrypoint: unknown } } };
  return target.file.pe.entrypoint;
}

describe('the entry point of a program that an older version described', () => {
  it('is counted from the beginning of the image, as later ones have it', () => {
    expect(entryOf('0x0100f363', '0x01000000')).toBe('0x0000f363');
  });

  it('stays where it is inside a section, or would be in none', () => {
    expect(entryOf('0x00011010', '0x00010000')).toBe('0x00011010');
    expect(entryOf('0x01200000', '0x01000000')).toBe('0x01200000');
    expect(entryOf(7, null)).toBe(7);
  });
});
