import type { Damage } from '../binary/damage.ts';
import { OutOfData } from '../binary/random-access.ts';
import type { ElfImage } from './image.ts';

export interface Note {
  /** Who defined it: `GNU`. */
  owner: string;
  type: number;
  description: Buffer;
}

const SECTION_NOTE = 7;
const SEGMENT_NOTE = 4;
const LIMIT = 256;
const SIZE_LIMIT = 64 << 10;

/** Notes by their sections; by segments where there are no sections. */
export function readNotes(image: ElfImage, damage: Damage): Note[] {
  const sections = image.sections.filter(({ type }) => type === SECTION_NOTE);
  const places =
    sections.length > 0
      ? sections.map(({ offset, size, alignment }) => ({ offset, size, alignment }))
      : image.segments
          .filter(({ type }) => type === SEGMENT_NOTE)
          .map(({ offset, fileSize, alignment }) => ({ offset, size: fileSize, alignment }));
  const notes: Note[] = [];
  for (const { offset, size, alignment } of places) {
    const step = alignment === 8 ? 8 : 4;
    const aligned = (value: number) => Math.ceil(value / step) * step;
    damage.attempt('notes', () => {
      for (let at = offset; at + 12 <= offset + size; ) {
        if (notes.length >= LIMIT) {
          damage.limit('notes', at, LIMIT);
          return;
        }
        const [nameSize, descriptionSize] = [image.file.u32(at), image.file.u32(at + 4)];
        if (nameSize > SIZE_LIMIT || descriptionSize > SIZE_LIMIT) {
          throw new OutOfData(at, `a note says it has ${nameSize} and ${descriptionSize} bytes`);
        }
        const owner = image.file
          .bytes(at + 12, nameSize)
          .toString('latin1')
          .replace(/\0+$/, '');
        const description = aligned(12 + nameSize);
        notes.push({
          owner,
          type: image.file.u32(at + 8),
          description: image.file.bytes(at + description, descriptionSize),
        });
        at += aligned(description + descriptionSize);
      }
    });
  }
  return notes;
}
