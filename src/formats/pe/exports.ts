import type { Damage } from '../binary/damage.ts';
import { OutOfData } from '../binary/random-access.ts';
import type { PeImage } from './headers.ts';

export interface ExportedFunction {
  /** Undefined where it can only be found by number. */
  name: string | undefined;
  ordinal: number;
  rva: number;
  /** `library.function` that it stands for. */
  forwarder: string | undefined;
}

export interface Exports {
  /** What the library calls itself. */
  dll: string | undefined;
  timestamp: number;
  functions: ExportedFunction[];
}

const EXPORT = 0;
const LIMIT = 65_536;
const NAME_LIMIT = 2048;
/** A table with more names that can't be read is none. */
const BAD_LIMIT = 256;
/** A name for every function at full length would fill any memory. */
const TEXT_BUDGET = 8 << 20;

export function readExports(image: PeImage, damage: Damage): Exports | undefined {
  const directory = image.directory(EXPORT);
  if (directory === undefined) return undefined;
  const { rva, size } = directory;
  const found: Exports = { dll: undefined, timestamp: 0, functions: [] };
  let budget = TEXT_BUDGET;
  const text = (at: number): string => {
    const name = image.latin1z(at, NAME_LIMIT);
    budget -= name.length;
    if (budget < 0) throw new OutOfData(image.where(at), `its names have more than ${TEXT_BUDGET} bytes`);
    return name;
  };
  damage.attempt('export table', () => {
    found.timestamp = image.u32(rva + 4);
    const base = image.u32(rva + 16);
    const functions = limited(image.u32(rva + 20), image, rva + 20, damage);
    const names = limited(image.u32(rva + 24), image, rva + 24, damage);
    const [addresses, namePointers, ordinals] = [28, 32, 36].map((field) => image.u32(rva + field)) as [
      number,
      number,
      number,
    ];
    found.dll = damage.attemptValue('export table', () => text(image.u32(rva + 12)));
    const add = (name: string | undefined, index: number): void => {
      const address = image.u32(addresses + index * 4);
      if (address === 0) return;
      if (address >= image.headers.sizeOfImage) {
        damage.damaged('export table', image.where(addresses + index * 4), 'a function is outside the image');
        return;
      }
      const isForwarder = address >= rva && address < rva + size;
      const forwarder = isForwarder ? damage.attemptValue('export table', () => text(address)) : undefined;
      found.functions.push({ name, ordinal: base + index, rva: address, forwarder });
    };
    const named = new Set<number>();
    damage.attempt('export table', () => {
      for (let i = 0, bad = 0; i < names && budget >= 0 && bad < BAD_LIMIT; i++) {
        const index = image.u16(ordinals + i * 2);
        if (index >= functions) {
          damage.damaged(
            'export table',
            image.where(ordinals + i * 2),
            `a name is for function ${index} of ${functions}`,
          );
          continue;
        }
        const name = damage.attemptValue('export table', () => text(image.u32(namePointers + i * 4)));
        if (name === undefined) bad++;
        add(name === '' ? undefined : name, index);
        named.add(index);
      }
    });
    for (let index = 0; index < functions && budget >= 0; index++) if (!named.has(index)) add(undefined, index);
  });
  return found;
}

function limited(count: number, image: PeImage, rva: number, damage: Damage): number {
  if (count > LIMIT) damage.limit('export table', image.where(rva), LIMIT);
  return Math.min(count, LIMIT);
}
