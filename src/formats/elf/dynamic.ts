import type { Damage } from '../binary/damage.ts';
import { decodeText } from '../binary/text.ts';
import type { ElfImage } from './image.ts';

export interface DynamicEntry {
  tag: number;
  value: bigint;
  /** Of tags whose value is a place in the string table. */
  text: string | undefined;
}

const SECTION_DYNAMIC = 6;
const SEGMENT_DYNAMIC = 2;
const STRTAB = 5n;
const TEXTS: ReadonlySet<number> = new Set([1, 14, 15, 29, 0x7fff_fffd, 0x7fff_ffff]);
const LIMIT = 4096;
const TEXT_LIMIT = 4096;

/** What the loader is told, to the closing entry. By the section where there is one, else by the segment. */
export function readDynamic(image: ElfImage, damage: Damage): DynamicEntry[] {
  const section = image.sections.find(({ type }) => type === SECTION_DYNAMIC);
  const segment = image.segments.find(({ type }) => type === SEGMENT_DYNAMIC);
  // The loader itself goes by the segment; sections may be gone, or lie.
  const place = segment ? { offset: segment.offset, size: segment.fileSize } : section;
  const entries: DynamicEntry[] = [];
  if (place === undefined) return entries;
  const { width } = image;
  damage.attempt('dynamic section', () => {
    for (let i = 0; (i + 1) * width * 2 <= place.size; i++) {
      const at = place.offset + i * width * 2;
      if (i >= LIMIT) {
        damage.limit('dynamic section', at, LIMIT);
        return;
      }
      const tag = Number(image.word(at));
      entries.push({ tag, value: image.word(at + width), text: undefined });
      if (tag === 0) return;
    }
  });
  const strings = stringTable(image, entries, section?.link);
  if (strings === undefined) return entries;
  for (const entry of entries) {
    if (!TEXTS.has(entry.tag)) continue;
    damage.attempt('dynamic section', () => {
      entry.text = decodeText(image.file.zeroTerminated(strings + Number(entry.value), TEXT_LIMIT));
    });
  }
  return entries;
}

function stringTable(image: ElfImage, entries: readonly DynamicEntry[], link: number | undefined): number | undefined {
  const address = entries.find(({ tag }) => BigInt(tag) === STRTAB)?.value;
  const byAddress = address === undefined ? undefined : image.offsetOf(address);
  return byAddress ?? (link === undefined ? undefined : image.sections[link]?.offset);
}
