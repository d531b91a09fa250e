import type { Damage } from '../binary/damage.ts';
import type { PeImage } from './headers.ts';

export interface Resource {
  /** Numbers where they have no name. */
  type: number | string;
  name: number | string;
  language: number;
  rva: number;
  size: number;
  codePage: number;
}

const RESOURCE = 2;
const LIMIT = 8192;
const NAME_LIMIT = 256;

/** All leaves of the resource tree. A folder that is reached a second time, as in a loop, is damage. */
export function readResources(image: PeImage, damage: Damage): Resource[] {
  const root = image.directory(RESOURCE);
  const found: Resource[] = [];
  if (root === undefined) return found;
  const seen = new Set<number>();
  let visited = 0;

  const label = (value: number): number | string => {
    if (value < 0x8000_0000) return value;
    const at = root.rva + (value - 0x8000_0000);
    const length = Math.min(image.u16(at), NAME_LIMIT);
    return image.bytes(at + 2, length * 2).toString('utf16le');
  };

  const walk = (offset: number, path: readonly (number | string)[]): void => {
    const at = root.rva + offset;
    if (seen.has(offset)) {
      damage.damaged('resources', image.where(at), 'a folder is reached twice');
      return;
    }
    seen.add(offset);
    const entries = image.u16(at + 12) + image.u16(at + 14);
    for (let i = 0; i < entries; i++) {
      if (++visited > LIMIT) {
        damage.limit('resources', image.where(at), LIMIT);
        return;
      }
      damage.attempt('resources', () => {
        const entry = at + 16 + i * 8;
        const id = label(image.u32(entry));
        const target = image.u32(entry + 4);
        if (target >= 0x8000_0000) {
          if (path.length < 3) walk(target - 0x8000_0000, [...path, id]);
          else damage.damaged('resources', image.where(entry), 'folders are nested deeper than Windows looks');
          return;
        }
        const leaf = root.rva + target;
        const [type = id, name = path.length > 0 ? id : 0] = path;
        const language = path.length >= 2 && typeof id === 'number' ? id : 0;
        const [rva, size, codePage] = [0, 4, 8].map((field) => image.u32(leaf + field)) as [number, number, number];
        found.push({ type, name, language, rva, size, codePage });
      });
      if (visited > LIMIT) return;
    }
  };

  damage.attempt('resources', () => walk(0, []));
  return found;
}
