import { describeFile, type EmbeddedObject, MemorySource } from 'ovoscope/formats';
import type { StaticContext } from './_static_format.ts';

const TYPED = 64;

/** Files inside a document, as signatures see them. */
export async function objectRecords(objects: readonly EmbeddedObject[], context: StaticContext) {
  const list: { [name: string]: unknown }[] = [];
  for (const [i, object] of objects.entries()) {
    const { data } = object;
    const isTyped = data !== undefined && i < TYPED && !context.signal.aborted;
    list.push({
      place: object.place,
      kind: object.kind,
      class_name: object.className ?? null,
      clsid: object.clsid ?? null,
      filename: object.fileName ?? null,
      src_path: object.sourcePath ?? null,
      temp_path: object.tempPath ?? null,
      target: object.target ?? null,
      stated_size: object.statedSize ?? null,
      size: data?.size ?? null,
      md5: data?.md5 ?? null,
      sha1: data?.sha1 ?? null,
      sha256: data?.sha256 ?? null,
      type: isTyped ? await describeFile(new MemorySource(data.head, object.place)) : null,
      remark: object.remark ?? null,
    });
  }
  return list;
}
