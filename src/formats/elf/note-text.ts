import type { ElfHeader } from './headers.ts';
import { GNU_NOTES, NOTE_SYSTEMS } from './words.ts';

/** A note as readelf words it: its type, then what it says on a line of its own. */
export function noteText(owner: string, type: number, description: Buffer, header: ElfHeader): string {
  const gnu = owner === 'GNU' ? GNU_NOTES.get(type) : undefined;
  if (gnu === undefined) {
    const bytes = [...description.subarray(0, 256)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `Unknown note type: (0x${type.toString(16).padStart(8, '0')})\n    description data: ${bytes}`;
  }
  const said = gnuText(type, description, header);
  return said === undefined ? gnu : `${gnu}\n    ${said}`;
}

function gnuText(type: number, description: Buffer, header: ElfHeader): string | undefined {
  const isLittle = header.data !== 2;
  const word = (at: number) => (isLittle ? description.readUInt32LE(at) : description.readUInt32BE(at));
  switch (type) {
    case 1:
      if (description.length < 16) return undefined;
      return `OS: ${NOTE_SYSTEMS.get(word(0)) ?? 'Unknown'}, ABI: ${word(4)}.${word(8)}.${word(12)}`;
    case 3:
      return `Build ID: ${description.toString('hex')}`;
    case 4:
      return `Version: ${description.toString('latin1').replace(/\0+$/, '')}`;
    case 5:
      return `Properties: ${properties(description, word, header).join(', ')}`;
    default:
      return undefined;
  }
}

const X86_FEATURES = ['IBT', 'SHSTK', 'LAM_U48', 'LAM_U57'];
const ARM_FEATURES = ['BTI', 'PAC'];
const PROPERTY_LIMIT = 64;

function properties(description: Buffer, word: (at: number) => number, header: ElfHeader): string[] {
  const found: string[] = [];
  const step = header.is64 ? 8 : 4;
  for (let at = 0; at + 8 <= description.length && found.length < PROPERTY_LIMIT; ) {
    const [type, size] = [word(at), word(at + 4)];
    const value = at + 8;
    if (value + size > description.length) break;
    const bits = size >= 4 ? word(value) : 0;
    if (type === 1) found.push(`stack size: 0x${bits.toString(16)}`);
    else if (type === 2) found.push('no copy on protected');
    else if (type === 0xc000_0002) found.push(`x86 feature: ${named(bits, X86_FEATURES)}`);
    else if (type === 0xc000_8002) found.push(`x86 ISA needed: ${levels(bits)}`);
    else if (type === 0xc000_0000) found.push(`AArch64 feature: ${named(bits, ARM_FEATURES)}`);
    else found.push(`<unknown type 0x${type.toString(16)} data: ${description.toString('hex', value, value + size)}>`);
    at = value + Math.ceil(size / step) * step;
  }
  return found;
}

const named = (bits: number, names: readonly string[]): string =>
  names.filter((_, i) => (bits & (1 << i)) !== 0).join(', ');

const levels = (bits: number): string => named(bits, ['x86-64-baseline', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4']);
