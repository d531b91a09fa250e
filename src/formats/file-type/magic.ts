import type { WASMagic } from 'wasmagic';

const engines = new Map<string, Promise<WASMagic>>();

/** libmagic, compiled to WebAssembly and loaded when it is first needed; `text` leaves out all but the tests of text. */
async function engine(kind: 'all' | 'text'): Promise<WASMagic> {
  const { WASMagic, WASMagicFlags } = await import('wasmagic');
  let loading = engines.get(kind);
  if (!loading) {
    loading = WASMagic.create({ flags: kind === 'all' ? WASMagicFlags.NONE : WASMagicFlags.NO_CHECK_SOFT });
    engines.set(kind, loading);
  }
  return loading;
}

/** What libmagic says of the beginning of a file, in the words of its newest version. */
export async function askMagic(head: Uint8Array, kind: 'all' | 'text' = 'all'): Promise<string> {
  const magic = await engine(kind);
  try {
    return magic.detect(head);
  } catch (error) {
    // After a trap the memory of the instance can't be trusted.
    engines.delete(kind);
    throw error;
  }
}
