const PLACES = 32;

export interface Damaged {
  name: string;
  files: Map<string, Uint8Array>;
}

/**
 * The same files with one of them damaged in one way: missing, empty, cut at up to 32 places, one bit turned at up to
 * 32 places. Always the same ones, so that a failure comes back.
 */
export function* damagedFiles(files: ReadonlyMap<string, Uint8Array>): Generator<Damaged, void, undefined> {
  for (const [path, bytes] of files) {
    const other = new Map(files);
    other.delete(path);
    yield { name: `${path} missing`, files: other };
    const change = (name: string, changed: Uint8Array): Damaged => ({
      name: `${path} ${name}`,
      files: new Map(files).set(path, changed),
    });
    if (bytes.length > 0) yield change('empty', new Uint8Array());
    for (const place of placesIn(bytes.length)) yield change(`cut at byte ${place}`, bytes.subarray(0, place));
    for (const [i, place] of placesIn(bytes.length).entries()) {
      const flipped = Uint8Array.from(bytes);
      flipped[place] = flipped[place]! ^ (1 << (i % 8));
      yield change(`with bit ${i % 8} of byte ${place} turned`, flipped);
    }
  }
}

/** Spread over the file, its first bytes included. */
function placesIn(length: number): number[] {
  if (length <= PLACES) return Array.from({ length }, (_, i) => i);
  // Not evenly: records of one size would all be cut at the same byte.
  return [
    ...new Set(Array.from({ length: PLACES }, (_, i) => Math.floor((i * (length - 1)) / PLACES + ((i * 7) % 5)))),
  ];
}
