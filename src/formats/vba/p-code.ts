const FIRST_LENGTH = 0x19;
const BEHIND = 0x3c;
const MARK = 0xcafe;

/**
 * How many lines of compiled code a module's cache has; undefined where it is not written by a known version. The
 * editor compiles every line of the source, so a source with far fewer was taken away.
 */
export function pCodeLines(cache: Buffer): number | undefined {
  if (cache.length < FIRST_LENGTH + 4) return undefined;
  const at = cache.readUInt32LE(FIRST_LENGTH) + BEHIND;
  if (at + 6 > cache.length || cache.readUInt16LE(at) !== MARK) return undefined;
  const count = cache.readUInt16LE(at + 4);
  // A table of twelve bytes for each line follows.
  return at + 6 + count * 12 <= cache.length ? count : undefined;
}

/** Lines that the editor compiles: all but the attributes it keeps for itself. */
export function sourceLines(code: string): number {
  let count = 0;
  const lines = code.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) if (!line.startsWith('Attribute ')) count++;
  return count;
}
