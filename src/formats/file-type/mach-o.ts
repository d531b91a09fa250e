import type { Peek } from './peek.ts';

const UNIVERSAL = 0xcafebabe;
/** More would be a Java class, whose version is in the same place. */
const MAX_SLICES = 19;
const ENTRY = 20;
/** As much of each slice as its description needs. */
const SLICE_HEAD = 64;

/**
 * A short file of the same description as a universal binary, whose slices may begin anywhere; undefined for any
 * other file.
 */
export function condenseUniversal(file: Peek): Uint8Array | undefined {
  if (!file.has(0, '\xca\xfe\xba\xbe')) return undefined;
  const table = file.bytes(0, 8 + MAX_SLICES * ENTRY);
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  const count = table.length < 8 ? 0 : view.getUint32(4);
  if (count === 0 || count > MAX_SLICES || table.length < 8 + count * ENTRY) return undefined;
  const condensed = new Uint8Array(8 + count * (ENTRY + SLICE_HEAD));
  const out = new DataView(condensed.buffer);
  out.setUint32(0, UNIVERSAL);
  out.setUint32(4, count);
  for (let i = 0; i < count; i++) {
    const entry = 8 + i * ENTRY;
    const slice = 8 + count * ENTRY + i * SLICE_HEAD;
    condensed.set(table.subarray(entry, entry + ENTRY), entry);
    out.setUint32(entry + 8, slice);
    condensed.set(file.bytes(view.getUint32(entry + 8), SLICE_HEAD), slice);
  }
  return condensed;
}
